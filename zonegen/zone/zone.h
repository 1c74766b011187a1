/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.h - claims and overlay, resolved to RRsets.
 *
 * The claims of an origin are replaced as a whole.  The names that they touch
 * become dirty, zone_resolve() works on dirty names only, and all else stays as
 * it is.  A zone filled step by step in any order is the same, byte for byte,
 * as one filled at once: no clock, no serial and no hash order is in here.
 *
 *	claims  --+                        +--> version (bytes, plan, serial)
 *	overlay --+--> dirty names --> RRsets -+
 *	owners of the last version --+     +--> version_adopt(): the last one
 *
 * zone.c has the claims, configured.c adds the records of the configuration,
 * aliastarget.c finds targets that are aliases, inquiry.c explains one name,
 * zoneset.c has all zones.  The rules are in zonegen/RULES.md, sections C, D
 * and Z, and in the room resolve/.
 */
#ifndef ZONEGEN_ZONE_ZONE_H
#define ZONEGEN_ZONE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/pause.h"
#include "zonegen/claim/claim.h"
#include "zonegen/claim/finding.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/claim/settings.h"
#include "zonegen/domain/rrsets.h"
#include "zonegen/resolve/whose.h"

struct zone;

struct zone *zone_new(const struct zone_settings *settings);
void zone_free(struct zone *zone); /* NULL is fine */
const char *zone_name(const struct zone *zone);
const struct zone_settings *zone_settings(const struct zone *zone);

bool zone_has_version(const struct zone *zone);
uint32_t zone_serial(const struct zone *zone); /* of the last version */
/* Another number whenever something of the last version is another. */
uint32_t zone_edition(const struct zone *zone);
/* Is the last version another server's, of which there is no file yet? */
bool zone_is_elsewhere(const struct zone *zone);
/* The RRsets of a name in the last version; NULL: none. */
const struct rrsets *zone_last(const struct zone *zone, const char *name);
/* May the last version have records of this kind?  Some version had them. */
bool zone_last_has(const struct zone *zone, const char *kind);
/* The RRsets of a name now; the zone is resolved. */
const struct rrsets *zone_now(const struct zone *zone, const char *name);

/*
 * Replaces the claim of origin on a name of the zone.  Returns the zone's copy
 * of the name, good while the claim stands.
 */
const char *zone_claim(struct zone *zone, struct origin *origin, unsigned rank,
    const struct claim *claim);
/* Takes back what origin claimed at name. */
void zone_unclaim(
    struct zone *zone, const struct origin *origin, const char *name);
/*
 * What is claimed in it is an old version: the claims of a set pass it by.
 */
void zone_restore(struct zone *zone);
bool zone_is_restored(const struct zone *zone);
/* Does origin, by its text and uid, claim something at name now? */
enum asking {
	ASKING_NOT,
	ASKING,
	ASKING_LOST, /* it does, and lost its address: see claim.h */
};
enum asking zone_asks(
    const struct zone *zone, const char *name, const struct origin *origin);
/*
 * The digest of an origin in it is another one than the last version's file
 * says; is any, since a version was adopted with its origins?
 */
void zone_restate(struct zone *zone);
bool zone_restated(const struct zone *zone);
/* Replaces the whole overlay; what differs becomes dirty. */
void zone_overlay(struct zone *zone, const struct overlay *overlay);

/* Whose a name of the zone is; see whose.h. */
struct ownership zone_whose(const struct zone *zone, const char *name);

/*
 * For owners that are new from now on: the time, in s since 1970, and are there
 * sources of claims that are not known?  Those are provisional, and judged anew
 * when all sources are known.
 */
void zone_moment(struct zone *zone, int64_t now, bool doubted);

/* Resolves dirty names.  true: something in the zone is not as before. */
bool zone_resolve(struct zone *zone);
/*
 * The same in pieces; false: it pauses.  Until it has come to its end nothing
 * else may be asked of the zone.
 */
bool zone_resolve_some(struct zone *zone, const struct pause *pause);

/* The rest wants a resolved zone. */
size_t zone_rrsets(const struct zone *zone); /* SOA and apex NS included */
size_t zone_octets(const struct zone *zone); /* of its records' lines */
void zone_findings(const struct zone *zone, struct findings *out);

/* A name with records, now or in the last version. */
struct zone_name {
	const char *name; /* absolute */
	const struct rrsets *now, *last;
};
/* Names in canonical order; *at starts at 0; false at the end. */
bool zone_next(const struct zone *zone, size_t *at, struct zone_name *out);
/* Only those whose records, or whose they are, differ, in no order. */
bool zone_differs(const struct zone *zone, size_t *at, struct zone_name *out);

#endif
