/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspection.h - has a zone file judged and finds the lines to blame.
 *
 *	trial.h --good--> done
 *	        --refused--> the lines by age
 *(zonegen/version/seniority.h)
 *	                     --> culprit.h --> done, with the lines to
 *blame
 */
#ifndef CONTROLLER_PUBLISH_TRIAL_INSPECTION_H
#define CONTROLLER_PUBLISH_TRIAL_INSPECTION_H

#include "controller/publish/trial/culprit.h"

struct inspection;

struct verdict {
	/*
	 * NULL: good.  ERR_INPUT: refused; found has the lines to blame.
	 * ERR_SYSTEM: the judge, or the search, failed; found is NULL.
	 */
	const struct err *err;
	const struct culprit_found *found;
	enum judge judge;
};

struct inspected {
	const struct zone *zone; /* whose version it is */
	const struct buf *text;
	size_t head_len;
	const char *file; /* the path of one with the same octets, or NULL */
	enum judge judge;
	bool passed;  /* the judge passed the last version */
	bool patient; /* all lines are found, however long that takes */
};

/*
 * Does NSD refuse a head that it serves?  Then it says nothing about the lines
 * below.
 */
static inline bool verdict_wavers(
    const struct verdict *verdict, bool head_changed)
{
	return verdict->judge == JUDGE_NSD && verdict->found &&
	    verdict->found->in_head && !head_changed;
}

/*
 * zone and text are borrowed until done, which is called from the loop, once;
 * the handle is freed after it.
 */
struct inspection *inspection_start(const struct trials *trials,
    const struct inspected *what,
    void (*done)(void *arg, const struct verdict *verdict), void *arg);
void inspection_stop(struct inspection *inspection); /* NULL is fine */

#endif
