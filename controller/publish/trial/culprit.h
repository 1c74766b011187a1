/* SPDX-License-Identifier: Apache-2.0 */
/*
 * culprit.h - finds the lines for which nsd-checkzone, or NSD, refuses a zone
 * (W2: quarantine).
 *
 * The checker names a line, but not always the right one: an open quote is an
 * error at the end of the file, and two lines may be wrong only together.  So
 * it is run again on parts of the zone; sift.h says which.
 */
#ifndef CONTROLLER_PUBLISH_TRIAL_CULPRIT_H
#define CONTROLLER_PUBLISH_TRIAL_CULPRIT_H

#include "controller/publish/trial/trial.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/version/seniority.h"

struct culprit;

/* A zone file that was refused; all of it is borrowed until done. */
struct refused_text {
	enum judge judge; /* by whom */
	const char *zone;
	const struct buf *text;
	size_t head_len;  /* octets up to the first record below the apex */
	const char *said; /* the checker's output; not needed after the call */
	const struct seniority *lines;
	bool passed;  /* the judge passed the last version */
	bool patient; /* until all of them are found */
};

struct culprit_found {
	/*
	 * The head and the lines to blame, as one small zone: without these
	 * lines the checker passes the others, unless it is cut.  Empty when it
	 * is in_head: the head itself is refused.
	 */
	const struct buf *lines;
	bool in_head;
	bool cut;          /* there are more of them than runs were left for */
	const char *words; /* the checker's words about these lines */
};

/*
 * done is called from the loop, once; the handle is freed after it.  found
 * NULL, with err: the checker could not be run, or it contradicts itself, so
 * that nobody is to blame.
 */
struct culprit *culprit_find(const struct trials *trials,
    const struct refused_text *refused,
    void (*done)(
	void *arg, const struct culprit_found *found, const struct err *err),
    void *arg);
void culprit_stop(struct culprit *culprit); /* NULL is fine */

#endif
