/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_stage.c - the life of a publication, event by event.
 *
 * A story is what happens, how long after the one before, and what the stage
 * makes of it.  It begins with a zone that has no version, long after the
 * start; the zone differs from its last version where an event says so.
 */
#include "controller/publish/stage.h"

#include "tests/test.h"

#define START 1000000
#define MOVES 24

/* What happens. */
#define DIFFERS(w) .event = { .what = (w), .differs = true, .known = true }
#define SAME(w) .event = { .what = (w), .known = true }
#define CHANGED \
	.event = { .what = ZONE_CHANGED, .differs = true, .known = true }
#define REJECTED(b) \
	.event = { .what = VERSION_REJECTED, .before = (b), .known = true }
#define WAITS .event = { .what = SERIAL_ASKED, .waits = true, .differs = true }
#define BLIND .event = { .what = SERIAL_ASKED, .blind = true, .differs = true }
#define FAILED                          \
	.event = { .what = HAND_FAILED, \
		.differs = true,        \
		.known = true,          \
		.text = "why" }

/* The step after it.  BEGIN: it is to be started now. */
#define BEGIN(s) .step = STAGE_##s, .begun = true
#define IN(s) .step = STAGE_##s

struct move {
	uint64_t after; /* ms since the move before */
	struct stage_event event;
	enum stage_step step;
	uint64_t alarm; /* ms from now, 0: none */
	bool begun, tell, served, was_served, failing, unserved;
};

/* The first change: NSD is asked for its serial, and has none. */
#define ASKED                                                                 \
	{ .event = { .what = ZONE_CHANGED, .since = START, .differs = true }, \
		BEGIN(ASK) },                                                 \
	{                                                                     \
		.event = { .what = SERIAL_ASKED,                              \
			.came = true,                                         \
			.differs = true },                                    \
		BEGIN(WRITE)                                                  \
	}
#define WRITTEN                                                    \
	{                                                          \
		SAME(VERSION_WRITTEN), .after = 10, IN(HAND_OVER), \
				       .begun = true, .tell = true \
	}
#define CONFIRMED                                                          \
	{ SAME(NSD_TOLD), .after = 5, BEGIN(CONFIRM) },                    \
	{                                                                  \
		SAME(VERSION_SERVED), .after = 5, IN(REST), .served = true \
	}
/* A version is served 20 ms after its change; the next waits for 60 more. */
#define SERVED_ONCE ASKED, WRITTEN, CONFIRMED
/* The same again, after a quiet second. */
#define WRITING                                                      \
	{                                                            \
		CHANGED, .after = 1000, BEGIN(WRITE), .served = true \
	}
#define TOLD                                                                   \
	{ SAME(VERSION_WRITTEN), .after = 10, BEGIN(HAND_OVER), .tell = true,  \
		.was_served = true },                                          \
	{                                                                      \
		SAME(NSD_TOLD), .after = 5, BEGIN(CONFIRM), .was_served = true \
	}

