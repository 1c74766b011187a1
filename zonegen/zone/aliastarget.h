/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aliastarget.h - NS, MX and SRV that point to an alias of the same zone, also
 * one that a wildcard or a DNAME makes.
 *
 * Resolvers need not follow it (RFC 2181 10.3).  It is a matter of two names,
 * so it is looked for when findings are asked for, not when names are resolved.
 */
#ifndef ZONEGEN_ZONE_ALIASTARGET_H
#define ZONEGEN_ZONE_ALIASTARGET_H

#include "zonegen/resolve/existing.h"
#include "zonegen/zone/zonestate.h"

/* While the names of a zone are looked at, one by one. */
struct aliastargets {
	const struct zone *zone;
	struct existing existing;
};

void aliastarget_begin(struct aliastargets *all, const struct zone *zone);
void aliastarget_find(struct aliastargets *all, const struct domain *domain,
    struct findings *out);
void aliastarget_end(struct aliastargets *all);

#endif
