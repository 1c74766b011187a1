/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zoneset.h - all zones, and which of them a name belongs to.
 *
 * A name goes to the longest configured zone that contains it and only there
 * (N2: the longest zone).  A zone configured inside another is delegated from
 * it.
 */
#ifndef ZONEGEN_ZONE_ZONESET_H
#define ZONEGEN_ZONE_ZONESET_H

#include <stddef.h>

#include "zonegen/zone/zone.h"

struct zoneset;

/* settings are borrowed, an array of count, no two of one name. */
struct zoneset *zoneset_new(const struct zone_settings *settings, size_t count);
void zoneset_free(struct zoneset *set); /* NULL is fine */

size_t zoneset_count(const struct zoneset *set);
struct zone *zoneset_at(const struct zoneset *set, size_t at);
/* The longest zone that contains name and is not closed, or NULL. */
struct zone *zoneset_find(const struct zoneset *set, const char *name);

/*
 * The addresses of a nameserver of zone at, from now on: in that zone, and as
 * glue in the one it is delegated from.
 */
void zoneset_nameserver(struct zoneset *set, size_t at, const char *name,
    const struct record *addresses, size_t count);

/*
 * All that origin asks for, its kind having that rank: replaces what an origin
 * of the same text asked for before.  Claims that stayed the same cost nothing
 * further.  findings are taken over (the caller's list is empty then); names
 * that lie in no zone are added to them.
 */
void zoneset_replace(struct zoneset *set, struct origin *origin, unsigned rank,
    const struct claim *claims, size_t count, struct findings *findings);
void zoneset_remove(struct zoneset *set, const char *origin_text);

/*
 * An origin that claims, or of which findings are kept; NULL: none of that
 * text.  Good until the set changes.
 */
struct claimant;
const struct claimant *zoneset_claimant(
    const struct zoneset *set, const char *origin_text);
/* Each of them: *at starts at 0; NULL at the end; in no order. */
const struct claimant *zoneset_claimants(const struct zoneset *set, size_t *at);
const struct origin *claimant_origin(const struct claimant *claimant);
/* The names it claims, those outside all zones left out; NULL at the end. */
const char *claimant_name(const struct claimant *claimant, size_t at);
/* Its own findings, not those of the zones; NULL: none. */
const struct findings *claimant_findings(const struct claimant *claimant);

/* Findings of every origin and every zone, sorted. */
void zoneset_findings(const struct zoneset *set, struct findings *out);

#endif