/* NSD rejects it, and is given the same once more. */
#define REJECTED_ONCE(b, served)                                      \
	{ REJECTED(b), BEGIN(REWRITE), .was_served = (served) },      \
	    { SAME(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true }, \
	{                                                             \
		SAME(NSD_TOLD), BEGIN(CONFIRM)                        \
	}

static const struct story {
	const char *name;
	struct move moves[MOVES];
} stories[] = {
	{ "a version is served", { SERVED_ONCE } },
	{ "NSD is asked once it answers",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ .event = { .what = SERIAL_ASKED, .differs = true },
		    BEGIN(WRITE) },
		WRITTEN, CONFIRMED,
		{ CHANGED, .after = 1000, BEGIN(ASK), .served = true },
		{ .event = { .what = SERIAL_ASKED,
		      .came = true,
		      .served = true,
		      .known = true,
		      .differs = true },
		    BEGIN(WRITE),
		    .served = true } } },
	{ "nothing on the disk, and NSD is busy: asked again",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ BLIND, .after = 300, IN(REST), .alarm = 250 },
		{ .event = { .what = ALARM_RANG, .differs = true },
		    .after = 250,
		    BEGIN(ASK) },
		{ .event = { .what = SERIAL_ASKED,
		      .came = true,
		      .differs = true },
		    BEGIN(WRITE) } } },
	{ "for half a minute",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ BLIND, .after = 300, IN(REST), .alarm = 250 },
		{ .event = { .what = ALARM_RANG, .differs = true },
		    .after = 250,
		    BEGIN(ASK) },
		{ BLIND, .after = 29749, IN(REST), .alarm = 250 },
		{ .event = { .what = ALARM_RANG, .differs = true },
		    .after = 250,
		    BEGIN(ASK) },
		{ BLIND, BEGIN(WRITE) } } },
	{ "the serial of a secondary is waited for, although NSD answers",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ WAITS, .after = 300, IN(REST), .alarm = 5000 },
		{ .event = { .what = ALARM_RANG, .differs = true },
		    .after = 5000,
		    BEGIN(ASK) } } },
	{ "a change while it waits blind: the version has it",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ CHANGED, .after = 100, IN(ASK) },
		{ BLIND, .after = 200, IN(REST), .alarm = 250 },
		{ .event = { .what = ZONE_CHANGED, .differs = true },
		    .after = 100,
		    IN(REST),
		    .alarm = 150 },
		{ .event = { .what = ALARM_RANG, .differs = true },
		    .after = 150,
		    BEGIN(ASK) },
		{ .event = { .what = SERIAL_ASKED,
		      .came = true,
		      .differs = true },
		    BEGIN(WRITE) },
		WRITTEN, CONFIRMED } },
	{ "undone while it waits blind: nothing is written",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ BLIND, .after = 300, IN(REST), .alarm = 250 },
		{ .event = { .what = ZONE_CHANGED }, .after = 100, IN(REST) },
		{ .event = { .what = ALARM_RANG }, .after = 150, IN(REST) },
		{ .event = { .what = ZONE_CHANGED, .differs = true },
		    .after = 40000,
		    BEGIN(ASK) } } },
	{ "not if nobody listens",
	    { { .event = { .what = ZONE_CHANGED, .differs = true },
		  BEGIN(ASK) },
		{ .event = { .what = SERIAL_ASKED,
		      .blind = true,
		      .absent = true,
		      .differs = true },
		    .after = 300,
		    BEGIN(WRITE) } } },
	{ "undone while NSD was asked",
	    { { CHANGED, BEGIN(ASK) },
		{ .event = { .what = SERIAL_ASKED,
		      .came = true,
		      .served = true,
		      .known = true },
		    IN(REST),
		    .served = true } } },
	{ "a change that is none",
	    { SERVED_ONCE,
		{ SAME(ZONE_CHANGED), .after = 1000, IN(REST), .served = true },
		WRITING } },
	{ "Q2: four times as long as the last one",
	    { SERVED_ONCE, { CHANGED, IN(REST), .alarm = 60, .served = true },
		{ DIFFERS(ALARM_RANG), .after = 59, IN(REST), .alarm = 1,
		    .served = true },
		{ DIFFERS(ALARM_RANG), .after = 1, BEGIN(WRITE),
		    .served = true } } },
	{ "Q2: undone in the pause",
	    { SERVED_ONCE, { CHANGED, IN(REST), .alarm = 60, .served = true },
		{ SAME(ZONE_CHANGED), .after = 10, IN(REST),
		    .served = true } } },
	{ "Q2: ten seconds at most",
	    { ASKED,
		{ SAME(VERSION_WRITTEN), .after = 180000, BEGIN(HAND_OVER),
		    .tell = true },
		{ SAME(NSD_TOLD), BEGIN(CONFIRM) },
		{ SAME(VERSION_SERVED), .after = 100, IN(REST),
		    .served = true },
		{ CHANGED, BEGIN(WRITE), .served = true } } },
	{ "a change while a version is written is the next one",
	    { SERVED_ONCE, WRITING, { CHANGED, IN(WRITE), .served = true },
		{ DIFFERS(VERSION_WRITTEN), .after = 10, BEGIN(HAND_OVER),
		    .tell = true, .was_served = true },
		{ DIFFERS(NSD_TOLD), .after = 5, BEGIN(CONFIRM),
		    .was_served = true },
		{ DIFFERS(VERSION_SERVED), .after = 5, IN(REST), .alarm = 60,
		    .served = true, .was_served = true } } },
	{ "undone while it is published: a change again",
	    { SERVED_ONCE, WRITING,
		{ DIFFERS(VERSION_WRITTEN), .after = 10, BEGIN(HAND_OVER),
		    .tell = true, .was_served = true },
		{ DIFFERS(NSD_TOLD), .after = 5, BEGIN(CONFIRM),
		    .was_served = true },
		{ DIFFERS(VERSION_SERVED), .after = 5, IN(REST), .alarm = 60,
		    .served = true, .was_served = true } } },

	{ "the disk is full: again after a second, two, four",
	    { ASKED, { FAILED, IN(REST), .alarm = 250, .failing = true },
		{ DIFFERS(ALARM_RANG), .after = 250, BEGIN(WRITE), .alarm = 750,
		    .failing = true },
		{ FAILED, IN(REST), .alarm = 250, .failing = true },
		{ SAME(ZONE_CHANGED), .after = 250, IN(REST), .alarm = 1750,
		    .failing = true },
		{ CHANGED, .after = 1750, BEGIN(WRITE), .alarm = 0,
		    .failing = true } } },
	{ "and then it is not",
	    { ASKED, { FAILED, IN(REST), .alarm = 250, .failing = true },
		{ DIFFERS(ALARM_RANG), .after = 250, BEGIN(WRITE), .alarm = 750,
		    .failing = true },
		WRITTEN, CONFIRMED } },
	{ "in place, not for good: written anew before NSD is told",
	    { SERVED_ONCE, WRITING,
		{ SAME(VERSION_UNSYNCED), IN(REST), .alarm = 1000,
		    .failing = true },
		{ SAME(ALARM_RANG), .after = 1000, BEGIN(REWRITE),
		    .failing = true },
		{ SAME(FILES_RESTORED), .after = 10, BEGIN(HAND_OVER),
		    .tell = true },
		CONFIRMED } },
	{ "a retry while another step is under way",
	    { SERVED_ONCE,
		{ SAME(NSD_TOLD), .after = 1000, BEGIN(CONFIRM),
		    .served = true },
		{ SAME(VERSION_UNSERVED), IN(REST), .alarm = 1000,
		    .unserved = true },
		{ CHANGED, .after = 999, BEGIN(WRITE), .alarm = 1,
		    .unserved = true },
		{ SAME(ALARM_RANG), .after = 1, IN(WRITE), .alarm = 1000,
		    .unserved = true } } },

	{ "refused: without those to blame, at once",
	    { ASKED, { DIFFERS(VERSION_REFUSED), BEGIN(EXCLUDE) },
		{ CHANGED, IN(EXCLUDE) },
		{ DIFFERS(ROWS_EXCLUDED), BEGIN(WRITE) }, WRITTEN,
		CONFIRMED } },
	{ "refused, nobody to blame: not before something changes",
	    { ASKED, { DIFFERS(VERSION_REFUSED), .after = 10, BEGIN(EXCLUDE) },
		{ DIFFERS(NOBODY_BLAMED), IN(REST) },
		{ CHANGED, .after = 40, BEGIN(WRITE) },
		{ DIFFERS(VERSION_REPEATED), IN(REST) },
		{ DIFFERS(ALARM_RANG), .after = 60000, IN(REST) },
		{ CHANGED, BEGIN(WRITE) }, WRITTEN, CONFIRMED } },
	{ "found by a look at the whole file, at rest",
	    { SERVED_ONCE,
		{ DIFFERS(ROWS_EXCLUDED), BEGIN(WRITE), .served = true } } },
	{ "found while another version is written",
	    { SERVED_ONCE, WRITING,
		{ DIFFERS(ROWS_EXCLUDED), IN(WRITE), .served = true },
		{ DIFFERS(VERSION_WRITTEN), BEGIN(HAND_OVER), .tell = true,
		    .was_served = true } } },

	{ "NSD is away: the next change is written all the same",
	    { ASKED,
		{ .event = { .what = VERSION_WRITTEN,
		      .known = true,
		      .away = true },
		    IN(REST),
		    .tell = true },
		{ CHANGED, .after = 1000, BEGIN(WRITE) },
		{ .event = { .what = VERSION_WRITTEN,
		      .known = true,
		      .away = true },
		    IN(REST),
		    .tell = true },
		{ SAME(NSD_TOLD), .after = 60000, BEGIN(CONFIRM) },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "NSD goes while it is asked",
	    { ASKED, WRITTEN, { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		{ SAME(NSD_UNTOLD), IN(REST) },
		{ SAME(NSD_TOLD), .after = 1000, BEGIN(CONFIRM) },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "NSD goes and comes at rest: seen served again",
	    { SERVED_ONCE,
		{ SAME(NSD_UNTOLD), .after = 1000, IN(REST), .served = true },
		{ SAME(NSD_TOLD), .after = 50, BEGIN(CONFIRM), .served = true },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "NSD is told beside a version that comes to nothing",
	    { SERVED_ONCE, WRITING,
		{ SAME(NSD_UNTOLD), IN(WRITE), .served = true },
		{ SAME(NSD_TOLD), IN(WRITE), .served = true },
		{ SAME(VERSION_REPEATED), BEGIN(CONFIRM), .served = true },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "told once more while it is asked: asked once more",
	    { ASKED, WRITTEN, { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		{ SAME(NSD_TOLD), IN(CONFIRM) },
		{ SAME(VERSION_SERVED), BEGIN(CONFIRM), .served = true },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "told, and there is no version",
	    { { .event = { .what = NSD_TOLD }, IN(REST) } } },
	{ "not served: NSD is told again, after five seconds at most",
	    { ASKED, WRITTEN, { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		{ SAME(VERSION_UNSERVED), IN(REST), .alarm = 1000,
		    .unserved = true },
		{ SAME(ALARM_RANG), .after = 1000, IN(REST), .tell = true,
		    .unserved = true },
		{ SAME(NSD_TOLD), BEGIN(CONFIRM), .unserved = true },
		{ SAME(VERSION_UNSERVED), IN(REST), .alarm = 2000,
		    .unserved = true },
		{ SAME(NSD_TOLD), .after = 100, BEGIN(CONFIRM), .alarm = 1900,
		    .unserved = true },
		{ SAME(VERSION_UNSERVED), IN(REST), .alarm = 4000,
		    .unserved = true },
		{ SAME(NSD_TOLD), .after = 3900, BEGIN(CONFIRM), .alarm = 100,
		    .unserved = true },
		{ SAME(VERSION_UNSERVED), IN(REST), .alarm = 5000,
		    .unserved = true },
		{ SAME(NSD_TOLD), .after = 100, BEGIN(CONFIRM), .alarm = 4900,
		    .unserved = true },
		{ SAME(VERSION_SERVED), IN(REST), .alarm = 4900,
		    .served = true } } },

	{ "not served, and others wrote to its file: written anew",
	    { ASKED, WRITTEN, { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		{ SAME(VERSION_UNSERVED), IN(REST), .alarm = 1000,
		    .unserved = true },
		{ .event = { .what = ALARM_RANG,
		      .known = true,
		      .touched = true },
		    .after = 1000,
		    BEGIN(REWRITE),
		    .unserved = true },
		{ SAME(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true,
		    .unserved = true },
		{ SAME(NSD_TOLD), BEGIN(CONFIRM), .unserved = true },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "rejected: the version before it, then who is to blame",
	    { SERVED_ONCE, WRITING, TOLD, REJECTED_ONCE(BEFORE_IN_MEMORY, true),
		{ REJECTED(BEFORE_IN_MEMORY), BEGIN(RESTORE) },
		{ DIFFERS(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true },
		{ DIFFERS(NSD_TOLD), BEGIN(CONFIRM) }, { CHANGED, IN(CONFIRM) },
		{ DIFFERS(VERSION_SERVED), BEGIN(BLAME), .served = true },
		{ DIFFERS(ROWS_EXCLUDED), BEGIN(WRITE), .served = true } } },
	{ "rejected once: what others wrote to the file is gone",
	    { SERVED_ONCE, WRITING, TOLD, REJECTED_ONCE(BEFORE_IN_MEMORY, true),
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "rejected once, and NSD is another one then: once more",
	    { SERVED_ONCE, WRITING, TOLD, REJECTED_ONCE(BEFORE_IN_MEMORY, true),
		{ SAME(NSD_UNTOLD), IN(REST) },
		{ SAME(NSD_TOLD), .after = 1000, BEGIN(CONFIRM) },
		REJECTED_ONCE(BEFORE_IN_MEMORY, false),
		{ REJECTED(BEFORE_IN_MEMORY), BEGIN(RESTORE) },
		{ DIFFERS(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true } } },
	{ "rejected once, and NSD goes before it is told again",
	    { SERVED_ONCE, WRITING, TOLD,
		{ REJECTED(BEFORE_IN_MEMORY), BEGIN(REWRITE),
		    .was_served = true },
		{ SAME(NSD_UNTOLD), IN(REWRITE) },
		{ .event = { .what = FILES_RESTORED,
		      .known = true,
		      .away = true },
		    IN(REST),
		    .tell = true },
		{ SAME(NSD_TOLD), .after = 1000, BEGIN(CONFIRM) },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "rejected, nobody to blame",
	    { SERVED_ONCE, WRITING, TOLD, REJECTED_ONCE(BEFORE_IN_MEMORY, true),
		{ REJECTED(BEFORE_IN_MEMORY), BEGIN(RESTORE) },
		{ DIFFERS(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true },
		{ DIFFERS(NSD_TOLD), BEGIN(CONFIRM) },
		{ DIFFERS(VERSION_SERVED), BEGIN(BLAME), .served = true },
		{ DIFFERS(NOBODY_BLAMED), BEGIN(WRITE), .served = true },
		{ DIFFERS(VERSION_REPEATED), IN(REST), .served = true } } },
	{ "rejected, and the one before it is not served: nothing new",
	    { SERVED_ONCE, WRITING, TOLD, REJECTED_ONCE(BEFORE_IN_MEMORY, true),
		{ REJECTED(BEFORE_IN_MEMORY), BEGIN(RESTORE) },
		{ DIFFERS(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true },
		{ DIFFERS(NSD_TOLD), BEGIN(CONFIRM) },
		{ DIFFERS(VERSION_UNSERVED), IN(REST), .alarm = 1000,
		    .unserved = true },
		{ CHANGED, IN(REST), .alarm = 1000, .unserved = true },
		{ DIFFERS(ALARM_RANG), .after = 1000, IN(REST), .tell = true,
		    .unserved = true },
		{ DIFFERS(NSD_TOLD), BEGIN(CONFIRM), .unserved = true },
		{ DIFFERS(VERSION_SERVED), BEGIN(WRITE), .served = true } } },
	{ "rejected, and the disk does not take the one before it",
	    { SERVED_ONCE, WRITING, TOLD, REJECTED_ONCE(BEFORE_IN_MEMORY, true),
		{ REJECTED(BEFORE_IN_MEMORY), BEGIN(RESTORE) },
		{ FAILED, IN(REST), .alarm = 1000, .failing = true },
		{ DIFFERS(ALARM_RANG), .after = 1000, BEGIN(REWRITE),
		    .failing = true },
		{ DIFFERS(FILES_RESTORED), BEGIN(HAND_OVER), .tell = true },
		{ DIFFERS(NSD_TOLD), BEGIN(CONFIRM) },
		{ DIFFERS(VERSION_SERVED), BEGIN(BLAME), .served = true } } },
	{ "a first version is rejected",
	    { ASKED, WRITTEN, { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		REJECTED_ONCE(BEFORE_NOTHING, false),
		{ REJECTED(BEFORE_NOTHING), BEGIN(BLAME), .alarm = 1000,
		    .unserved = true },
		{ SAME(NOBODY_BLAMED), IN(REST), .alarm = 1000,
		    .unserved = true },
		{ SAME(NSD_TOLD), BEGIN(CONFIRM), .alarm = 1000,
		    .unserved = true },
		{ REJECTED(BEFORE_NOTHING), IN(REST), .alarm = 2000,
		    .unserved = true } } },
	{ "a version of a process before is rejected: its files of before",
	    { { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		REJECTED_ONCE(BEFORE_ON_DISK, false),
		{ REJECTED(BEFORE_ON_DISK), BEGIN(REOPEN) },
		{ .event = { .what = FILES_REOPENED,
		      .known = true,
		      .closed = true },
		    IN(REST) },
		{ SAME(ZONE_REPLACED), IN(REST), .tell = true },
		{ SAME(NSD_TOLD), BEGIN(CONFIRM) },
		{ SAME(VERSION_SERVED), IN(REST), .served = true } } },
	{ "and the disk does not give them",
	    { { SAME(NSD_TOLD), BEGIN(CONFIRM) },
		REJECTED_ONCE(BEFORE_ON_DISK, false),
		{ REJECTED(BEFORE_ON_DISK), BEGIN(REOPEN) },
		{ SAME(HAND_FAILED), BEGIN(BLAME), .alarm = 1000,
		    .unserved = true } } },

	{ "others changed the file: written anew",
	    { SERVED_ONCE,
		{ SAME(FILES_TOUCHED), .after = 1000, BEGIN(REWRITE),
		    .served = true },
		{ SAME(FILES_RESTORED), .after = 10, BEGIN(HAND_OVER),
		    .tell = true, .was_served = true },
		{ SAME(NSD_TOLD), .after = 5, BEGIN(CONFIRM),
		    .was_served = true },
		{ SAME(VERSION_SERVED), .after = 5, IN(REST), .served = true,
		    .was_served = true } } },
	{ "while a version is written it is replaced anyway",
	    { SERVED_ONCE, WRITING,
		{ SAME(FILES_TOUCHED), IN(WRITE), .served = true } } },

	{ "nothing new is begun when it is closed",
	    { SERVED_ONCE,
		{ .event = { .what = ZONE_CHANGED,
		      .differs = true,
		      .known = true,
		      .closed = true },
		    .after = 1000,
		    IN(REST),
		    .served = true },
		{ CHANGED, BEGIN(WRITE), .served = true } } },
	{ "another configuration, the same version: nothing is confirmed",
	    { SERVED_ONCE,
		{ .event = { .what = ZONE_REPLACED,
		      .served = true,
		      .known = true },
		    IN(REST),
		    .served = true } } },
	{ "another configuration, another version on the disk",
	    { SERVED_ONCE, { SAME(ZONE_REPLACED), IN(REST), .tell = true },
		{ SAME(NSD_TOLD), BEGIN(CONFIRM) } } },
};

static void check(void **state)
{
	const struct story *story = *state;
	struct stage stage;
	uint64_t now = START;

	stage_init(&stage);
	for (size_t i = 0; i < MOVES; i++) {
		const struct move *move = &story->moves[i];

		if (i && !move->event.what && !move->event.differs)
			break;
		now += move->after;
		stage_decide(&stage, &move->event, now);
		assert_int_equal(stage.step, move->step);
		assert_int_equal(stage.begun, move->begun);
		assert_int_equal(stage.tell, move->tell);
		assert_int_equal(stage.served, move->served);
		assert_int_equal(stage.was_served, move->was_served);
		assert_int_equal(stage.failing, move->failing);
		assert_int_equal(stage.unserved, move->unserved);
		assert_int_equal(
		    stage.alarm ? stage.alarm - now : 0, move->alarm);
		stage.begun = stage.tell = false;
	}
}

static const struct pause {
	const char *name;
	uint64_t took, interval, pause, least;
} pauses[] = {
	{ "no time at all", 0, 0, 0 },
	{ "four times as long as it took", 25, 0, 100 },
	{ "a large zone", 2500, 0, 10000 },
	{ "no more than that", 2501, 0, 10000 },
	{ "NSD hung for three minutes", 180000, 0, 10000 },
	{ "the operator's interval", 25, 1000, 1000 },
	{ "shorter than auto", 25, 1, 1 },
	{ "longer than the cap", 60000, 3600000, 3600000 },
	{ "a zone with secondaries", 25, 0, 1000, 1000 },
	{ "a starved secondary", 25, 0, 60000, 60000 },
};

/* From the start of one publication to the earliest start of the next. */
static void check_pause(void **state)
{
	const struct pause *row = *state;
	struct stage_event event = { .what = SERIAL_ASKED,
		.came = true,
		.differs = true,
		.interval = row->interval,
		.least = row->least };
	struct stage stage;

	stage_init(&stage);
	event.what = ZONE_CHANGED;
	stage_decide(&stage, &event, START);
	event.what = SERIAL_ASKED;
	stage_decide(&stage, &event, START);
	event.what = NSD_UNTOLD;
	stage.step = STAGE_CONFIRM;
	stage_decide(&stage, &event, START + row->took);
	assert_int_equal(stage.not_before, START + row->pause);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(stories) + ARRAY_LEN(pauses)];

	TABLE_TESTS(stories, check, tests);
	TABLE_TESTS(pauses, check_pause, tests + ARRAY_LEN(stories));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
