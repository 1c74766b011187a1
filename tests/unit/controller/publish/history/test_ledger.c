/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_ledger.c - the life of a repository, event by event.
 *
 * A story is what happens, how long after the one before, and what the ledger
 * makes of it.  DUE(ms) has the next commit due that long from then.
 */
#include "controller/publish/history/ledger.h"

#include "tests/test.h"

#define START 1000000
#define MOVES 12

#define BEGIN(s) .step = LEDGER_##s, .begun = true
#define IN(s) .step = LEDGER_##s
#define HAPPENS(w) .event = { .what = LEDGER_##w, .due = UINT64_MAX }
#define COMMITS(w, n) \
	.event = { .what = LEDGER_##w, .commits = (n), .due = UINT64_MAX }
#define DUE(w, ms) .event = { .what = LEDGER_##w, .due = (ms) }, .due = true

struct move {
	uint64_t after; /* ms since the move before */
	struct ledger_event event;
	bool due; /* event.due is from now */
	enum ledger_step step;
	uint64_t alarm; /* ms from now, 0: none */
	bool begun, failing;
};

#define OPENED                               \
	{ HAPPENS(RANG), BEGIN(OPEN) },      \
	{                                    \
		HAPPENS(OPENED), IN(AT_REST) \
	}
#define COMMITTING                           \
	{                                    \
		DUE(WAITS, 0), BEGIN(COMMIT) \
	}

static const struct story {
	const char *name;
	struct move moves[MOVES];
} stories[] = {
	{ "a version is committed",
	    { OPENED, COMMITTING, { COMMITS(DONE, 1), IN(AT_REST) } } },
	{ "a version waits for its second",
	    { OPENED, { DUE(WAITS, 700), IN(AT_REST), .alarm = 700 },
		{ DUE(RANG, 0), .after = 700, BEGIN(COMMIT) } } },
	{ "versions that wait when it is opened",
	    { { DUE(WAITS, 0), BEGIN(OPEN) }, { DUE(OPENED, 0), BEGIN(COMMIT) },
		{ COMMITS(DONE, 1), IN(AT_REST) } } },
	{ "versions that come meanwhile",
	    { OPENED, COMMITTING, { DUE(WAITS, 0), IN(COMMIT) },
		{ DUE(DONE, 300), IN(AT_REST), .alarm = 300 } } },
	{ "a failure is inspected, and tried again after opening it",
	    { OPENED, COMMITTING,
		{ DUE(FAILED, 0), BEGIN(INSPECT), .failing = true },
		{ DUE(SOUND, 0), .after = 50, IN(AT_REST), .alarm = 950,
		    .failing = true },
		{ DUE(RANG, 0), .after = 950, BEGIN(OPEN), .failing = true },
		{ DUE(OPENED, 0), BEGIN(COMMIT), .failing = true },
		{ COMMITS(DONE, 1), IN(AT_REST) } } },
	{ "failures wait longer, and are inspected once",
	    { { HAPPENS(RANG), BEGIN(OPEN) },
		{ HAPPENS(FAILED), BEGIN(INSPECT), .failing = true },
		{ HAPPENS(SOUND), IN(AT_REST), .alarm = 1000, .failing = true },
		{ HAPPENS(RANG), .after = 1000, BEGIN(OPEN), .failing = true },
		{ HAPPENS(FAILED), IN(AT_REST), .alarm = 2000,
		    .failing = true },
		{ DUE(WAITS, 0), .after = 500, IN(AT_REST), .alarm = 1500,
		    .failing = true },
		{ HAPPENS(RANG), .after = 1500, BEGIN(OPEN), .failing = true },
		{ HAPPENS(OPENED), IN(AT_REST) } } },
	{ "a damaged one is put aside",
	    { OPENED, COMMITTING,
		{ DUE(FAILED, 0), BEGIN(INSPECT), .failing = true },
		{ DUE(DAMAGED, 0), BEGIN(RECREATE), .failing = true },
		{ DUE(DONE, 0), BEGIN(OPEN), .failing = true },
		{ DUE(OPENED, 0), BEGIN(COMMIT), .failing = true },
		{ COMMITS(DONE, 1), IN(AT_REST) } } },
	{ "it cannot be put aside",
	    { OPENED, COMMITTING,
		{ DUE(FAILED, 0), BEGIN(INSPECT), .failing = true },
		{ DUE(DAMAGED, 0), BEGIN(RECREATE), .failing = true },
		{ DUE(FAILED, 0), IN(AT_REST), .alarm = 2000,
		    .failing = true } } },
	{ "it is packed at rest",
	    { OPENED, COMMITTING,
		{ COMMITS(DONE, LEDGER_LOOSE), IN(AT_REST),
		    .alarm = LEDGER_REST },
		{ HAPPENS(RANG), .after = LEDGER_REST, BEGIN(COLLECT) },
		{ HAPPENS(DONE), .after = 900, IN(AT_REST) } } },
	{ "not while versions come",
	    { OPENED, COMMITTING,
		{ COMMITS(DONE, LEDGER_LOOSE), IN(AT_REST),
		    .alarm = LEDGER_REST },
		{ DUE(WAITS, 0), .after = 20000, BEGIN(COMMIT) },
		{ COMMITS(DONE, 1), IN(AT_REST), .alarm = LEDGER_REST } } },
	{ "but when very much is loose",
	    { { HAPPENS(RANG), BEGIN(OPEN) },
		{ .event = { .what = LEDGER_OPENED,
		      .commits = LEDGER_LOOSE_MAX },
		    .due = true,
		    BEGIN(COLLECT) },
		{ DUE(DONE, 0), .after = 900, BEGIN(COMMIT) } } },
	{ "that it cannot be packed is no trouble",
	    { { HAPPENS(RANG), BEGIN(OPEN) },
		{ COMMITS(OPENED, LEDGER_LOOSE_MAX), BEGIN(COLLECT) },
		{ HAPPENS(FAILED), IN(AT_REST) } } },
	{ "ours are rebuilt on top of foreign commits",
	    { OPENED, COMMITTING, { DUE(FOREIGN, 0), IN(COMMIT) },
		{ DUE(DONE, 1000), BEGIN(REBUILD) },
		{ DUE(WAITS, 900), IN(REBUILD) }, { DUE(DONE, 0), BEGIN(OPEN) },
		{ DUE(OPENED, 0), BEGIN(COMMIT) } } },
	{ "that they cannot be is told once, and they are opened anew",
	    { OPENED, { HAPPENS(FOREIGN), BEGIN(REBUILD) },
		{ HAPPENS(FAILED), BEGIN(INSPECT), .failing = true },
		{ HAPPENS(SOUND), IN(AT_REST), .alarm = 1000, .failing = true },
		{ HAPPENS(RANG), .after = 1000, BEGIN(OPEN), .failing = true },
		{ HAPPENS(OPENED), IN(AT_REST) } } },
	{ "another configuration",
	    { OPENED, COMMITTING, { DUE(ANEW, 0), BEGIN(OPEN) },
		{ DUE(OPENED, 0), BEGIN(COMMIT) } } },
};

static void lives(void **state)
{
	const struct story *story = *state;
	struct ledger ledger;
	uint64_t now = START;

	ledger_init(&ledger);
	for (size_t i = 0; i < MOVES; i++) {
		const struct move *move = &story->moves[i];
		struct ledger_event event = move->event;

		if (!move->step && !event.due && !move->due)
			break;
		now += move->after;
		if (move->due)
			event.due += now;
		ledger_decide(&ledger, &event, now);
		if (ledger.step != move->step || ledger.begun != move->begun)
			fail_msg("move %zu: step %d, begun %d", i,
			    (int)ledger.step, ledger.begun);
		if (ledger.alarm != (move->alarm ? now + move->alarm : 0))
			fail_msg("move %zu: alarm in %lld", i,
			    (long long)ledger.alarm - (long long)now);
		assert_int_equal(ledger.failing, move->failing);
		ledger.begun = false;
	}
}

RUN_TABLE(stories, lives)
