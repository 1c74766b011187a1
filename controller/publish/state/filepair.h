/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filepair.h - the two files of a zone: NAME.zone, which NSD loads, and
 * NAME.origins.
 *
 * Both are written and synced under other names first, and get their own when
 * the version is good.  From then until it is seen served the pair that was
 * served last stays as NAME.zone.good and NAME.origins.good: links, not copies,
 * made before the new files take the place and removed when those are
 * confirmed.  So whoever starts after a kill at any point finds good files when
 * those in place may not be good, and they are the ones that NSD was serving.
 *
 * What was put there is remembered (inode, size, mtime): a file changed by
 * other hands is noticed.
 */
#ifndef CONTROLLER_PUBLISH_STATE_FILEPAIR_H
#define CONTROLLER_PUBLISH_STATE_FILEPAIR_H

#include <stdbool.h>
#include <sys/stat.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/outfile.h"
#include "zonegen/zone/zone.h"

struct filepair {
	const struct statedir *statedir;
	const char *zone; /* borrowed */
	struct outfile file, origins;
	bool with_origins; /* they are others than before */
	struct stat there; /* NAME.zone as we left it; st_ino 0: not there */
};

/* What is there now is taken for ours. */
void filepair_open(
    struct filepair *pair, const struct statedir *statedir, const char *zone);
/* zone_origins() or zone_reprint_origins() */
typedef bool filepair_origins(
    const struct zone *zone, size_t *at, struct buf *out);
/*
 * The origins are asked of the zone piece by piece; next NULL: those that are
 * there still hold.
 */
bool filepair_write(struct filepair *pair, const struct buf *file,
    const struct zone *zone, filepair_origins *next,
    struct err *err) MUST_CHECK;
/* In place.  keep: those that are there stay as the good ones. */
bool filepair_place(
    struct filepair *pair, bool keep, struct err *err) MUST_CHECK;
/* What is in place stays there, whatever becomes of the machine. */
bool filepair_sync(const struct filepair *pair, struct err *err) MUST_CHECK;
void filepair_abandon(struct filepair *pair); /* after commit too */

/*
 * Those in place are served: the good ones of before are not needed, nor is
 * what could not be removed when it was abandoned.  To be called again, now and
 * then: the disk may not let it.
 */
void filepair_settle(const struct filepair *pair);
bool filepair_has_good(const struct filepair *pair);
/* The good ones again, with a later mtime: NSD reads them. */
bool filepair_restore(struct filepair *pair, struct err *err) MUST_CHECK;

/* Is NAME.zone another one than we put there? */
bool filepair_touched(const struct filepair *pair);

#endif
