/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configured.h - what the configuration brings into a zone: its nameservers'
 * addresses, the child zones below it, static records.
 */
#ifndef ZONEGEN_ZONE_CONFIGURED_H
#define ZONEGEN_ZONE_CONFIGURED_H

#include "zonegen/zone/zone.h"

/* Adds nameserver addresses and static records, once. */
void zone_configure(struct zone *zone);
/* A zone configured inside this one: NS and glue (N5: child zones). */
void zone_delegate(struct zone *zone, const struct zone_settings *child);
/*
 * The addresses of a nameserver, of the zone's own or of a child's (whose
 * settings these are), from now on; with none, those it has stay.
 */
void zone_nameserver(struct zone *zone, const struct zone_settings *settings,
    const char *name, const struct record *addresses, size_t count);
/*
 * The first of its nameservers inside the zone without an address: while there
 * is one the zone cannot be published.  NULL: it can.
 */
const char *zone_awaits(const struct zone *zone);

#endif
