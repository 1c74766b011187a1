/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_reflector.c - what a reflector decides, event by event.
 *
 * Each row is a story: what happens, how long after the one before, and what
 * the reflector makes of it.  Randomness is always its lowest, so waits are
 * exact.
 */
#include "controller/kube/reflector.h"

#include <stdio.h>
#include <string.h>

#include "tests/test.h"

#define MOVES 18
#define START 1000000

#define PAGE(v, n) .event = { .what = PAGE_CAME, .version = (v), .next = (n) }
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
#define RENEWED                            \
	.event = { .what = REQUEST_FAILED, \
		.fault = FAULT_DENIED,     \
		.renewed = true,           \
		.text = "why" }
#define OPEN .event = { .what = WATCH_OPENED, .version = "" }
#define CHANGE(v) .event = { .what = OBJECT_CHANGED, .version = (v) }
#define MARK(v) .event = { .what = BOOKMARK_CAME, .version = (v) }
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

/* The last of three versions is what is served. */
#define THIRD                                                                \
	{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },                    \
	    { SKIP(2), DO(DISCOVER, 0, SYNCING), .api = 2 },                 \
	    { SERVED, DO(LIST, 800, SYNCING), .api = 2 },                    \
	    { PAGE("10", ""), DO(WATCH, 0, LIVE), .version = "10", .api = 2, \
		    .commit = true },                                        \
	{                                                                    \
		OPEN, DO(WATCH, 0, LIVE), .api = 2                           \
	}

#define SAID_THIRD                                       \
	{                                                \
		MARK("10"), DO(WATCH, 0, LIVE), .api = 2 \
	}
#define OPENED_THIRD { OPEN, DO(WATCH, 0, LIVE), .api = 2 }, SAID_THIRD

