/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkzone.h - NSD's own checker, before NSD sees a version.
 *
 * Any error in a file makes NSD drop the whole zone.  Every value was checked
 * on entry, so this is the second pair of eyes: it looks at the whole file
 * where much is new, and else at a small zone of the head and the names that
 * changed.  Changes of addresses and aliases alone, printed from parsed values,
 * have nothing that it could find.
 *
 * Much is new in the first version after a start of ours or of NSD's (it may be
 * another NSD), with other templates or another configuration.  And now and
 * then the whole file is looked at in the background, after so many versions or
 * so long, whatever comes first.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CHECKZONE_H
#define CONTROLLER_PUBLISH_NSD_CHECKZONE_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/zone.h"

#define CHECKZONE_WHOLE_VERSIONS 100  /* that were not checked whole */
#define CHECKZONE_WHOLE_AFTER 3600000 /* ms since the first of them */

enum check_extent {
	CHECK_NOTHING,
	CHECK_PART,
	CHECK_WHOLE,
};

/* whole_seen: see above; a whole file of this zone was checked since. */
enum check_extent checkzone_extent(
    enum checkzone_mode mode, const struct version *version, bool whole_seen);

/*
 * The small zone: head and all RRsets of the changed names; where one of them
 * is delegated now (NS, DNAME) and was not, of all names below it too.  In the
 * order of the file.
 */
void checkzone_part(const struct version *version, struct buf *out);

/*
 * Runs so many checkers at a time that the machine still does something else;
 * the others wait in line.  A thousand zones may be new at once.
 */
struct checkers;
struct checkers *checkers_new(struct loop *loop);
void checkers_free(struct checkers *checkers); /* nothing waits any more */

struct checkzone;

/*
 * Checks file (an absolute path), or text when file is NULL, as zone, which is
 * borrowed till done, as file is; text is copied where it must be.  done is
 * called from the loop, once; the handle is gone after it.  err is NULL when
 * the zone is good; ERR_INPUT: the checker refuses it, and said is all that it
 * printed; ERR_SYSTEM, ERR_ABSENT: it could not tell, or not be run.
 */
struct checkzone *checkzone_start(struct checkers *checkers, const char *zone,
    const char *file, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said),
    void *arg);
void checkzone_stop(struct checkzone *check); /* NULL is fine */

/*
 * What it printed, read: "[TIME] nsd-checkzone[PID]: error: FILE:LINE: WORDS".
 * The words of its first error, on one line, cut at limit.
 */
void checkzone_words(const char *said, size_t limit, struct buf *out);
/* The next line number; *at starts at what it printed; 0 at the end. */
size_t checkzone_line(const char **at);

#endif
