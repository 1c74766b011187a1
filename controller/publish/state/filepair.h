/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filepair.h - the two files of a zone: NAME.zone, which NSD loads, and
 * NAME.origins.
 *
 * Both are written and synced under temporary names, and renamed when the
 * version is good (W3: whole files).  From then until the version is served,
 * the pair that was served last stays as NAME.zone.good and NAME.origins.good.
 * These are links, not copies: made before the new files are put in place, and
 * removed when the new files are confirmed.  After a kill at any point, files
 * that NSD was serving are therefore found if those in place may be bad.
 *
 * The inode, size and mtime of the file in place are remembered, so that a
 * change by another program is noticed.
 */
#ifndef CONTROLLER_PUBLISH_STATE_FILEPAIR_H
#define CONTROLLER_PUBLISH_STATE_FILEPAIR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/outfile.h"
#include "zonegen/zone/zone.h"

struct filepair {
	const struct statedir *statedir;
	const char *zone; /* borrowed */
	struct outfile file, origins;
	bool with_origins; /* they changed */
	bool served;       /* NSD had the pair in place */
	struct stat
	    there; /* NAME.zone as it was put in place; st_ino 0: none */
};

/* The file in place counts as written by this controller. */
void filepair_open(
    struct filepair *pair, const struct statedir *statedir, const char *zone);
/* version_origins() or version_reprint_origins() */
typedef bool filepair_origins(
    const struct zone *zone, size_t *at, struct buf *out);
/*
 * The origins are asked of the zone piece by piece; next NULL: those in place
 * are still right.
 */
bool filepair_write(struct filepair *pair, const struct buf *file,
    const struct zone *zone, filepair_origins *next,
    struct err *err) MUST_CHECK;
/* Writes NAME.origins alone, and puts it in place for good. */
bool filepair_note(struct filepair *pair, const struct zone *zone,
    filepair_origins *next, struct err *err) MUST_CHECK;
/*
 * Puts them in place.  keep: those in place before become the good ones, if NSD
 * had them.
 */
bool filepair_place(
    struct filepair *pair, bool keep, struct err *err) MUST_CHECK;
/* Syncs the directory: the files in place survive a crash of the machine. */
bool filepair_sync(const struct filepair *pair, struct err *err) MUST_CHECK;
void filepair_abandon(struct filepair *pair); /* after commit too */
/*
 * The last version of the zone once more, in both files: in place and synced.
 * keep: as above.  before: its time is before that, in s since 1970, but later
 * than that of the file in place; NSD does not read a file that is older than
 * its last transfer.  FILEPAIR_NOW: it is of now, and NSD reads it.
 */
#define FILEPAIR_NOW INT64_MAX
bool filepair_rewrite(struct filepair *pair, const struct zone *zone, bool keep,
    int64_t before, struct err *err) MUST_CHECK;
/* The file in place is of now: NSD reads it, whatever it transferred. */
bool filepair_renew(struct filepair *pair, struct err *err) MUST_CHECK;

/*
 * The files in place are served: removes the good ones, and temporary files
 * that could not be removed before.  To be called again later, because the disk
 * may refuse it now.
 */
void filepair_drop_good(struct filepair *pair);
bool filepair_has_good(const struct filepair *pair);
/* Puts the good ones in place, with a later mtime, so that NSD reads them. */
bool filepair_restore(struct filepair *pair, struct err *err) MUST_CHECK;

/* A descriptor of the file in place; -1: it is gone, or was changed. */
int filepair_descriptor(const struct filepair *pair);
/* Is the time of the file in place over?  NSD may transfer beyond it. */
bool filepair_is_past(const struct filepair *pair, const struct timespec *now);
/* Was NAME.zone changed by another program?  Was it NSD that wrote it? */
bool filepair_touched(const struct filepair *pair);
bool filepair_by_nsd(const struct filepair *pair);

#endif
