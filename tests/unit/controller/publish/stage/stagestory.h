/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stagestory.h - the life of a publication, event by event.
 *
 * A story is what happens, how long after the one before, and what the stage
 * makes of it.  It begins with a zone that has no version, long after the
 * start; the zone differs from its last version where an event says so.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_STAGE_STAGESTORY_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_STAGE_STAGESTORY_H

#include "controller/publish/stage/stage.h"

#define START 1000000
#define MOVES 24

/* What happens. */
#define DIFFERS(w) .event = { .what = (w), .differs = true, .known = true }
#define FROZEN(w) \
	.event = { .what = (w), .differs = true, .known = true, .frozen = true }
#define SAME(w) .event = { .what = (w), .known = true }
#define CHANGED \
	.event = { .what = ZONE_CHANGED, .differs = true, .known = true }
#define REJECTED(b) \
	.event = { .what = VERSION_REJECTED, .before = (b), .known = true }
#define WAITS .event = { .what = SERIAL_ASKED, .waits = true, .differs = true }
#define BLIND .event = { .what = SERIAL_ASKED, .blind = true, .differs = true }
#define CHECKED                             \
	.event = { .what = VERSION_CHECKED, \
		.required = true,           \
		.known = true,              \
		.differs = true }
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
	enum stage_step stop;
	bool begun, tell, served, was_served, failing, unserved, behind, stuck;
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

struct story {
	const char *name;
	struct move moves[MOVES];
};

/* A test's state is a story. */
void stagestory_check(void **state);

#endif
