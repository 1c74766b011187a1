/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.h - a rendered zone with a serial.
 *
 * Made from a resolved zone; from then on it stands alone, whatever happens to
 * the zone meanwhile.  Once its bytes are on disk the zone adopts it: it is the
 * last version then, what the next one is compared with.
 */
#ifndef ZONEGEN_VERSION_H
#define ZONEGEN_VERSION_H

#include "zonegen/buf.h"
#include "zonegen/plan.h"
#include "zonegen/zone.h"

/* A rendered zone: immutable, stands alone. */
struct version {
	const char *zone; /* name; owned */
	uint32_t serial;
	struct buf file;    /* <zone>.zone */
	struct buf origins; /* <zone>.origins; empty when as before */
	bool origins_changed;
	bool first;        /* there was no last version to compare with */
	bool head_changed; /* the SOA (serial apart) or the apex NS */
	size_t head_len;   /* octets of file up to the first record below */
	size_t rrsets;
	struct plan plan;
	/* Of the version before it, for zone_revert(). */
	uint32_t old_serial;
	struct buf old_head;
};

/* ERR_INPUT when it would be larger than a zone file may be (4 GiB). */
struct version *zone_version(
    const struct zone *zone, uint32_t serial, struct err *err) MUST_CHECK;
void version_free(struct version *version); /* NULL is fine */

/* version is on disk now: from here on it is the last one. */
void zone_adopt(struct zone *zone, const struct version *version);
/*
 * It was no good: the one before it is the last version again (none when it was
 * the first).  Only of the version that was adopted last; resolve the
 * zone after it.
 */
void zone_revert(struct zone *zone, const struct version *version);
/*
 * The two files of the last version once more, for whoever finds them gone or
 * changed: the octets they were written with, but for comments, which are those
 * of today.  Returns the octets of the head.
 */
size_t zone_reprint(
    const struct zone *zone, struct buf *file, struct buf *origins);

#endif
