/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.c - the steps of a publication, event by event.
 *
 * Each event has a function.  After it, when no step is under way, follow()
 * begins what is owed, or confirms what NSD was told of meanwhile.
 */
#include "controller/publish/stage.h"

#define RETRY_MIN 1000    /* ms */
#define WRITE_MAX 30000   /* for what does not get to the disk */
#define SERVE_MAX 5000    /* for what NSD does not serve */
#define FAILING_PAUSE 250 /* between tries that changes cause */
#define WAIT_PAUSE 5000   /* until the secondaries are asked again */
#define BLIND_MAX 30000   /* for NSD's serial, when no other is known */
#define SPACING_TIMES 4   /* durations of the last publication */
#define SPACING_MAX 10000 /* ms */

void stage_init(struct stage *stage)
{
	*stage = (struct stage){ .write_retry = RETRY_MIN,
		.serve_retry = RETRY_MIN };
}

/* A version, and what is in place is as it was. */
static bool makes(enum stage_step step)
{
	return step == STAGE_WRITE || step == STAGE_RECORD;
}

bool stage_writes(enum stage_step step)
{
	return makes(step) || step == STAGE_PLACE;
}

static void go(struct stage *stage, enum stage_step step)
{
	stage->step = step;
	stage->begun = step != STAGE_REST;
}

/* A version is owed, for a change of then or of an earlier one. */
static void owe(struct stage *stage, uint64_t since)
{
	if (!stage->owed)
		stage->since = since;
	stage->owed = true;
}

/*
 * The last version is another one now, with which no pass compared the zone: a
 * change that was undone while it was being published is a change again.
 */
static void compare(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (event->differs)
		owe(stage, now);
}

static void set_retry(
    struct stage *stage, uint64_t *wait, uint64_t max, uint64_t now)
{
	stage->retry_at = now + *wait;
	*wait = *wait * 2 < max ? *wait * 2 : max;
}

/*
 * From the start of one publication to the earliest start of the next (Q2:
 * publications are spaced).  A long one says little about how dear they are:
 * NSD was away or hung, or the machine slept.  Hence the cap.
 */
static void rest_spaced(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	uint64_t spacing = (now - stage->started) * SPACING_TIMES;

	if (spacing > SPACING_MAX)
		spacing = SPACING_MAX;
	if (event->interval)
		spacing = event->interval;
	if (spacing < event->least)
		spacing = event->least;
	/* What fails is not tried earlier for that. */
	if (!stage->failing || stage->not_before < stage->started + spacing)
		stage->not_before = stage->started + spacing;
	go(stage, STAGE_REST);
}

/* At once, without the pause between publications. */
static void again(struct stage *stage)
{
	if (!stage->owed || stage->version_since < stage->since)
		stage->since = stage->version_since;
	stage->owed = true;
	stage->not_before = 0;
	go(stage, STAGE_REST);
}

/* What is owed: a version, or owners only. */
static void begin(struct stage *stage, enum stage_step step)
{
	stage->owed = false;
	stage->version_since = stage->since;
	go(stage, step);
}

/* NSD was told while nothing was under way: it may be another NSD. */
static void confirm_anew(struct stage *stage, uint64_t now)
{
	stage->started = now;
	stage->was_served = stage->told = false;
	go(stage, STAGE_CONFIRM);
}

static void untell(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->was_served = stage->told = false;
	stage->retried = false; /* by another NSD, perhaps */
	if (stage->step != STAGE_CONFIRM && stage->step != STAGE_HAND_OVER)
		return;
	stage->served = false;
	rest_spaced(stage, event, now);
}

/* The files of the last version are in place: NSD has to know. */
static void hand_over(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->failing = stage->unwritten = false;
	stage->write_retry = RETRY_MIN;
	stage->retry_at = 0;
	stage->was_served = stage->served;
	stage->served = stage->told = false;
	stage->tell = true;
	go(stage, STAGE_HAND_OVER);
	compare(stage, event, now);
	if (event->away)
		untell(stage, event, now);
}

