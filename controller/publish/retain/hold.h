/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hold.h - what the guard holds of a zone now, to be told and to be approved
 * (publishing.md U2).
 *
 * The plan is the list of what is held, a line for each RRset, sorted:
 *
 *	- www.example.com A
 *	~ api.example.com A 5f7c2c0f41d6f0a2
 *
 * a deletion, and a change with the beginning of the digest of what the RRset
 * would be.  Its SHA-256 names it: who approves that approves these lines.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_HOLD_H
#define CONTROLLER_PUBLISH_RETAIN_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#endif
