/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outfile.h - replace a file whole, or not at all.
 *
 * Whoever reads the directory sees the old bytes or the new bytes, after a
 * crash too: temporary file, fsync, rename, fsync of the directory.  The two
 * steps are separate, because a version is checked while it is temporary.
 *
 * The new file's mtime is strictly later than the old one's, to the nano-
 * second: NSD reads a file again only when its mtime differs, and after a
 * rejected file only when it is later (NSD dbaccess.c).
 */
#ifndef ZONEGEN_BASE_OUTFILE_H
#define ZONEGEN_BASE_OUTFILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct outfile {
	int dir;                 /* borrowed descriptor; -1: none open */
	int fd;                  /* while it is being written, else -1 */
	char name[NAME_MAX + 1]; /* what it will be called */
	char temp[NAME_MAX + 1]; /* what it is called now */
};

#define OUTFILE_INIT                \
	{                           \
		.dir = -1, .fd = -1 \
	}

/*
 * Makes ".NAME.tmp" (mode as given), to be written piece by piece: what is as
 * large as a zone need not be held whole.  Nothing is left on failure.
 */
bool outfile_open(struct outfile *out, int dir, const char *name, unsigned mode,
    struct err *err) MUST_CHECK;
bool outfile_add(struct outfile *out, const void *data, size_t len,
    struct err *err) MUST_CHECK;
/* All is there: synced to the disk. */
bool outfile_end(struct outfile *out, struct err *err) MUST_CHECK;
/* The three of them for bytes that are at hand. */
bool outfile_write(struct outfile *out, int dir, const char *name,
    unsigned mode, const void *data, size_t len, struct err *err) MUST_CHECK;
/* Gives it its name; the temporary is gone whether it works or not. */
bool outfile_rename(struct outfile *out, struct err *err) MUST_CHECK;
/* Syncs the directory that name is in: with it what was renamed there. */
bool outfile_sync(int dir, const char *name, struct err *err) MUST_CHECK;
/* Renames and syncs. */
bool outfile_commit(struct outfile *out, struct err *err) MUST_CHECK;
void outfile_abandon(struct outfile *out); /* after commit too */

/*
 * Both steps; bytes that are there already are left alone.  ERR_INPUT: the text
 * did not fit its buffer.
 */
bool outfile_replace(int dir, const char *name, unsigned mode,
    const struct buf *text, struct err *err) MUST_CHECK;

/* The name of the temporary of NAME. */
void outfile_temporary(const char *name, char temp[NAME_MAX + 1]);
/* Removes the temporary of NAME, if one is left.  Best effort. */
void outfile_drop(int dir, const char *name);
/* Removes what a killed writer left behind.  Best effort. */
void outfile_sweep(int dir);

#endif
