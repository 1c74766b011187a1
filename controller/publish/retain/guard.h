/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - a flood of deletions is not published unless an operator approves
 * it (U1: a flood is held; U2: how a hold ends).
 *
 * Deletions that are still open are held when, with them, more than the rule's
 * share of the window's largest version went or would go, or all RRsets of at
 * least three.  Changes are held likewise, by a share of their own.  All open
 * losses are then held together.  A hold ends when the objects return, when the
 * deletions shrink under the limit, when the plan is approved, or when the
 * guard is turned off.
 *
 * The plan is the sorted list of the RRsets that are held, a line each:
 *
 *	- www.example.com A
 *	~ api.example.com A 5f7c2c0f41d6f0a2
 *
 * The first is a deletion.  The second is a change, with the beginning of the
 * digest of the new data.  The SHA-256 of the plan names it: an operator who
 * approves that digest approves these lines.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_GUARD_H
#define CONTROLLER_PUBLISH_RETAIN_GUARD_H

#include "controller/config/read/guardrule.h"
#include "controller/publish/retain/window.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"

#define HOLD_NAMES 10      /* that are reported */
#define HOLD_PLAN_SHOWN 12 /* digits of the plan */
#define HOLD_LINES_MAX (1u << 30)

struct hold {
	size_t deletions, updates; /* RRsets that are held */
	/*
	 * Why the guard holds: the RRsets of the largest version in the window
	 * that went or would go, that changed or would change, and all.
	 */
	size_t gone, changed, of;
	int64_t since;          /* s since 1970; 0: nothing is held */
	char plan[DIGEST_SIZE]; /* "": nothing is held */
	struct buf lines;       /* the plan */
	/* The first held names, each once; NULL behind the last. */
	char *names[HOLD_NAMES];
	bool unsaved; /* since changed, see memory_unsaved() */
};

#define HOLD_INIT                                 \
	{                                         \
		.lines = BUF_INIT(HOLD_LINES_MAX) \
	}

/* Is anything held? */
bool hold_any(const struct hold *hold);
void hold_clear(struct hold *hold);

/*
 * Sets the state of the open losses that are held and lists them in hold.
 * wall: s since 1970.
 */
void guard_judge(const struct guard_rule *rule, const struct share *share,
    struct losses *losses, int64_t wall, struct hold *hold);

#endif
