/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.h - a rendered zone with a serial.
 *
 * Made from a resolved zone; from then on it stands alone, whatever happens to
 * the zone meanwhile.  When its bytes are on disk the zone adopts it: the
 * version is then the last one, and the next is compared with it.
 *
 *	serial.h    which number comes next
 *	zonefile.h  the head and the form of the file; comments.h what is behind
 *	            its records
 *	plan.h      what differs, RRset by RRset; changes.h the same as text
 *	load.h      the last version, read back from its files
 *	blame.h     whose record a checker refused
 */
#ifndef ZONEGEN_VERSION_VERSION_H
#define ZONEGEN_VERSION_VERSION_H

#include "zonegen/base/buf.h"
#include "zonegen/version/plan.h"
#include "zonegen/zone/zone.h"

/* A rendered zone: immutable, stands alone. */
struct version {
	const char *zone; /* name; owned */
	uint32_t serial;
	struct buf file; /* <zone>.zone; of a light one the head alone */
	bool light;
	bool origins_changed; /* <zone>.origins is to be written anew */
	bool first;           /* there was no last version to compare with */
	bool head_changed;    /* the SOA (serial apart) or the apex NS */
	size_t bare_at;       /* where $ORIGIN begins in file */
	size_t head_len;      /* octets of file up to the first record below */
	size_t rrsets;
	struct plan plan;
	/* Those of the version before it, for version_revert(). */
	uint32_t old_serial;
	struct buf old_head;
};

/* Would a new version differ from the last one in more than the serial? */
bool version_differs(const struct zone *zone);
/* The same, or do owners of names, or whose records are, differ? */
bool version_owners_differ(const struct zone *zone);
/*
 * They are on disk, in version_origins(): from here on they are the last
 * version's.  Nothing else differs.
 */
void version_note_owners(struct zone *zone);
/* ERR_INPUT when it would be larger than a zone file may be (4 GiB). */
struct version *version_new(
    const struct zone *zone, uint32_t serial, struct err *err) MUST_CHECK;
/* The same without the records in its file: it costs what changed. */
struct version *version_light(const struct zone *zone, uint32_t serial);
void version_free(struct version *version); /* NULL is fine */

/* The lines of the names below name, as they are now; the zone is resolved. */
void version_below(const struct zone *zone, const char *name, struct buf *out);

/*
 * The next lines of <zone>.origins, as many as a write(2) is worth, appended to
 * out; *at starts at 0; false: those were the last.  It is the one thing of a
 * version that is not in it, being larger than all else: it is asked for while
 * the zone is still as it was.
 */
bool version_origins(
    const struct zone *zone, size_t *at, struct buf *out) MUST_CHECK;

/* version is on disk now: from here on it is the last one. */
void version_adopt(struct zone *zone, const struct version *version);
/*
 * It was no good: the one before it is the last version again (none when it was
 * the first).  Only of the version that was adopted last; resolve the
 * zone after it.
 */
void version_revert(struct zone *zone, const struct version *version);
/*
 * The two files of the last version once more, for whoever finds them gone or
 * changed: the octets they were written with, but for comments, which are those
 * of today.  The first returns the octets of the head, the second is as
 * version_origins() is.
 */
size_t version_reprint(const struct zone *zone, struct buf *out);
bool version_reprint_origins(
    const struct zone *zone, size_t *at, struct buf *out) MUST_CHECK;

/* The head of the last version, from $ORIGIN on; empty: there is none. */
const struct buf *version_head(const struct zone *zone);
/* For load.c. */
void version_set_head(struct zone *zone, const char *head, size_t len);

#endif
