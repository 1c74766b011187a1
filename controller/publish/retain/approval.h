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
#define APPROVAL_PLANS 16     /* that were reported and may be approved */

struct approval {
	char plan[DIGEST_SIZE];
	int64_t until;    /* ms of the loop's clock */
	struct buf lines; /* each ended by a NUL */
	struct map by_line;
	struct buf changed; /* its changes without their data, likewise */
	struct map by_changed;
};

/* A plan that an operator was told of. */
struct reported {
	char plan[DIGEST_SIZE];
	int64_t until;    /* ms of the loop's clock; 0: there is none */
	struct buf lines; /* each ended by a newline */
};

struct approvals {
	struct approval *list;
	size_t count, cap;
	struct reported reported[APPROVAL_PLANS]; /* not saved */
	size_t oldest;                            /* of them */
	bool unsaved;                             /* see memory_unsaved() */
};

/* lines: those of a plan, each ended by a newline. */
void approvals_add(
    struct approvals *approvals, const struct buf *lines, int64_t until);
/* The log or status has the plan of what is held: it may be approved. */
void approvals_report(
    struct approvals *approvals, const struct hold *hold, int64_t now);
/*
 * Approves the plan that digits begin: what is held, or one of the last 16 that
 * were reported within the hour, whatever was added since.  True as well if the
 * plan was approved before and the approval has not expired.
 */
bool approvals_grant(struct approvals *approvals, const struct hold *hold,
    const char *digits, int64_t now, struct err *err) MUST_CHECK;
bool approvals_cover(const struct approvals *approvals, const char *line);
/* A change of an RRset, "~ NAME TYPE OWNER", whatever its new data. */
bool approvals_cover_some(
    const struct approvals *approvals, const char *changed);
/* Drops those that have expired. */
void approvals_expire(struct approvals *approvals, int64_t now);
void approvals_clear(struct approvals *approvals);

#endif
