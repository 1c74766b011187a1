/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aliastarget.h - NS, MX and SRV that point to an alias of the same zone.
 *
 * Resolvers need not follow it (RFC 2181 10.3).  It is a matter of two names,
 * so it is looked for when findings are asked for, not when names are resolved.
 */
#ifndef ZONEGEN_ZONE_ALIASTARGET_H
#define ZONEGEN_ZONE_ALIASTARGET_H

#include "zonegen/zone/zonestate.h"

/* Adds those of one domain. */
void aliastarget_find(
    const struct zone *zone, const struct domain *domain, struct findings *out);

#endif
