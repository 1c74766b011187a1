/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust.h - how far each kind that is read can be trusted (Q1).
 *
 * Pure: from the store's word on each kind and the configuration.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_TRUST_H
#define CONTROLLER_PUBLISH_RETAIN_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/config.h"
#include "controller/object/store.h"

enum trust {
	TRUST_FULL,   /* its list was complete in this process, or it is gone */
	TRUST_ABSENT, /* not served by the API: empty, or lost if it had any */
	TRUST_NONE,
};

struct source_trust {
	const char *kind;
	unsigned rank; /* its precedence */
	enum trust trust;
	bool claims; /* one of resources; others are only looked at */
};

struct trusts {
	struct source_trust *list;
	size_t count;
};

/* One row for each kind that is read, in arena. */
void trust_read(struct trusts *out, const struct store *store,
    const struct config *config, struct arena *arena);
/* Was everything heard of that can be?  Then publishing may begin. */
bool trust_settled(const struct trusts *trusts);
/* The kinds that are not TRUST_FULL, a bit for each kind_index(). */
uint32_t trust_doubted(const struct trusts *trusts);
/* The row of its kind, if that claims; NULL: it does not (any more). */
const struct source_trust *trust_claims(
    const struct trusts *trusts, const struct origin *origin);
/*
 * May what an origin has now differ from what it would have if all could be
 * trusted?  read are the kinds it looked at, a bit each.  The row of its own
 * kind, or NULL; NULL as well for a kind that claims nothing (any
 * more): whatever it had goes.
 */
const struct source_trust *trust_in_doubt(
    const struct trusts *trusts, const struct origin *origin, uint32_t read);
/*
 * The same for whoever asks often, of the row of its kind (NULL: none) and
 * trust_doubted().
 */
bool trust_doubts(
    const struct source_trust *row, uint32_t read, uint32_t doubted);

#endif
