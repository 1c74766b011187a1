/* SPDX-License-Identifier: Apache-2.0 */
/*
 * servers.h - which servers of a secondary are asked, and with which keys.
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_SERVERS_H
#define CONTROLLER_PUBLISH_SECONDARY_SERVERS_H

#include "controller/publish/transfer/transfers.h"

/*
 * The servers: its query address, or the endpoints of its Service.  *at starts
 * at 0; false at the end.
 */
bool servers_next(const struct transfers *transfers,
    const struct secondary *secondary, size_t *at, struct endpoint *out);
/* How many keys there are, and the one at a place; NULL: without one. */
size_t servers_keys(
    const struct transfers *transfers, const struct secondary *secondary);
const struct keyring_key *servers_key(const struct transfers *transfers,
    const struct secondary *secondary, size_t at);
/*
 * Is it one of the zone's nameservers, by their addresses?  true if one of
 * those is not known: it is outside the zone, or a Service has it.
 */
bool servers_listed(const struct transfers *transfers,
    const struct secondary *secondary, const struct zone_settings *settings);

#endif
