/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/stage/lag.h"

#include "controller/publish/stage/move.h"
#include "controller/publish/stage/setback.h"

#define QUIET 2000      /* ms after the last version */
#define LONGEST 10000   /* ms after the first one */
#define RETRY_MAX 30000 /* ms */

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

void lag_grow(struct stage *stage, uint64_t now)
{
	if (!stage->behind)
		stage->behind_since = now;
	/* What failed is not tried at each version. */
	if (!stage->stuck)
		stage->follow_at =
		    earlier(now + QUIET, stage->behind_since + LONGEST);
	stage->behind = true;
}

void lag_hurry(struct stage *stage, uint64_t now)
{
	if (stage->behind && !stage->stuck)
		stage->follow_at = now;
}

void lag_fail(struct stage *stage, uint64_t now)
{
	stage->stuck = true;
	stage->follow_at = now + stage->write_retry;
	stage->write_retry = earlier(stage->write_retry * 2, RETRY_MAX);
	move_to(stage, STAGE_REST);
}

void lag_end(struct stage *stage)
{
	stage->behind = stage->stuck = false;
	stage->write_retry = STAGE_RETRY;
	if (stage->step == STAGE_FOLLOW)
		move_to(stage, STAGE_REST);
}

uint64_t lag_over(const struct stage *stage)
{
	/* Files that are owed are written with all of it. */
	return stage->behind && !stage->unwritten ? stage->follow_at : 0;
}

/*
 * Does NSD lack what the file lacks?  It was told to load it, or did not
 * transfer the version.
 */
static bool is_missed(const struct stage *stage)
{
	return stage->told || !stage->served;
}

void lag_follow(struct stage *stage, uint64_t now)
{
	uint64_t at = lag_over(stage);
	bool due = now >= at || (is_missed(stage) && !stage->stuck);

	if (!at || !due || stage->step != STAGE_REST)
		return;
	if (is_missed(stage))
		setback_rewrite(stage);
	else
		move_to(stage, STAGE_FOLLOW);
}
