/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspection.h - a zone file before NSD's checker, and who is to blame.
 *
 *	nsd-checkzone --good--> done
 *	              --refused--> culprit.h --> done, with the lines
 */
#ifndef CONTROLLER_PUBLISH_NSD_INSPECTION_H
#define CONTROLLER_PUBLISH_NSD_INSPECTION_H

#include "controller/publish/nsd/culprit.h"

struct inspection;

struct verdict {
	/*
	 * NULL: good.  ERR_INPUT: refused, found says by which lines.
	 * ERR_SYSTEM: not known, or not whose fault it is; found is NULL.
	 */
	const struct err *err;
	const struct culprit_found *found;
};

/*
 * text and zone are borrowed till done, which is called from the loop, once;
 * the handle is gone after it.  file is the path of a file with the same
 * octets, or NULL.
 */
struct inspection *inspection_start(struct checkers *checkers, const char *zone,
    const struct buf *text, size_t head_len, const char *file,
    void (*done)(void *arg, const struct verdict *verdict), void *arg);
void inspection_stop(struct inspection *inspection); /* NULL is fine */

#endif
