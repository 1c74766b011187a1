/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - a flood of deletions is not published unless an operator approves
 * it (U1: a flood is held; U2: how a hold ends).
 *
 * There is a flood when, with the deletions that are still open, more than the
 * rule's share of the window's largest version went or would go, or all RRsets
 * of at least three.  In a flood the open deletions of those namespaces are
 * held that lose more than that share of what they had themselves; those of
 * other namespaces are published.  Namespaces of fewer RRsets than the rule's
 * smallest zone are judged together, as if they were one.  The rule may have a
 * share for a namespace by itself, beyond which there is a flood of its own.
 * Changes are held likewise, by a share of their own.
 *
 * Of one namespace no more is held than its largest version in the window had.
 * A hold ends when the objects return, when the deletions shrink under the
 * limit, when the plan is approved, or when the guard is turned off.
 *
 * The plan is the sorted list of the RRsets that are held, a line each:
 *
 *	- www.example.com A shop
 *	~ api.example.com A web 5f7c2c0f41d6f0a2
 *
 * The first is a deletion, of the namespace shop.  The second is a change, with
 * the beginning of the digest of the new data.  The SHA-256 of the plan names
 *it: an operator who approves that digest approves these lines.
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
	/*
	 * s since 1970; 0: nothing is held.  It stays while a source is in
	 * doubt: what was held of it is retained for another reason then.
	 */
	int64_t since;
	char plan[DIGEST_SIZE]; /* "": nothing is held */
	struct buf lines;       /* the plan */
	/* The first held names, each once; NULL behind the last. */
	char *names[HOLD_NAMES];
	/* The first namespaces whose they are, likewise, and how many. */
	char *namespaces[HOLD_NAMES];
	size_t nnamespaces;
	struct guard_rule rule; /* that it is judged by, while ruled is set */
	bool ruled;
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
 * The rule of now.  A hold does not end because limits were raised: until it
 * has ended those count that it began with, unless the new ones are lower, or
 * nothing of that sort is guarded any more.
 */
struct guard_rule hold_rule(
    const struct hold *hold, const struct guard_rule *rule);

/*
 * Sets the state of the open losses that are held and lists them in hold.
 * zone: window_count() of now.  wall: s since 1970.
 */
void guard_judge(const struct guard_rule *rule, const struct share *zone,
    struct window *window, const struct window_view *view,
    struct losses *losses, int64_t wall, struct hold *hold);
/*
 * Of one namespace no more deletions settle than its largest version had,
 * beside what is held.  Beyond that they are open again, the last born first.
 */
void guard_bound_settling(struct window *window, const struct window_view *view,
    struct losses *losses);

#endif
