/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.h - claims and overlay, resolved to RRsets.
 *
 * A zone keeps, per name, who claims what, what that resolves to now, and what
 * the last version had.  Claims of an origin are replaced as a whole; names
 * they touch become dirty; zone_resolve() works on dirty names only; what is
 * the same stays as it is.  A zone filled step by step in any order is the
 * same, byte for byte, as one filled at once: no clock, no serial, no hash
 * order is in here.
 *
 *	claims  --+                        +--> version (bytes, plan, serial)
 *	overlay --+--> dirty names --> RRsets -+
 *	owners of the last version --+     +--> version_adopt(): it is the last
 *
 * The rules are in zonegen/RULES.md, sections C, D and Z: owner.h, permit.h,
 * cuts.h, loops.h and resolve.h have them.
 */
#ifndef ZONEGEN_ZONE_ZONE_H
#define ZONEGEN_ZONE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/claim/claim.h"
#include "zonegen/claim/finding.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/claim/settings.h"
#include "zonegen/resolve/rrsets.h"

struct zone;

#define ZONE_KIND "Zone" /* of the origin of what the configuration brings */

struct zone *zone_new(const struct zone_settings *settings);
void zone_free(struct zone *zone); /* NULL is fine */
const char *zone_name(const struct zone *zone);
const struct zone_settings *zone_settings(const struct zone *zone);

bool zone_has_version(const struct zone *zone);
uint32_t zone_serial(const struct zone *zone); /* of the last version */
/* Its head, from $ORIGIN on; *len is 0 when there is no last version. */
const char *zone_last_head(const struct zone *zone, size_t *len);
/* What the last version has at a name; NULL: nothing. */
const struct rrsets *zone_last(const struct zone *zone, const char *name);
/* What the zone, resolved, has there now. */
const struct rrsets *zone_now(const struct zone *zone, const char *name);

/*
 * What origin claims at a name of the zone, instead of what it claimed there
 * before.  Returns the zone's copy of the name, good while the claim stands.
 */
const char *zone_claim(struct zone *zone, struct origin *origin, unsigned rank,
    const struct claim *claim);
/* Takes back what origin claimed at name. */
void zone_unclaim(
    struct zone *zone, const struct origin *origin, const char *name);
/* Does origin, by its text and uid, claim something at name now? */
enum asking {
	ASKING_NOT,
	ASKING,
	ASKING_LOST, /* it does, and lost its address: see claim.h */
};
enum asking zone_asks(
    const struct zone *zone, const char *name, const struct origin *origin);
/* Replaces the whole overlay; what differs becomes dirty. */
void zone_overlay(struct zone *zone, const struct overlay *overlay);

/* Resolves dirty names.  true: something in the zone is not as before. */
bool zone_resolve(struct zone *zone);

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
/* Only those whose records are not the last version's, in no order. */
bool zone_differs(const struct zone *zone, size_t *at, struct zone_name *out);

#endif
