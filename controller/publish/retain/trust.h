/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust.h - how far each kind that is read can be trusted (Q1: an untrusted
 * source changes nothing).
 *
 * A pure function of the store's status of each kind and the configuration.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_TRUST_H
#define CONTROLLER_PUBLISH_RETAIN_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/config.h"
#include "controller/object/store.h"

enum trust {
	TRUST_FULL, /* its list was complete in this process, or it is gone */
	TRUST_PARTIAL, /* some objects are not known: earlier records are kept
			*/
	TRUST_ABSENT,  /* the API does not serve it; earlier records are kept */
	TRUST_NONE,
};

struct source_trust {
	const char *kind;
	unsigned rank; /* its precedence */
	enum trust trust;
	bool claims; /* named by resources; other kinds are only looked at */
};

struct trusts {
	struct source_trust *list;
	size_t count;
};

/* One row for each kind that is read, in arena. */
void trust_read(struct trusts *out, const struct store *store,
    const struct config *config, struct arena *arena);
/* Has each source been listed or found absent?  Then publishing may begin. */
bool trust_complete(const struct trusts *trusts);
/* The kinds that have not synced, with commas between them; for a log. */
void trust_missing(const struct trusts *trusts, struct buf *out);
/* The kinds that are not TRUST_FULL, a bit for each kind_index(). */
uint32_t trust_doubted(const struct trusts *trusts);
/*
 * Is there a kind of which not all objects are known?  One that the API does
 * not serve has none.
 */
bool trust_uncertain(const struct trusts *trusts);
/*
 * Of those the kinds of which nothing is known: claims that look at one are not
 * made.  Of a kind that is known in part, the objects that are there count.
 */
uint32_t trust_unread(const struct trusts *trusts);
/* The row of its kind; NULL: the kind does not claim, or no longer does. */
const struct source_trust *trust_claims(
    const struct trusts *trusts, const struct origin *origin);
/*
 * Could the origin have other records if every source were trusted?  Returns
 * the row of its kind if so, else NULL.  A kind that no longer claims is never
 * in doubt: its records are removed.  read: the kinds that the origin looked
 * at, a bit each.
 */
const struct source_trust *trust_in_doubt(
    const struct trusts *trusts, const struct origin *origin, uint32_t read);
/*
 * The same for a caller that asks often: of the row of the origin's kind
 * (NULL: none) and of trust_doubted().
 */
bool trust_doubts(
    const struct source_trust *row, uint32_t read, uint32_t doubted);

#endif
