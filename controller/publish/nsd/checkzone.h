/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkzone.h - runs NSD's own checker on a version before NSD sees it (W1:
 * check, write, confirm).
 *
 * One error in a file makes NSD drop the whole zone.  Every value was checked
 * when it was read; the checker is a second check.  It looks at the whole file
 * where much is new, otherwise at a small zone of the head and the changed
 * names.  A change of addresses and aliases alone needs no check, because they
 * are printed from parsed values.
 *
 * Much is new in the first version after a start of the controller or of NSD
 * (it may be another NSD), with other templates and with another configuration.
 * The whole file is also checked in the background, after a number of versions
 * or after an hour, whichever comes first.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CHECKZONE_H
#define CONTROLLER_PUBLISH_NSD_CHECKZONE_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/zone.h"

#define CHECKZONE_WHOLE_VERSIONS 100  /* versions not checked whole */
#define CHECKZONE_WHOLE_AFTER 3600000 /* ms since the first of them */

enum check_extent {
	CHECK_NOTHING,
	CHECK_PART,
	CHECK_WHOLE,
};

/* whole_seen: a whole file was checked since much was new, see above. */
enum check_extent checkzone_extent(
    enum checkzone_mode mode, const struct version *version, bool whole_seen);

/*
 * The small zone, in the order of the file: the head and all RRsets of the
 * changed names.  If a changed name is newly delegated (NS, DNAME), also those
 * of the names below it.  The zone is still as the version was made from it.
 */
void checkzone_part(
    const struct zone *zone, const struct version *version, struct buf *out);

/*
 * Limits the checkers that run at a time, because a thousand zones may be new
 * at once; the others wait.
 */
struct checkers;
struct checkers *checkers_new(struct loop *loop);
void checkers_free(struct checkers *checkers); /* when no check waits */

struct checkzone;

/*
 * Checks file (an absolute path), or text when file is NULL, as zone,
 * which is borrowed until done; text is copied if necessary.  done is called
 * from the loop, once; the handle is freed after it.  err NULL: the zone is
 * good; ERR_INPUT: the checker refuses it, and said is its whole output;
 * ERR_SYSTEM, ERR_ABSENT: the checker failed, or could not be run.
 */
struct checkzone *checkzone_start(struct checkers *checkers, const char *zone,
    const char *file, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said),
    void *arg);
void checkzone_stop(struct checkzone *check); /* NULL is fine */

/*
 * Reads the output "[TIME] nsd-checkzone[PID]: error: FILE:LINE: WORDS": the
 * words of the first error, on one line, cut at limit.
 */
void checkzone_words(const char *said, size_t limit, struct buf *out);
/* The next line number; *at starts at the output; 0 at the end. */
size_t checkzone_line(const char **at);

#endif
