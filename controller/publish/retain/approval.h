/* SPDX-License-Identifier: Apache-2.0 */
/*
 * approval.h - the deletions that an operator approved (U2: how a hold ends).
 *
 * An approval is the lines of a plan (guard.h).  For one hour these deletions,
 * or any subset, are published; other deletions are judged separately.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_APPROVAL_H
#define CONTROLLER_PUBLISH_RETAIN_APPROVAL_H

#include "controller/publish/retain/guard.h"
#include "zonegen/base/err.h"
#include "zonegen/base/map.h"

#define APPROVAL_LIFE 3600000 /* ms */
#define APPROVAL_DIGITS 12    /* of a plan's digest, at least */

struct approval {
	char plan[DIGEST_SIZE];
	int64_t until;    /* ms of the loop's clock */
	struct buf lines; /* each ended by a NUL */
	struct map by_line;
};

struct approvals {
	struct approval *list;
	size_t count, cap;
	bool unsaved; /* see memory_unsaved() */
};

/* lines: those of a plan, each ended by a newline. */
void approvals_add(
    struct approvals *approvals, const struct buf *lines, int64_t until);
/*
 * Approves what is held, if digits begin its plan.  True as well if the plan
 * was approved before and the approval has not expired.
 */
bool approvals_grant(struct approvals *approvals, const struct hold *hold,
    const char *digits, int64_t now, struct err *err) MUST_CHECK;
bool approvals_cover(const struct approvals *approvals, const char *line);
/* Drops those that have expired. */
void approvals_expire(struct approvals *approvals, int64_t now);
void approvals_clear(struct approvals *approvals);

#endif
