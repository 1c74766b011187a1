/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settle.h - deletions wait a moment for those that come behind them.
 *
 * A namespace that is deleted, or a selector that was mistaken, takes its
 * objects away one by one, within a second or so.  By what has come so far the
 * guard could only hold the second half of them.  So what would go under a
 * guard stays until nothing more has come for a moment, and is judged as one.
 * Creations and changes do not wait, nor does what the guard does not look at.
 * What is held is told of when that moment is over: then its plan is whole.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_SETTLE_H
#define CONTROLLER_PUBLISH_RETAIN_SETTLE_H

#include "controller/publish/retain/loss.h"

#define SETTLE_QUIET 500 /* ms without one that comes, or comes back */
#define SETTLE_MOST 3000 /* ms since the first */

/* Begins as { 0 }; is not remembered over a restart. */
struct settling {
	size_t count;        /* that are open or held */
	bool held;           /* some of them */
	int64_t first, last; /* ms of the loop's clock */
};

/*
 * Gives deletions that are still open their state while they wait, and takes
 * *next down to when they do no more.  now: ms of the loop's clock.  false:
 * there is still some waiting.
 */
bool settle_judge(struct settling *settling, struct losses *losses, int64_t now,
    int64_t *next);

#endif
