/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replica.h - nsd.conf of an NSD that is one of our secondaries: its zones,
 * each transferred from the primary under the keys of that secondary.
 *
 * It comes from the configuration of the primary, so that both agree.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_REPLICA_H
#define CONTROLLER_PUBLISH_TRANSFER_REPLICA_H

#include "controller/publish/transfer/transfers.h"

struct replica {
	const struct secondary *secondary; /* which of them it is */
	struct endpoint primary;
};

/*
 * ERR_INPUT: there is no such secondary, no zone has it, it has no key, or
 * primary is no address.
 */
bool replica_find(const struct config *config, const char *secondary,
    const char *primary, struct replica *out, struct err *err) MUST_CHECK;
/* Does the zone with that index have it? */
bool replica_has(
    const struct replica *replica, const struct config *config, size_t zone);
/* What stands in place of the patterns of a primary. */
void replica_print(const struct transfers *transfers, struct buf *out);

#endif
