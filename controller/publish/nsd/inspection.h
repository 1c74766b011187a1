/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspection.h - runs NSD's checker on a zone file and finds the lines to
 * blame.
 *
 *	nsd-checkzone --good--> done
 *	              --refused--> the lines by age
 *(zonegen/version/seniority.h)
 *	                           --> culprit.h --> done, with the lines to
 *blame
 */
#ifndef CONTROLLER_PUBLISH_NSD_INSPECTION_H
#define CONTROLLER_PUBLISH_NSD_INSPECTION_H

#include "controller/publish/nsd/culprit.h"

struct inspection;

struct verdict {
	/*
	 * NULL: good.  ERR_INPUT: refused; found has the lines to blame.
	 * ERR_SYSTEM: the checker, or the search, failed; found is NULL.
	 */
	const struct err *err;
	const struct culprit_found *found;
};

struct inspected {
	const struct zone *zone; /* whose version it is */
	const struct buf *text;
	size_t head_len;
	const char *file; /* the path of one with the same octets, or NULL */
	bool passed;      /* the checker passed the last version */
};

/*
 * All of it is borrowed until done, which is called from the loop, once; the
 * handle is freed after it.
 */
struct inspection *inspection_start(struct checkers *checkers,
    const struct inspected *what,
    void (*done)(void *arg, const struct verdict *verdict), void *arg);
void inspection_stop(struct inspection *inspection); /* NULL is fine */

#endif
