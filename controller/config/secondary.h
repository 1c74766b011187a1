/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secondary.h - one element of secondaries: a server, or a provider's many,
 * that follows zones by transfer.
 *
 * NOTIFY goes to some addresses, and transfers are asked for by others: they
 * differ at several providers.
 */
#ifndef CONTROLLER_CONFIG_SECONDARY_H
#define CONTROLLER_CONFIG_SECONDARY_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/config/read/endpoint.h"
#include "controller/config/read/prefix.h"
#include "controller/tsig/secret.h"

struct secondary {
	const char *name; /* a DNS label */
	const struct endpoint *notify;
	size_t nnotify;
	const struct prefix *transfer;
	size_t ntransfer;
	/* "NAMESPACE/NAME": its endpoints are notified and transfer; NULL */
	const char *service;
	/* Each signs transfers; none: every address is let in without. */
	const struct tsig_key *const *keys;
	size_t nkeys;
	/* NOTIFY is sent under each of them; none: unsigned. */
	const struct tsig_key *const *notify_keys;
	size_t nnotify_keys;
	const struct endpoint *query; /* asked for its serial; NULL: not */
	bool asks_service; /* the endpoints of the Service are asked instead */
};

/* Is somebody let in without a key, by the address alone? */
static inline bool secondary_is_open(const struct secondary *secondary)
{
	return !secondary->nkeys && secondary->ntransfer > 0;
}

#endif
