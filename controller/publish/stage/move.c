/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/stage/move.h"

/* Durations of the last publication: NSD read the zone, or transferred it. */
#define SPACING_LOADED 4
#define SPACING_TRANSFERRED 1
#define SPACING_MAX 10000 /* ms */

/* A version, and what is in place is as it was. */
bool move_makes(enum stage_step step)
{
	return step == STAGE_WRITE || step == STAGE_RECORD;
}

bool move_writes(enum stage_step step)
{
	return move_makes(step) || step == STAGE_PLACE;
}

void move_to(struct stage *stage, enum stage_step step)
{
	stage->step = step;
	stage->begun = step != STAGE_REST;
}

/* A version is owed, for a change of then or of an earlier one. */
void move_owe(struct stage *stage, uint64_t since)
{
	if (!stage->owed)
		stage->since = since;
	stage->owed = true;
}

/*
 * The last version is another one now, with which no pass compared the zone: a
 * change that was undone while it was being published is a change again.
 */
void move_compare(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (event->differs)
		move_owe(stage, now);
}

/*
 * From the start of one publication to the earliest start of the next (Q2:
 * publications are spaced).  A long one says little about how dear they are:
 * NSD was away or hung, or the machine slept.  Hence the cap.
 */
void move_to_rest(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	uint64_t spacing = (now - stage->started) *
	    (stage->behind ? SPACING_TRANSFERRED : SPACING_LOADED);

	if (spacing > SPACING_MAX)
		spacing = SPACING_MAX;
	if (event->interval)
		spacing = event->interval;
	if (spacing < event->least)
		spacing = event->least;
	/* What fails is not tried earlier for that. */
	if (!stage->failing || stage->not_before < stage->started + spacing)
		stage->not_before = stage->started + spacing;
	move_to(stage, STAGE_REST);
}

/* At once, without the pause between publications. */
void move_again(struct stage *stage)
{
	if (!stage->owed || stage->version_since < stage->since)
		stage->since = stage->version_since;
	stage->owed = true;
	stage->not_before = 0;
	move_to(stage, STAGE_REST);
}

/* What is owed: a version, or owners only. */
void move_begin(struct stage *stage, enum stage_step step)
{
	stage->owed = false;
	stage->version_since = stage->since;
	move_to(stage, step);
}

/* NSD was told while nothing was under way: it may be another NSD. */
void move_to_confirm(struct stage *stage, uint64_t now)
{
	stage->started = now;
	stage->was_served = stage->told = false;
	move_to(stage, STAGE_CONFIRM);
}

void move_untell(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->was_served = stage->told = false;
	stage->retried = false; /* by another NSD, perhaps */
	if (stage->step != STAGE_CONFIRM && stage->step != STAGE_HAND_OVER)
		return;
	stage->served = false;
	move_to_rest(stage, event, now);
}

/* NSD has to know of the last version. */
void move_to_hand_over(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->tell = true;
	move_to(stage, STAGE_HAND_OVER);
	if (event->away)
		move_untell(stage, event, now);
}