static const struct row {
	const char *name;
	bool once;
	size_t apis; /* 0: 1 */
	struct move moves[MOVES];
} rows[] = {
	{ "one page", .moves = { LISTED } },
	{ "three pages, the version of the first",
	    .moves = { { PAGE("10", "a"), DO(LIST, 0, SYNCING), .next = "a" },
		{ PAGE("11", "b"), DO(LIST, 0, SYNCING), .next = "b" },
		{ PAGE("12", ""), DO(WATCH, 0, LIVE), .version = "10",
		    .next = "", .commit = true } } },
	{ "a list without version",
	    .moves = { { PAGE("", ""), DO(LIST, 800, SYNCING) } } },
	{ "a list at version 0",
	    .moves = { { PAGE("0", "a"), DO(LIST, 800, SYNCING),
		.next = "" } } },
	{ "a busy server: the same page again",
	    .moves = { { PAGE("10", "a"), DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 800, SYNCING), .next = "a" },
		{ LATER(3000), DO(LIST, 3000, SYNCING), .next = "a" },
		{ LATER(900000), DO(LIST, 120000, SYNCING), .next = "a" },
		{ PAGE("10", ""), DO(WATCH, 0, LIVE), .commit = true } } },
	{ "a broken answer: the list begins again",
	    .moves = { { PAGE("10", "a"), DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_BROKEN), DO(LIST, 800, SYNCING), .next = "" },
		{ PAGE("20", "a"), DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_BODY), DO(LIST, 1600, SYNCING), .next = "" },
		{ PAGE("30", ""), DO(WATCH, 0, LIVE), .version = "30",
		    .commit = true } } },
	{ "410 on a later page: again, again, then unpaged",
	    .moves = { { PAGE("10", "a"), DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_EXPIRED), DO(LIST, 0, SYNCING), .next = "" },
		{ PAGE("11", "a"), DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_EXPIRED), DO(LIST, 0, SYNCING), .next = "" },
		{ PAGE("12", "a"), DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_EXPIRED), DO(LIST, 0, SYNCING), .next = "",
		    .unpaged = true },
		{ PAGE("13", ""), DO(WATCH, 0, LIVE), .version = "13",
		    .commit = true } } },
	{ "410 on the first page is a failure",
	    .moves = { { FAIL(FAULT_EXPIRED), DO(LIST, 800, SYNCING) } } },
	{ "backoff goes to its cap",
	    .moves = { { FAIL(FAULT_BUSY), DO(LIST, 800, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 1600, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 3200, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 6400, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 12800, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 25600, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 30000, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 30000, SYNCING) } } },
	{ "failures that last cost the trust",
	    .moves = { { FAIL(FAULT_BUSY), DO(LIST, 800, SYNCING),
			   .alarm = 30000 },
		{ FAIL(FAULT_BUSY), .after = 10000, DO(LIST, 1600, SYNCING),
		    .alarm = 20000 },
		{ TICK, .after = 19999, DO(LIST, 0, SYNCING), .alarm = 1 },
		{ TICK, .after = 1, DO(LIST, 0, LOST) },
		{ PAGE("10", ""), DO(WATCH, 0, LIVE), .commit = true } } },

	{ "events move the version, others do not",
	    .moves = { WATCHED,
		{ CHANGE("11"), DO(WATCH, 0, LIVE), .version = "11" },
		{ CHANGE(""), DO(WATCH, 0, LIVE), .version = "11" },
		{ MARK("15"), DO(WATCH, 0, LIVE), .version = "15" },
		{ CHANGE("0"), DO(WATCH, 0, LIVE), .version = "15" } } },
	{ "a watch ends as it should: the next one at once",
	    .moves = { WATCHED,
		{ END, .after = 300000, DO(WATCH, 0, LIVE), .version = "10" },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ END, DO(WATCH, 0, LIVE), .version = "11" } } },
	{ "a watch that ends at once: backoff, and no trust",
	    .moves = { WATCHED,
		{ END, .after = 999, DO(WATCH, 800, LIVE), .alarm = 30000 },
		{ OPEN, .after = 800, DO(WATCH, 0, LIVE) },
		{ END, .after = 10, DO(WATCH, 1600, LIVE), .alarm = 29190 },
		{ TICK, .after = 29190, DO(WATCH, 0, LOST) },
		{ OPEN, DO(WATCH, 0, LOST), .alarm = 1000 },
		{ TICK, .after = 1000, DO(WATCH, 0, LIVE) } } },
	{ "a long watch forgives",
	    .moves = { { FAIL(FAULT_BUSY), DO(LIST, 800, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(LIST, 1600, SYNCING) }, WATCHED,
		{ END, .after = 120000, DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_BUSY), DO(WATCH, 800, LIVE) } } },
	{ "a watch breaks after it worked: is the server where it was?",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_BROKEN), DO(PROBE, 0, LIVE), .version = "11",
		    .alarm = 30000 },
		{ AWAY, DO(PROBE, 800, LIVE), .alarm = 30000 },
		{ AWAY, .after = 40000, DO(PROBE, 1600, LIVE) },
		{ TICK, DO(PROBE, 0, LOST), .version = "11" },
		{ PAGE("11", "x"), DO(WATCH, 0, LOST), .version = "11" },
		{ OPEN, DO(WATCH, 0, LOST), .alarm = 1000 },
		{ CHANGE("12"), DO(WATCH, 0, LIVE), .version = "12" },
		{ END, DO(WATCH, 0, LIVE) } } },
	{ "a watch is told later: the server is there",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ END, DO(WATCH, 0, LIVE) },
		{ LATER(3000), DO(WATCH, 3000, LIVE) },
		{ AWAY, DO(PROBE, 1600, LIVE) },
		{ LATER(9000), DO(PROBE, 9000, LIVE) },
		{ PAGE("99", ""), DO(WATCH, 0, LIVE), .version = "11" } } },
	{ "the server went back: list",
	    .moves = { WATCHED, { CHANGE("100"), DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_BROKEN), DO(PROBE, 0, LIVE) },
		{ PAGE("99", "x"), DO(LIST, 0, LIVE), .next = "",
		    .version = "100" },
		{ PAGE("99", ""), DO(WATCH, 0, LIVE), .version = "99",
		    .commit = true } } },
	{ "versions that are no numbers: list",
	    .moves = { { PAGE("a10", ""), DO(WATCH, 0, LIVE), .commit = true },
		{ AWAY, DO(PROBE, 800, LIVE) },
		{ PAGE("a10", ""), DO(LIST, 0, LIVE) } } },
	{ "a page without version is no answer",
	    .moves = { LISTED, { AWAY, DO(PROBE, 800, LIVE) },
		{ PAGE("", ""), DO(PROBE, 1600, LIVE) },
		{ PAGE("10", ""), DO(WATCH, 0, LIVE) } } },
	{ "asked where it is, it denies",
	    .moves = { LISTED, { AWAY, DO(PROBE, 800, LIVE) },
		{ FAIL(FAULT_DENIED), DO(PROBE, 1600, FORBIDDEN) },
		{ RENEWED, DO(PROBE, 0, FORBIDDEN) },
		{ PAGE("10", ""), DO(WATCH, 0, FORBIDDEN) },
		{ OPEN, DO(WATCH, 0, FORBIDDEN) },
		{ MARK("11"), DO(WATCH, 0, LIVE) } } },
	{ "asked where it is, the kind is absent",
	    .moves = { LISTED, { AWAY, DO(PROBE, 800, LIVE) },
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE) },
		{ SERVED, DO(LIST, 1600, LIVE) } } },
	{ "versions went back within a watch: list",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_REWOUND), DO(LIST, 800, LIVE) } } },
	{ "a watch that only lasts: again; once more: list",
	    .moves = { WATCHED, { END, .after = 300000, DO(WATCH, 0, LIVE) },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ END, .after = 300000, DO(LIST, 800, LIVE) } } },
	{ "a watch that said that nothing happened is a good one",
	    .moves = { WATCHED, { END, .after = 300000, DO(WATCH, 0, LIVE) },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ MARK("11"), .after = 60000, DO(WATCH, 0, LIVE) },
		{ END, .after = 300000, DO(WATCH, 0, LIVE) },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ END, .after = 300000, DO(WATCH, 0, LIVE) } } },
	{ "410 after it worked: list at once, still trusted",
	    .moves = { WATCHED, { TICK, .after = 1000, DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_EXPIRED), DO(LIST, 0, LIVE), .next = "" },
		{ PAGE("50", ""), DO(WATCH, 0, LIVE), .version = "50",
		    .commit = true } } },
	{ "410 for what was just listed: backoff",
	    .moves = { LISTED, { FAIL(FAULT_EXPIRED), DO(LIST, 800, LIVE) },
		{ PAGE("11", ""), DO(WATCH, 0, LIVE), .commit = true },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_EXPIRED), DO(LIST, 1600, LIVE) } } },
	{ "429 in a watch: not before it said",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ LATER(5000), DO(WATCH, 5000, LIVE), .version = "11" } } },
	{ "another error in a watch: list",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_BODY), DO(LIST, 800, LIVE), .next = "" } } },
	{ "one bad line: again; two at one version: list",
	    .moves = { WATCHED, { FAIL(FAULT_LINE), DO(WATCH, 800, LIVE) },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_LINE), DO(WATCH, 1600, LIVE), .version = "11" },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_LINE), DO(LIST, 3200, LIVE) } } },
	{ "silence: again; silence again: list",
	    .moves = { WATCHED,
		{ FAIL(FAULT_SILENT), .after = 150000, DO(PROBE, 0, LIVE) },
		{ PAGE("10", ""), DO(WATCH, 0, LIVE) },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_SILENT), .after = 150000,
		    DO(LIST, 800, LIVE) } } },
	{ "a list now and then",
	    .moves = { WATCHED, { MARK("11"), DO(WATCH, 0, LIVE) },
		{ END, .after = 17279999, DO(WATCH, 0, LIVE) },
		{ OPEN, DO(WATCH, 0, LIVE) },
		{ END, .after = 1000, DO(LIST, 0, LIVE), .next = "" } } },

	{ "forbidden: said at once, tried again soon",
	    .moves = { { FAIL(FAULT_DENIED), DO(LIST, 800, FORBIDDEN) },
		{ FAIL(FAULT_DENIED), DO(LIST, 1600, FORBIDDEN) }, LISTED } },
	{ "forbidden watch: from where it was",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ FAIL(FAULT_DENIED), DO(WATCH, 800, FORBIDDEN),
		    .version = "11" },
		{ OPEN, DO(WATCH, 0, FORBIDDEN), .alarm = 1000 },
		{ TICK, .after = 1000, DO(WATCH, 0, LIVE) } } },
	{ "another token: at once, and nothing happened",
	    .moves = { WATCHED, { CHANGE("11"), DO(WATCH, 0, LIVE) },
		{ RENEWED, DO(WATCH, 0, LIVE), .version = "11" } } },
	{ "another token within a list: the same page",
	    .moves = { { PAGE("10", "a"), DO(LIST, 0, SYNCING) },
		{ RENEWED, DO(LIST, 0, SYNCING), .next = "a" } } },

	{ "404 and not served: absent, asked now and then",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, ABSENT) },
		{ FAIL(FAULT_BUSY), DO(DISCOVER, 800, ABSENT) },
		{ SERVED, DO(LIST, 0, SYNCING), .next = "" }, LISTED } },
	{ "absent from the start: for good after checks that last",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 275999, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, ABSENT),
		    .drop = true },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, ABSENT) },
		{ FAIL(FAULT_BUSY), DO(DISCOVER, 800, ABSENT) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) } } },
	{ "absent from the start: too few checks",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 400000, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, ABSENT),
		    .drop = true } } },
	{ "absent from the start: no answer starts the count again",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, ABSENT) },
		{ FAIL(FAULT_BUSY), .after = 300000,
		    DO(DISCOVER, 800, ABSENT) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 299999, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, ABSENT),
		    .drop = true } } },
	{ "absent from the start: a denial starts the count again",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, ABSENT) },
		{ FAIL(FAULT_DENIED), .after = 300000,
		    DO(DISCOVER, 800, ABSENT) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) } } },
	{ "absent for good, served, and absent again",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 300000, DO(DISCOVER, 24000, ABSENT),
		    .drop = true },
		{ SERVED, DO(LIST, 0, SYNCING) },
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) },
		{ ABSENT, .after = 300000, DO(DISCOVER, 24000, ABSENT),
		    .drop = true } } },
	{ "404 but served: a flap",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ SERVED, DO(LIST, 800, SYNCING) },
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING),
		    .alarm = 30000 },
		{ SERVED, DO(LIST, 1600, SYNCING) }, LISTED } },
	{ "404 while live, but served: nothing is lost",
	    .moves = { WATCHED, { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE) },
		{ SERVED, DO(LIST, 800, LIVE) },
		{ PAGE("20", ""), DO(WATCH, 0, LIVE), .commit = true } } },
	{ "no longer served: lost, and dropped after checks that last",
	    .moves = { WATCHED, { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE) },
		{ ABSENT, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 24000, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 251999, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, ABSENT),
		    .drop = true },
		{ SERVED, DO(LIST, 0, SYNCING) }, LISTED } },
	{ "a check that fails starts the count again",
	    .moves = { WATCHED, { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE) },
		{ ABSENT, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 299999, DO(DISCOVER, 24000, LOST) },
		{ FAIL(FAULT_BUSY), DO(DISCOVER, 800, LOST) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 1, DO(DISCOVER, 24000, LOST) },
		{ ABSENT, .after = 299998, DO(DISCOVER, 24000, ABSENT),
		    .drop = true } } },
	{ "served again before it was dropped",
	    .moves = { WATCHED, { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE) },
		{ ABSENT, DO(DISCOVER, 24000, LOST) },
		{ SERVED, DO(LIST, 0, LOST) },
		{ PAGE("20", ""), DO(WATCH, 0, LIVE), .commit = true } } },
	{ "the second version is the one", .apis = 2,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 0, SYNCING) },
		{ SERVED, DO(LIST, 800, SYNCING) }, LISTED } },
	{ "none of two versions", .apis = 2,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(DISCOVER, 24000, ABSENT) } } },
	{ "neither that one nor the next two", .apis = 4,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ SKIP(3), DO(DISCOVER, 0, SYNCING), .api = 3 },
		{ SERVED, DO(LIST, 800, SYNCING), .api = 3 } } },
	{ "none at all, said once", .apis = 4,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ SKIP(4), DO(DISCOVER, 24000, ABSENT), .api = 0 } } },
	{ "a better version comes: listed in that one, still trusted",
	    .apis = 3,
	    .moves = { THIRD, SAID_THIRD,
		{ END, .after = 299999, DO(WATCH, 0, LIVE), .api = 2 },
		OPENED_THIRD, SAID_THIRD,
		{ END, .after = 1000, DO(DISCOVER, 0, LIVE), .api = 0 },
		{ ABSENT, DO(DISCOVER, 0, LIVE), .api = 1 },
		{ SERVED, DO(LIST, 0, LIVE), .api = 1, .next = "" },
		{ PAGE("20", ""), DO(WATCH, 0, LIVE), .version = "20", .api = 1,
		    .commit = true } } },
	{ "no better version: the watch goes on", .apis = 3,
	    .moves = { THIRD, SAID_THIRD,
		{ END, .after = 300000, DO(DISCOVER, 0, LIVE), .api = 0 },
		{ SKIP(2), DO(WATCH, 0, LIVE), .version = "10", .api = 2 },
		OPENED_THIRD, SAID_THIRD,
		{ END, .after = 299999, DO(WATCH, 0, LIVE), .api = 2 },
		OPENED_THIRD, SAID_THIRD,
		{ END, .after = 300000, DO(DISCOVER, 0, LIVE), .api = 0 },
		{ SKIP(3), DO(WATCH, 0, LIVE), .version = "10", .api = 2 } } },
	{ "no answer about better versions: the watch goes on", .apis = 3,
	    .moves = { THIRD, SAID_THIRD,
		{ END, .after = 300000, DO(DISCOVER, 0, LIVE), .api = 0 },
		{ FAIL(FAULT_BUSY), DO(WATCH, 0, LIVE), .version = "10",
		    .api = 2 },
		OPENED_THIRD, SAID_THIRD,
		{ END, .after = 300000, DO(DISCOVER, 0, LIVE), .api = 0 },
		{ FAIL(FAULT_DENIED), DO(WATCH, 0, LIVE), .version = "10",
		    .api = 2 } } },
	{ "watches that fail look for nothing", .apis = 3,
	    .moves = { THIRD,
		{ FAIL(FAULT_BUSY), .after = 10, DO(WATCH, 1600, LIVE),
		    .api = 2 },
		{ FAIL(FAULT_BUSY), .after = 600000, DO(WATCH, 3200, LIVE),
		    .api = 2 } } },
	{ "a better version that is gone when it is listed", .apis = 3,
	    .moves = { THIRD,
		{ END, .after = 300000, DO(DISCOVER, 0, LIVE), .api = 0 },
		{ SERVED, DO(LIST, 0, LIVE), .api = 0 },
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE), .api = 0 },
		{ ABSENT, DO(DISCOVER, 0, LIVE), .api = 1 },
		{ ABSENT, DO(DISCOVER, 0, LIVE), .api = 2 },
		{ SERVED, DO(LIST, 800, LIVE), .api = 2 } } },
	{ "the version that was watched is gone", .apis = 3,
	    .moves = { THIRD,
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, LIVE), .api = 0 },
		{ SKIP(3), DO(DISCOVER, 24000, LOST), .api = 0 } } },
	{ "discovery forbidden",
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ FAIL(FAULT_DENIED), DO(DISCOVER, 800, FORBIDDEN) } } },

	{ "once: a list, and rest", .once = true,
	    .moves = { { PAGE("10", ""), DO(REST, 0, LIVE),
		.commit = true } } },
	{ "once: three tries", .once = true,
	    .moves = { { FAIL(FAULT_BUSY), DO(LIST, 800, SYNCING) },
		{ FAIL(FAULT_BODY), .after = 60000, DO(LIST, 1600, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(REST, 3200, LOST) } } },
	{ "once: forbidden", .once = true,
	    .moves = { { FAIL(FAULT_DENIED), DO(REST, 800, FORBIDDEN) } } },
	{ "once: absent", .once = true,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ ABSENT, DO(REST, 24000, ABSENT) } } },
	{ "once: discovery fails three times", .once = true,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(DISCOVER, 800, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(DISCOVER, 1600, SYNCING) },
		{ FAIL(FAULT_BUSY), DO(REST, 3200, LOST) } } },
	{ "once: flaps three times", .once = true,
	    .moves = { { FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ SERVED, DO(LIST, 800, SYNCING) },
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ SERVED, DO(LIST, 1600, SYNCING) },
		{ FAIL(FAULT_ABSENT), DO(DISCOVER, 0, SYNCING) },
		{ SERVED, DO(REST, 3200, LOST) } } },
};