static void fail(struct stage *stage, uint64_t now)
{
	stage->failing = true;
	/* Else of files that are no longer certain. */
	stage->told &= makes(stage->step);
	set_retry(stage, &stage->write_retry, WRITE_MAX, now);
	stage->not_before = stage->retry_at;
	go(stage, STAGE_REST);
}

/* With the version before it not served either it was not the new one. */
static void unserved(struct stage *stage, const struct stage_event *event,
    bool rejected, uint64_t now)
{
	bool first = !stage->unserved;

	stage->unserved = true;
	stage->served = false;
	if (stage->back == BACK_SUSPECT)
		stage->back = BACK_UNCLEAR;
	set_retry(stage, &stage->serve_retry, SERVE_MAX, now);
	if (first && rejected && !stage->back)
		go(stage, STAGE_BLAME);
	else
		rest_spaced(stage, event, now);
}

/* What failed may not with that. */
static void changed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	owe(stage, event->since);
	if (stage->failing && stage->not_before > now + FAILING_PAUSE)
		stage->not_before = now + FAILING_PAUSE;
}

static void hand_failed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step == STAGE_REOPEN) {
		unserved(stage, event, true, now);
		return;
	}
	if (stage_writes(stage->step) || stage->step == STAGE_NOTE)
		owe(stage, stage->version_since);
	else
		compare(stage, event, now);
	fail(stage, now);
}

static void unsynced(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	stage->served = false;
	stage->unwritten = true;
	compare(stage, event, now);
	fail(stage, now);
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
		    now + (event->waits ? WAIT_PAUSE : FAILING_PAUSE);
		go(stage, STAGE_REST);
		return;
	}
	stage->blind_since = 0;
	if (event->differs)
		begin(stage, STAGE_WRITE);
	else
		go(stage, STAGE_REST);
}

static void told(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	/* Another version may be under way, and come to nothing. */
	stage->told =
	    stage->step != STAGE_REST && stage->step != STAGE_HAND_OVER;
	if (stage->told || !event->known)
		return;
	if (stage->step == STAGE_REST)
		confirm_anew(stage, now);
	else
		go(stage, STAGE_CONFIRM);
}

static void served(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	bool suspect = stage->back == BACK_SUSPECT;

	stage->served = true;
	stage->unserved = stage->retried = false;
	stage->back = BACK_NOT;
	stage->serve_retry = RETRY_MIN;
	if (suspect)
		go(stage, STAGE_BLAME);
	else
		rest_spaced(stage, event, now);
}

/*
 * The first time it may have been the file's fault: others wrote to it, or it
 * was read in the middle of that.  NSD gets the same version once more.
 */
static void rejected(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!stage->retried && !stage->back) {
		stage->retried = stage->unwritten = true;
		go(stage, STAGE_REWRITE);
	} else if (event->before == BEFORE_IN_MEMORY) {
		stage->back = BACK_SUSPECT;
		stage->unwritten = true;
		go(stage, STAGE_RESTORE);
	} else if (event->before == BEFORE_ON_DISK && !stage->back) {
		go(stage, STAGE_REOPEN);
	} else {
		unserved(stage, event, true, now);
	}
}

/* NSD did not transfer it: a SERVFAIL says nothing about the file. */
static void missed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step != STAGE_CONFIRM)
		return;
	stage->was_served = false;
	stage->tell = true;
	go(stage, STAGE_HAND_OVER);
	if (event->away)
		untell(stage, event, now);
}

/*
 * A version that is not in place yet must not get there (U5: a freeze); what it
 * was to bring stays owed.  Whatever else is under way is not a new version.
 */
static void frozen(struct stage *stage)
{
	if (makes(stage->step))
		owe(stage, stage->version_since);
	else if (stage->step != STAGE_ASK)
		return;
	stage->stop = stage->step;
	go(stage, STAGE_REST);
}

static void touched(struct stage *stage, const struct stage_event *event)
{
	if (stage->step != STAGE_REST || !event->known || stage->unwritten)
		return;
	stage->unwritten = true;
	go(stage, STAGE_REWRITE);
}

