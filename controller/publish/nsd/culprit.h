/* SPDX-License-Identifier: Apache-2.0 */
/*
 * culprit.h - finds the lines of a zone that nsd-checkzone refuses (W2:
 * quarantine).
 *
 * The checker names a line, but not always the right one: an open quote is an
 * error at the end of the file.  So each named line is tried: if the head and
 * that line alone are refused too, the line is the culprit.  Otherwise the zone
 * is halved, between names and then between the lines of one name, until no
 * half is refused by itself.  A zone of a million lines takes some forty tries,
 * each of half the size of the one before.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CULPRIT_H
#define CONTROLLER_PUBLISH_NSD_CULPRIT_H

#include "controller/publish/nsd/checkzone.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct culprit;

struct culprit_found {
	/*
	 * The head and the lines, at most 100, as one small zone.  Empty: no
	 * lines are refused by themselves; in_head: the head itself is refused.
	 */
	const struct buf *lines;
	bool in_head;
	const char *words; /* the checker's words about these lines */
};

/*
 * text is a zone file that was refused.  Its head, up to the first record below
 * the apex, has head_len octets.  said is the checker's output.  These and zone
 * are borrowed until done, which is called from the loop, once; the handle is
 * freed after it.  found NULL, with err: the checker could not be run.
 */
struct culprit *culprit_find(struct checkers *checkers, const char *zone,
    const struct buf *text, size_t head_len, const char *said,
    void (*done)(
	void *arg, const struct culprit_found *found, const struct err *err),
    void *arg);
void culprit_stop(struct culprit *culprit); /* NULL is fine */

#endif
