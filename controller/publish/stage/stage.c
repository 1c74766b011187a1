/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.c - the steps of a publication, event by event.
 *
 * Each event has a function.  After it, when no step is under way, go_on()
 * begins what is owed, or confirms what NSD was told of meanwhile.
 */
#include "controller/publish/stage/stage.h"

#include "controller/publish/stage/lag.h"
#include "controller/publish/stage/move.h"
#include "controller/publish/stage/setback.h"

#define BLIND_PAUSE 250 /* ms until NSD is asked for its serial again */
#define WAIT_PAUSE 5000 /* until the secondaries are */
#define BLIND_MAX 30000 /* for NSD's serial, when no other is known */

void stage_init(struct stage *stage)
{
	*stage = (struct stage){ .write_retry = STAGE_RETRY,
		.serve_retry = STAGE_RETRY };
}

/*
 * With nothing on the disk the serial that NSD serves is the only one that is
 * known, and the next one must be later (W4: serials rise).  NSD may be busy.
 */
static bool is_blind(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!event->blind || event->absent)
		return false;
	if (!stage->blind_since)
		stage->blind_since = now;
	return now - stage->blind_since < BLIND_MAX;
}

/* What gathered while NSD was asked may have been undone. */
static void serial_asked(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->asked = event->came && !event->waits;
	stage->served |= event->served;
	if (event->waits || is_blind(stage, event, now)) {
		stage->not_before =
		    now + (event->waits ? WAIT_PAUSE : BLIND_PAUSE);
		move_to(stage, STAGE_REST);
		return;
	}
	stage->blind_since = 0;
	if (event->differs)
		move_begin(stage, STAGE_WRITE);
	else
		move_to(stage, STAGE_REST);
}

static void told(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	/* Another version may be under way, and come to nothing. */
	stage->told =
	    stage->step != STAGE_REST && stage->step != STAGE_HAND_OVER;
	if (stage->told || !event->known)
		return;
	if (stage->behind && event->by_file && !stage->unwritten)
		setback_rewrite(stage);
	else if (stage->step == STAGE_REST)
		move_to_confirm(stage, now);
	else
		move_to(stage, STAGE_CONFIRM);
}

static void served(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	bool suspect = stage->back == BACK_SUSPECT;

	stage->served = true;
	stage->unserved = stage->retried = false;
	stage->back = BACK_NOT;
	stage->serve_retry = STAGE_RETRY;
	if (suspect)
		move_to(stage, STAGE_BLAME);
	else
		move_to_rest(stage, event, now);
}

/*
 * A version that is not in place yet must not get there (U5: a freeze); what it
 * was to bring stays owed.  Whatever else is under way is not a new version.
 */
static void frozen(struct stage *stage)
{
	if (move_makes(stage->step))
		move_owe(stage, stage->version_since);
	else if (stage->step != STAGE_ASK)
		return;
	stage->stop = stage->step;
	move_to(stage, STAGE_REST);
}

/* Also by a look at the whole file, beside whatever is under way. */
static void excluded(struct stage *stage, uint64_t now)
{
	if (stage->step == STAGE_EXCLUDE || stage->step == STAGE_BLAME)
		move_again(stage);
	move_owe(stage, now);
	stage->not_before = 0;
}

static void nobody_blamed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step == STAGE_BLAME)
		move_again(stage);
	else
		move_to_rest(stage, event, now);
}

static void replaced(struct stage *stage, const struct stage_event *event)
{
	stage->served = stage->served && event->served;
	stage->tell = !stage->served && event->known;
	stage->owed = false; /* nobody claimed anything in it yet */
	stage->unwritten = stage->retried = false;
	stage->behind = stage->stuck = false;
	if (stage->failing) /* another configuration may mend that */
		stage->not_before = 0;
	if (stage->back == BACK_SUSPECT)
		stage->back = BACK_UNCLEAR;
}

/* The last version is on the disk: NSD has to know. */
static void placed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->failing = false;
	if (!stage->stuck)
		stage->write_retry = STAGE_RETRY;
	stage->retry_at = 0;
	stage->was_served = stage->served;
	stage->served = stage->told = false;
	move_compare(stage, event, now);
	move_to_hand_over(stage, event, now);
}

static void written(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->unwritten = stage->behind = stage->stuck = false;
	placed(stage, event, now);
}

static void journaled(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->retried = false;
	lag_grow(stage, now);
	placed(stage, event, now);
}

