/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/stage/setback.h"

#include "controller/publish/stage/move.h"

#define WRITE_MAX 30000 /* ms, for what does not get to the disk */
#define SERVE_MAX 5000  /* for what NSD does not serve */

static void set_retry(
    struct stage *stage, uint64_t *wait, uint64_t max, uint64_t now)
{
	stage->retry_at = now + *wait;
	*wait = *wait * 2 < max ? *wait * 2 : max;
}

static void fail(struct stage *stage, uint64_t now)
{
	stage->failing = true;
	/* Else of files that are no longer certain. */
	stage->told &= move_makes(stage->step);
	set_retry(stage, &stage->write_retry, WRITE_MAX, now);
	stage->not_before = stage->retry_at;
	move_to(stage, STAGE_REST);
}

/* With the version before it not served either it was not the new one. */
void setback_unserved(struct stage *stage, const struct stage_event *event,
    bool rejected, uint64_t now)
{
	bool first = !stage->unserved;

	stage->unserved = true;
	stage->served = false;
	if (stage->back == BACK_SUSPECT)
		stage->back = BACK_UNCLEAR;
	set_retry(stage, &stage->serve_retry, SERVE_MAX, now);
	if (first && rejected && !stage->back)
		move_to(stage, STAGE_BLAME);
	else
		move_to_rest(stage, event, now);
}

void setback_failed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step == STAGE_REOPEN) {
		setback_unserved(stage, event, true, now);
		return;
	}
	if (move_writes(stage->step) || stage->step == STAGE_NOTE)
		move_owe(stage, stage->version_since);
	else
		move_compare(stage, event, now);
	fail(stage, now);
}

void setback_unsynced(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->served = false;
	stage->unwritten = true;
	move_compare(stage, event, now);
	fail(stage, now);
}

/*
 * The first time it may have been the file's fault: others wrote to it, or it
 * was read in the middle of that.  NSD gets the same version once more.
 */
void setback_rejected(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!stage->retried && !stage->back) {
		stage->retried = true;
		setback_rewrite(stage);
	} else if (event->before == BEFORE_IN_MEMORY) {
		stage->back = BACK_SUSPECT;
		stage->unwritten = true;
		move_to(stage, STAGE_RESTORE);
	} else if (event->before == BEFORE_ON_DISK && !stage->back) {
		move_to(stage, STAGE_REOPEN);
	} else {
		setback_unserved(stage, event, true, now);
	}
}

void setback_rewrite(struct stage *stage)
{
	stage->unwritten = true;
	move_to(stage, STAGE_REWRITE);
}

/* NSD did not transfer it: a SERVFAIL says nothing about the file. */
void setback_missed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step != STAGE_CONFIRM && stage->step != STAGE_HAND_OVER)
		return;
	stage->was_served = false;
	if (stage->behind && event->by_file)
		setback_rewrite(stage);
	else
		move_to_hand_over(stage, event, now);
}

void setback_touched(struct stage *stage, const struct stage_event *event)
{
	bool at_rest = stage->step == STAGE_REST || stage->step == STAGE_FOLLOW;

	if (at_rest && event->known && !stage->unwritten)
		setback_rewrite(stage);
}

/* What failed is tried again: the disk, or NSD. */
void setback_rang(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!stage->retry_at || now < stage->retry_at)
		return;
	stage->retry_at = 0;
	if (stage->step != STAGE_REST)
		/* What is under way may come to nothing. */
		stage->retry_at = now + STAGE_RETRY;
	else if (stage->unwritten)
		move_to(stage, STAGE_REWRITE);
	else if (!stage->served && event->known && event->touched)
		setback_touched(stage, event);
	else if (!stage->served && event->known)
		stage->tell = true;
}
