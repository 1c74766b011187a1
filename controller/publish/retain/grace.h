/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grace.h - an object whose load balancer lost its address keeps the last one
 * for a while (publishing.md Q4).
 *
 * One row for each name and origin, from the moment the loss is seen until an
 * address comes, the object asks no more, or the last version has nothing of it
 * left.  While its source cannot be trusted nothing ends, and nothing begins
 * anew: what was seen first counts.  A row that is over stays, lest it begin
 * again.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_GRACE_H
#define CONTROLLER_PUBLISH_RETAIN_GRACE_H

#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/trust.h"
#include "controller/source/sources.h"
#include "zonegen/base/map.h"

struct grace {
	char *name;
	struct origin *origin; /* one reference; its text and uid count */
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
 * Gives the losses of addresses that are in grace their state.  length: ms
 * from now, at most, whatever was remembered.  Returns when the next one is
 * over; NEVER.
 */
int64_t grace_judge(struct graces *graces, const struct zone *zone,
    const struct trusts *trusts, const struct sources *sources,
    struct losses *losses, int64_t length, int64_t now);
/* Is this origin of the loss the one that is in grace? */
bool grace_has(const struct graces *graces, const struct loss *loss,
    const struct origin *origin, int64_t now);
void graces_clear(struct graces *graces);

#endif