static uint32_t lowest(uint32_t n)
{
	(void)n;
	return 0;
}

static void check_move(
    struct reflector *reflector, const struct move *move, uint64_t now)
{
	bool acts = move->event.what != TIME_PASSED &&
	    move->event.what != OBJECT_CHANGED &&
	    move->event.what != BOOKMARK_CAME &&
	    move->event.what != WATCH_OPENED;

	reflector_decide(reflector, &move->event, now);
	assert_int_equal(reflector->step, move->step);
	if (acts)
		assert_int_equal(reflector->at - now, move->wait);
	assert_int_equal(reflector->confidence.state, move->state);
	if (move->version)
		assert_string_equal(reflector->version, move->version);
	if (move->next)
		assert_string_equal(
		    reflector->next ? reflector->next : "", move->next);
	if (move->alarm)
		assert_int_equal(reflector->alarm - now, move->alarm);
	assert_int_equal(reflector->commit, move->commit);
	assert_int_equal(reflector->drop, move->drop);
	assert_int_equal(reflector->unpaged, move->unpaged);
	if (reflector->options.apis > 2)
		assert_int_equal(reflector->api, move->api);
	if (reflector->confidence.state == SOURCE_LIVE)
		assert_string_equal(reflector->confidence.reason, "");
	else if (reflector->confidence.state != SOURCE_SYNCING)
		assert_string_not_equal(reflector->confidence.reason, "");
	reflector->commit = reflector->drop = false;
}

static void check(void **state)
{
	const struct row *row = *state;
	struct source_counters counters = { 0 };
	const struct reflector_options options = {
		.limits = &limits_real,
		.below = lowest,
		.apis = row->apis ? row->apis : 1,
		.once = row->once,
		.counters = &counters,
	};
	struct reflector reflector;
	uint64_t now = START;

	reflector_init(&reflector, &options, now);
	assert_int_equal(reflector.step, REFLECTOR_LIST);
	assert_int_equal(reflector.at, now);
	assert_int_equal(reflector.confidence.state, SOURCE_SYNCING);
	for (size_t i = 0; i < MOVES; i++) {
		const struct move *move = &row->moves[i];

		if (!move->event.what && !move->event.version)
			break;
		now += move->after;
		check_move(&reflector, move, now);
	}
	reflector_clear(&reflector);
}

RUN_TABLE(rows, check)
