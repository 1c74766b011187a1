/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - no flood of deletions goes out unasked (publishing.md U1, U2).
 *
 * Of the losses that are open, deletions are held when more than the rule's
 * share of the window's largest version went or would go with them, or all of
 * at least three; changes likewise, by their own share.  What is held is the
 * whole of it.  It ends when the objects return, when the deletions shrink
 * under the limit, when the plan is approved, or when there is no guard.
 *
 * The plan is the list of what is held, a line for each RRset, sorted:
 *
 *	- www.example.com A
 *	~ api.example.com A 5f7c2c0f41d6f0a2
 *
 * a deletion, and a change with the beginning of the digest of what the RRset
 * would be.  Its SHA-256 names it: who approves that approves these lines.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_GUARD_H
#define CONTROLLER_PUBLISH_RETAIN_GUARD_H

#include "controller/config/guardrule.h"
#include "controller/publish/retain/window.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"

#define HOLD_NAMES 10      /* that are told */
#define HOLD_PLAN_SHOWN 12 /* digits of the plan */
#define HOLD_LINES_MAX (1u << 30)

struct hold {
	size_t deletions, updates; /* RRsets that are held */
	/*
	 * What made the guard hold: RRsets of the largest version in its window
	 * that are gone or would be, those that changed or would, and how many
	 * it had.
	 */
	size_t gone, changed, of;
	int64_t since;          /* s since 1970; 0: nothing is held */
	char plan[DIGEST_SIZE]; /* "": nothing is held */
	struct buf lines;       /* the plan */
	/* The first ones, each once; NULL behind the last. */
	char *names[HOLD_NAMES];
	bool unsaved; /* since is, see memory_unsaved() */
};

#define HOLD_INIT                                 \
	{                                         \
		.lines = BUF_INIT(HOLD_LINES_MAX) \
	}

/* Is anything held? */
bool hold_any(const struct hold *hold);
void hold_clear(struct hold *hold);

/*
 * Gives the open losses that are held their state and tells of them in hold.
 * wall: s since 1970.
 */
void guard_judge(const struct guard_rule *rule, const struct share *share,
    struct losses *losses, int64_t wall, struct hold *hold);

#endif