/* What became of a version; false: something else happened. */
static bool version_happened(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	switch (event->what) {
	case VERSION_CHECKED:
		move_to(stage, event->required ? STAGE_RECORD : STAGE_PLACE);
		return true;
	case VERSION_RECORDED:
		move_to(stage, STAGE_PLACE);
		return true;
	case VERSION_OVERTAKEN: /* with a later serial */
	case VERSION_UNFIT:
		/* It is made of what the zone is now: its change may be undone.
		 */
		move_to(stage, event->differs ? STAGE_WRITE : STAGE_REST);
		return true;
	case VERSION_WRITTEN:
		stage->retried = false;
		written(stage, event, now);
		return true;
	case VERSION_JOURNALED:
		journaled(stage, event, now);
		return true;
	case OWNERS_NOTED:
		stage->failing = false;
		stage->write_retry = STAGE_RETRY;
		move_to_rest(stage, event, now);
		return true;
	case VERSION_UNSYNCED:
		setback_unsynced(stage, event, now);
		return true;
	case VERSION_REPEATED: /* not before something changes */
		move_to_rest(stage, event, now);
		return true;
	case VERSION_REFUSED:
		move_to(stage, STAGE_EXCLUDE);
		return true;
	case VERSION_SERVED:
		served(stage, event, now);
		return true;
	case VERSION_REJECTED:
		setback_rejected(stage, event, now);
		return true;
	case VERSION_UNSERVED:
		setback_unserved(stage, event, false, now);
		return true;
	case VERSION_MISSED:
		setback_missed(stage, event, now);
		return true;
	default:
		return false;
	}
}

/* What became of files; false: something else happened. */
static bool files_happened(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	switch (event->what) {
	case FILES_RESTORED:
		stage->started = now;
		written(stage, event, now);
		return true;
	case FILES_REOPENED:
		stage->told = false;
		move_to(stage, STAGE_REST);
		return true;
	case FILES_TOUCHED:
		setback_touched(stage, event);
		return true;
	case FILES_BEHIND:
		lag_grow(stage, now);
		lag_fail(stage, now);
		return true;
	case FILES_WANTED:
		lag_hurry(stage, now);
		return true;
	case FILES_FOLLOWED:
		lag_end(stage);
		return true;
	default:
		return false;
	}
}

static void untold(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	move_untell(stage, event, now);
	/* It reads the files when it is back. */
	if (event->away)
		lag_hurry(stage, now);
}

static void hand_failed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step == STAGE_FOLLOW)
		lag_fail(stage, now);
	else
		setback_failed(stage, event, now);
}

static void happened(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	switch (event->what) {
	case ZONE_CHANGED:
		/* Not earlier for what failed: it mends no disk, nor git. */
		move_owe(stage, event->since);
		break;
	case ZONE_REPLACED:
		replaced(stage, event);
		break;
	case ZONE_FROZEN:
		frozen(stage);
		break;
	case SERIAL_ASKED:
		serial_asked(stage, event, now);
		break;
	case NSD_TOLD:
		told(stage, event, now);
		break;
	case NSD_UNTOLD:
		untold(stage, event, now);
		break;
	case ROWS_EXCLUDED:
		excluded(stage, now);
		break;
	case NOBODY_BLAMED:
		nobody_blamed(stage, event, now);
		break;
	case HAND_FAILED:
		hand_failed(stage, event, now);
		break;
	case ALARM_RANG:
		setback_rang(stage, event, now);
		break;
	default:
		break;
	}
}

static bool may_begin(
    const struct stage *stage, const struct stage_event *event)
{
	return stage->step == STAGE_REST && stage->owed && !stage->back &&
	    !event->closed && !event->frozen;
}

/* Owners in the journal would take the place of those that were noted. */
static bool begins(const struct stage *stage, const struct stage_event *event)
{
	return may_begin(stage, event) && (event->differs || !stage->behind);
}

static void go_on(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	lag_follow(stage, now);
	if (may_begin(stage, event) && !event->differs && !event->owners)
		stage->owed = false;
	if (begins(stage, event) && now >= stage->not_before) {
		stage->started = now;
		if (!event->differs)
			move_begin(stage, STAGE_NOTE);
		else if (stage->asked)
			move_begin(stage, STAGE_WRITE);
		else
			move_to(stage, STAGE_ASK);
	}
	if (stage->step == STAGE_REST && stage->told && event->known)
		move_to_confirm(stage, now);
}

static void ring_at(struct stage *stage, uint64_t at)
{
	if (!stage->alarm || at < stage->alarm)
		stage->alarm = at;
}

void stage_decide(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!version_happened(stage, event, now) &&
	    !files_happened(stage, event, now))
		happened(stage, event, now);
	go_on(stage, event, now);
	stage->alarm = stage->retry_at;
	if (begins(stage, event))
		ring_at(stage, stage->not_before);
	if (stage->step == STAGE_REST && lag_over(stage))
		ring_at(stage, lag_over(stage));
}
