/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settle.h - deletions wait until none has followed for half a second (U1: a
 * flood is held), and longer where another namespace wants the name (C2: one
 * owner namespace).
 *
 * When a namespace is deleted, or a selector is changed by mistake, its objects
 * go one by one, within a second or so.  A guard that judged each at once could
 * only hold the second half of them.  So the deletions that a guard looks at
 * wait until no more come, and are judged together.  Creations, changes and
 * deletions that no guard looks at do not wait.  A hold is reported when the
 * wait is over, because its plan is complete then.
 *
 * An object that is replaced is gone for a moment, and others must not take its
 * names meanwhile.  So a name that another namespace wants stays for the TTL of
 * the zone, 3 s at least, guard or not: caches keep the record as long anyway.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_SETTLE_H
#define CONTROLLER_PUBLISH_RETAIN_SETTLE_H

#include "controller/publish/retain/loss.h"
#include "zonegen/base/map.h"

#define SETTLE_QUIET 500 /* ms without one that comes or returns */
#define SETTLE_MOST 3000 /* ms since the first */

/* Begins as { 0 }; not saved. */
struct settling {
	size_t count;        /* deletions that are open or held */
	bool held;           /* some of them are */
	int64_t first, last; /* ms of the loop's clock */
	struct map waits;    /* of wanted names, by the key of their loss */
};

struct settle_rule {
	bool guarded;   /* a guard looks at all deletions */
	int64_t wanted; /* ms that a wanted name stays, at least */
	int64_t now;    /* ms of the loop's clock */
};

/*
 * Sets the state of open deletions while they wait, and lowers *next to the end
 * of the wait.  false: some still wait for others to follow.
 */
bool settle_judge(struct settling *settling, const struct settle_rule *rule,
    struct losses *losses, int64_t *next);
void settle_clear(struct settling *settling);

#endif
