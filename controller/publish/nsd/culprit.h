/* SPDX-License-Identifier: Apache-2.0 */
/*
 * culprit.h - which lines of a zone it is that nsd-checkzone refuses.
 *
 * The checker names a line, but not always the right one: an open quote is an
 * error of the end of the file.  So its word is tried: the head and that line
 * alone, refused too, is the culprit.  Where that does not help the zone is
 * halved, along its names and then along the lines of one, until no half is
 * refused by itself.  A zone of a million lines takes some forty tries, each of
 * half the size of the one before.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CULPRIT_H
#define CONTROLLER_PUBLISH_NSD_CULPRIT_H

#include "controller/publish/nsd/checkzone.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct culprit;

struct culprit_found {
	/*
	 * The head and the lines, at most 100, as one small zone.  Empty: it is
	 * not in single lines; in_head: the head itself is refused.
	 */
	const struct buf *lines;
	bool in_head;
	const char *words; /* of the checker about just them */
};

/*
 * text is a zone file that was refused, its head (up to the first record below)
 * of head_len octets; said is what the checker printed.  Both, and zone, are
 * borrowed until done, which is called from the loop, once; the handle is gone
 * after it.  found NULL, with err: the checker could not be asked.
 */
struct culprit *culprit_find(struct checkers *checkers, const char *zone,
    const struct buf *text, size_t head_len, const char *said,
    void (*done)(
	void *arg, const struct culprit_found *found, const struct err *err),
    void *arg);
void culprit_stop(struct culprit *culprit); /* NULL is fine */

#endif