/* Also by a look at the whole file, beside whatever is under way. */
static void excluded(struct stage *stage, uint64_t now)
{
	if (stage->step == STAGE_EXCLUDE || stage->step == STAGE_BLAME)
		again(stage);
	owe(stage, now);
	stage->not_before = 0;
}

static void nobody_blamed(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (stage->step == STAGE_BLAME)
		again(stage);
	else
		rest_spaced(stage, event, now);
}

/* What failed is tried again: the disk, or NSD. */
static void rang(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!stage->retry_at || now < stage->retry_at)
		return;
	stage->retry_at = 0;
	if (stage->step != STAGE_REST)
		/* What is under way may come to nothing. */
		stage->retry_at = now + RETRY_MIN;
	else if (stage->unwritten)
		go(stage, STAGE_REWRITE);
	else if (!stage->served && event->known && event->touched)
		touched(stage, event);
	else if (!stage->served && event->known)
		stage->tell = true;
}

static void replaced(struct stage *stage, const struct stage_event *event)
{
	stage->served = stage->served && event->served;
	stage->tell = !stage->served && event->known;
	stage->owed = false; /* nobody claimed anything in it yet */
	stage->unwritten = stage->retried = false;
	if (stage->back == BACK_SUSPECT)
		stage->back = BACK_UNCLEAR;
}

/* What became of a version; false: something else happened. */
static bool version_happened(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	switch (event->what) {
	case VERSION_CHECKED:
		go(stage, event->required ? STAGE_RECORD : STAGE_PLACE);
		return true;
	case VERSION_RECORDED:
		go(stage, STAGE_PLACE);
		return true;
	case VERSION_OVERTAKEN: /* with a later serial */
		go(stage, STAGE_WRITE);
		return true;
	case VERSION_WRITTEN:
		stage->retried = false;
		hand_over(stage, event, now);
		return true;
	case OWNERS_NOTED:
		stage->failing = false;
		stage->write_retry = RETRY_MIN;
		rest_spaced(stage, event, now);
		return true;
	case VERSION_UNSYNCED:
		unsynced(stage, event, now);
		return true;
	case VERSION_REPEATED: /* not before something changes */
		go(stage, STAGE_REST);
		return true;
	case VERSION_REFUSED:
		go(stage, STAGE_EXCLUDE);
		return true;
	case VERSION_SERVED:
		served(stage, event, now);
		return true;
	case VERSION_REJECTED:
		rejected(stage, event, now);
		return true;
	case VERSION_UNSERVED:
		unserved(stage, event, false, now);
		return true;
	case VERSION_MISSED:
		missed(stage, event, now);
		return true;
	default:
		return false;
	}
}

static void happened(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	switch (event->what) {
	case ZONE_CHANGED:
		changed(stage, event, now);
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
		untell(stage, event, now);
		break;
	case FILES_RESTORED:
		stage->started = now;
		hand_over(stage, event, now);
		break;
	case FILES_REOPENED:
		stage->told = false;
		go(stage, STAGE_REST);
		break;
	case FILES_TOUCHED:
		touched(stage, event);
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
		rang(stage, event, now);
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

static void follow(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (may_begin(stage, event) && !event->differs && !event->owners)
		stage->owed = false;
	if (may_begin(stage, event) && now >= stage->not_before) {
		stage->started = now;
		if (!event->differs)
			begin(stage, STAGE_NOTE);
		else if (stage->asked)
			begin(stage, STAGE_WRITE);
		else
			go(stage, STAGE_ASK);
	}
	if (stage->step == STAGE_REST && stage->told && event->known)
		confirm_anew(stage, now);
}

void stage_decide(
    struct stage *stage, const struct stage_event *event, uint64_t now)
{
	if (!version_happened(stage, event, now))
		happened(stage, event, now);
	follow(stage, event, now);
	stage->alarm = stage->retry_at;
	if (may_begin(stage, event) &&
	    (!stage->alarm || stage->not_before < stage->alarm))
		stage->alarm = stage->not_before;
}
