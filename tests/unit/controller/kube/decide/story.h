/* SPDX-License-Identifier: Apache-2.0 */
/*
 * story.h - what a reflector decides, told as a story: what happens, how long
 * after the one before, and what the reflector makes of it.
 *
 * Randomness is always its lowest, so waits are exact.
 */
#ifndef TESTS_UNIT_CONTROLLER_KUBE_DECIDE_STORY_H
#define TESTS_UNIT_CONTROLLER_KUBE_DECIDE_STORY_H

#include "controller/kube/decide/reflector.h"

#define MOVES 18

#define PAGE(v, n) \
	.event = { .what = PAGE_CAME, .resource_version = (v), .next = (n) }
#define FAIL(f) .event = { .what = REQUEST_FAILED, .fault = (f), .text = "why" }
#define LATER(ms)                          \
	.event = { .what = REQUEST_FAILED, \
		.fault = FAULT_BUSY,       \
		.retry_after = (ms),       \
		.text = "why" }
#define AWAY                               \
	.event = { .what = REQUEST_FAILED, \
		.fault = FAULT_BUSY,       \
		.away = true,              \
		.text = "why" }
#define UNREACHED                          \
	.event = { .what = REQUEST_FAILED, \
		.fault = FAULT_BUSY,       \
		.away = true,              \
		.unreached = true,         \
		.text = "why" }
#define RENEWED                            \
	.event = { .what = REQUEST_FAILED, \
		.fault = FAULT_DENIED,     \
		.renewed = true,           \
		.text = "why" }
#define OPEN .event = { .what = WATCH_OPENED, .resource_version = "" }
#define CHANGE(v) .event = { .what = OBJECT_CHANGED, .resource_version = (v) }
#define BOOKMARK(v) .event = { .what = BOOKMARK_CAME, .resource_version = (v) }
#define END .event = { .what = WATCH_ENDED }
#define SERVED .event = { .what = API_SERVED }
#define ABSENT .event = { .what = API_ABSENT }
#define SKIP(n) .event = { .what = API_ABSENT, .api = (n) }
#define TICK .event = { .what = TIME_PASSED }

/* The step that follows, how long it waits, and the state after it. */
#define DO(s, w, st) .step = REFLECTOR_##s, .wait = (w), .state = SOURCE_##st

struct move {
	uint64_t after; /* ms since the move before */
	struct reflector_event event;
	enum reflector_step step;
	uint64_t wait;
	enum source_state state;
	const char *version; /* then, NULL: not looked at */
	const char *next;    /* then, "": the list begins; NULL: as above */
	uint64_t alarm;      /* ms from now, 0: not looked at */
	size_t api;          /* then, looked at where apis is above 2 */
	bool commit, drop, unpaged;
};

/* Every story that is past its first list begins so. */
#define LISTED                                                       \
	{                                                            \
		PAGE("10", ""), DO(WATCH, 0, LIVE), .version = "10", \
						    .commit = true   \
	}
#define WATCHED                                         \
	LISTED,                                         \
	{                                               \
		OPEN, DO(WATCH, 0, LIVE), .alarm = 1000 \
	}

struct story {
	const char *name;
	bool once;
	size_t apis; /* 0: 1 */
	struct move moves[MOVES];
};

void story_check(void **state); /* *state: a story */

#endif
