/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listed.h - which zones the catalog lists (RFC 9432).
 *
 * A zone is listed once it was served, and stays listed while it cannot be
 * published: a server that is told about it must be able to transfer it, and a
 * zone that is taken away is deleted everywhere.  Its label is made of its name
 * alone.  A label that changed would tell every secondary to begin anew.
 *
 * A zone that is not configured any more is a deletion in the catalog, which
 * the guard holds until it is approved (U2: how a hold ends).
 */
#ifndef CONTROLLER_PUBLISH_CATALOG_LISTED_H
#define CONTROLLER_PUBLISH_CATALOG_LISTED_H

#include "zonegen/zone/zoneset.h"

#define LISTED_SIZE (NAME_SIZE + 64)

/* "LABEL.zones.CATALOG", where the catalog lists the zone. */
void listed_name(const char *zone, const char *catalog, char out[LISTED_SIZE]);
/* The catalog of the set; NULL: it has none. */
struct zone *listed_catalog(const struct zoneset *set);
/*
 * The catalog, if there is one, claims what it lists.  served: for each zone of
 * the set, whether NSD was seen answering its last version.
 */
void listed_follow(struct zoneset *set, const bool *served);
/* Is a configured zone served that the catalog does not list yet? */
bool listed_owed(const struct zoneset *set, const bool *served);
/*
 * The zones that the catalog's last version lists: *at starts at 0; false at
 * the end.
 */
bool listed_next(const struct zone *catalog, size_t *at, char zone[NAME_SIZE]);
/* Does the catalog's last version list the zone? */
bool listed_has(const struct zone *catalog, const char *zone);

#endif
