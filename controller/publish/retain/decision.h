/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision.h - which records of the last version stay although the cluster
 * does not say so now.
 *
 * One function of plain values: the zone as the cluster and the untrusted rows
 * make it, its last version, what is remembered of it, the rules, the time.
 * In this order, each deciding about what those before it left:
 *
 *	loss    what would go or change
 *	window  what went before, what is on its way out
 *	grace   addresses that load balancers lost
 *	cause   what is the configuration's doing
 *	approval
 *	guard   the rest, if it is a flood
 *	settle  what is left, for a moment
 *
 * The first version has nothing to lose.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_DECISION_H
#define CONTROLLER_PUBLISH_RETAIN_DECISION_H

#include "controller/config/guardrule.h"
#include "controller/object/store.h"
#include "controller/publish/retain/memory.h"
#include "controller/publish/retain/trust.h"
#include "controller/source/sources.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/zone/zone.h"

struct deciding {
	const struct zone *zone;
	const struct trusts *trusts;
	const struct sources *sources;
	const struct store *store;
	const struct guard_rule *rule;
	int64_t grace;     /* ms */
	bool settles;      /* deletions wait for more of them */
	bool reconfigured; /* by other rules than the last decision */
	int64_t made;      /* when the version under way was made, or NEVER */
	int64_t now;       /* ms of the loop's clock */
	int64_t wall;      /* s since 1970 */
};

struct decision {
	int64_t next;  /* when time alone changes it; NEVER */
	bool approved; /* something goes because it was approved */
	bool returned; /* nothing is open any more */
	bool settled;  /* what is held is all there is for now */
};

/* Adds rows to out, behind those that are there. */
struct decision decision_make(const struct deciding *deciding,
    struct memory *memory, struct overlay *out);

#endif
