/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grace.h - an object whose load balancer lost its address keeps the last
 * address for the grace period (Q4: grace for lost addresses).
 *
 * There is one row for each name and origin.  It begins when the loss is seen
 * and ends when an address comes, when the object no longer asks for the name,
 * or when the last version has no address of that origin.  While the source is
 * untrusted no row ends and none begins anew.  A row whose time has expired
 * stays, so that the period does not begin again.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_GRACE_H
#define CONTROLLER_PUBLISH_RETAIN_GRACE_H

#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/trust.h"
#include "controller/source/sources.h"
#include "zonegen/base/map.h"

struct grace {
	char *name;
	struct origin *origin; /* one reference; compared by text and uid */
	int64_t until;         /* ms of the loop's clock */
	bool seen;             /* in this pass */
	char *key;
};

struct graces {
	struct map by_key;
	bool unsaved; /* see memory_unsaved() */
};

/* The row, made when there is none. */
struct grace *grace_of(
    struct graces *graces, const char *name, struct origin *origin);
/*
 * Sets the state of the losses that are in grace.  length: ms from now, at
 * most, even if a longer period is remembered.  Returns when the next row
 * expires; NEVER.
 */
int64_t grace_judge(struct graces *graces, const struct zone *zone,
    const struct trusts *trusts, const struct sources *sources,
    struct losses *losses, int64_t length, int64_t now);
/* Is the loss in grace for this of its origins? */
bool grace_has(const struct graces *graces, const struct loss *loss,
    const struct origin *origin, int64_t now);
void graces_clear(struct graces *graces);

#endif
