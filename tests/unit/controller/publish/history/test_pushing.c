/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pushing.c - the life of a remote, event by event; see test_ledger.c.
 */
#include "controller/publish/history/pushing.h"

#include "tests/test.h"

#define START 1000000
#define MOVES 16

#define BEGIN(s) .step = PUSHING_##s, .begun = true
#define IN(s) .step = PUSHING_##s
#define HAPPENS(w) .event = { .what = PUSHING_##w }
#define MORE(w) .event = { .what = PUSHING_##w, .more = true }
#define BARRED(w) .event = { .what = PUSHING_##w, .barred = true }

struct move {
	uint64_t after; /* ms since the move before */
	struct pushing_event event;
	enum pushing_step step;
	uint64_t alarm; /* ms from now, 0: none */
	bool begun, failing, last;
};

#define LOOKING                            \
	{                                  \
		HAPPENS(OWED), BEGIN(LOOK) \
	}
#define READY                               \
	{                                   \
		HAPPENS(READY), BEGIN(PUSH) \
	}
#define PUSHED                             \
	{                                  \
		HAPPENS(DONE), IN(AT_REST) \
	}
#define END                  \
	{                    \
		.last = true \
	}

static const struct story {
	const char *name;
	struct move moves[MOVES];
} stories[] = {
	{ "commits are pushed", { LOOKING, READY, PUSHED, END } },
	{ "commits that come meanwhile go together",
	    { LOOKING, { HAPPENS(OWED), IN(LOOK) }, READY,
		{ HAPPENS(OWED), IN(PUSH) },
		{ MORE(DONE), IN(AT_REST), .alarm = PUSHING_SPACE },
		{ HAPPENS(RANG), .after = PUSHING_SPACE, BEGIN(LOOK) }, READY,
		PUSHED, END } },
	{ "pushes are a second apart",
	    { LOOKING, READY, PUSHED,
		{ HAPPENS(OWED), .after = 300, IN(AT_REST), .alarm = 700 },
		{ HAPPENS(RANG), .after = 700, BEGIN(LOOK) }, END } },
	{ "failures wait longer each time",
	    { LOOKING,
		{ HAPPENS(FAILED), IN(AT_REST), .alarm = 2000,
		    .failing = true },
		{ HAPPENS(OWED), .after = 500, IN(AT_REST), .alarm = 1500,
		    .failing = true },
		{ HAPPENS(RANG), .after = 1500, BEGIN(LOOK), .failing = true },
		{ HAPPENS(READY), BEGIN(PUSH), .failing = true },
		{ HAPPENS(FAILED), IN(AT_REST), .alarm = 4000,
		    .failing = true },
		{ HAPPENS(RANG), .after = 4000, BEGIN(LOOK), .failing = true },
		{ HAPPENS(READY), BEGIN(PUSH), .failing = true },
		{ HAPPENS(DONE), IN(AT_REST) }, END } },
	{ "foreign commits are built upon",
	    { LOOKING, { HAPPENS(FOREIGN), BEGIN(REBUILD) },
		{ HAPPENS(OWED), IN(REBUILD) }, { HAPPENS(DONE), BEGIN(LOOK) },
		READY, PUSHED, END } },
	{ "somebody was quicker",
	    { LOOKING, READY, { HAPPENS(MOVED), BEGIN(LOOK) },
		{ HAPPENS(FOREIGN), BEGIN(REBUILD) },
		{ HAPPENS(DONE), BEGIN(LOOK) }, READY, PUSHED, END } },
	{ "somebody always is",
	    { LOOKING, READY, { HAPPENS(MOVED), BEGIN(LOOK) }, READY,
		{ HAPPENS(MOVED), BEGIN(LOOK) }, READY,
		{ HAPPENS(MOVED), BEGIN(LOOK) }, READY,
		{ HAPPENS(MOVED), BEGIN(LOOK) }, READY,
		{ HAPPENS(MOVED), IN(AT_REST), .alarm = 2000, .failing = true },
		END } },
	{ "what was lost stops it, whatever comes",
	    { LOOKING, { HAPPENS(LOST), BEGIN(KEEP) },
		{ HAPPENS(DONE), IN(STOPPED) },
		{ HAPPENS(OWED), .after = 5000, IN(STOPPED) },
		{ HAPPENS(RANG), .after = 5000, IN(STOPPED) },
		{ HAPPENS(ACCEPTED), BEGIN(LOOK) },
		{ HAPPENS(FOREIGN), BEGIN(REBUILD) },
		{ HAPPENS(DONE), BEGIN(LOOK) }, READY, PUSHED, END } },
	{ "it was stopped before the restart",
	    { { .event = { .what = PUSHING_ANEW, .stopped = true },
		  IN(STOPPED) },
		{ HAPPENS(OWED), IN(STOPPED) }, END } },
	{ "barred, nothing begins until it is not",
	    { { BARRED(OWED), IN(AT_REST) },
		{ BARRED(RANG), .after = 5000, IN(AT_REST) },
		{ BARRED(ACCEPTED), IN(AT_REST) },
		{ HAPPENS(RANG), BEGIN(LOOK) }, READY, PUSHED, END } },
	{ "barred, a failure is not tried again",
	    { LOOKING, { BARRED(FAILED), IN(AT_REST), .failing = true },
		{ BARRED(RANG), .after = 5000, IN(AT_REST), .failing = true },
		{ HAPPENS(RANG), BEGIN(LOOK), .failing = true }, END } },
	{ "barred during a push, which is cut",
	    { LOOKING, READY, { BARRED(CUT), IN(AT_REST) },
		{ BARRED(OWED), .after = 5000, IN(AT_REST) },
		{ HAPPENS(RANG), BEGIN(LOOK) }, READY, PUSHED, END } },
	{ "barred when the remote has taken it",
	    { LOOKING, READY, { BARRED(RANG), IN(PUSH) },
		{ BARRED(DONE), IN(AT_REST) },
		{ HAPPENS(RANG), .after = 5000, IN(AT_REST) }, END } },
	{ "barred during a look, whatever it sees",
	    { LOOKING, { BARRED(RANG), IN(LOOK) },
		{ BARRED(READY), IN(AT_REST) }, { HAPPENS(RANG), BEGIN(LOOK) },
		{ BARRED(FOREIGN), IN(AT_REST) },
		{ HAPPENS(RANG), BEGIN(LOOK) }, { BARRED(LOST), IN(AT_REST) },
		{ HAPPENS(RANG), BEGIN(LOOK) }, READY,
		{ BARRED(MOVED), IN(AT_REST) }, { HAPPENS(RANG), BEGIN(LOOK) },
		END } },
	{ "barred while it is rebuilt",
	    { LOOKING, { HAPPENS(FOREIGN), BEGIN(REBUILD) },
		{ BARRED(DONE), IN(AT_REST) }, { HAPPENS(RANG), BEGIN(LOOK) },
		END } },
	{ "what was lost cannot be kept: not yet",
	    { LOOKING, { HAPPENS(LOST), BEGIN(KEEP) },
		{ HAPPENS(FAILED), IN(AT_REST), .alarm = 2000,
		    .failing = true },
		{ HAPPENS(RANG), .after = 2000, BEGIN(LOOK), .failing = true },
		{ HAPPENS(LOST), BEGIN(KEEP), .failing = true }, END } },
};

static void lives(void **state)
{
	const struct story *story = *state;
	struct pushing pushing;
	uint64_t now = START;

	pushing_init(&pushing);
	for (size_t i = 0; !story->moves[i].last; i++) {
		const struct move *move = &story->moves[i];

		now += move->after;
		pushing_decide(&pushing, &move->event, now);
		if (pushing.step != move->step || pushing.begun != move->begun)
			fail_msg("move %zu: step %d, begun %d", i,
			    (int)pushing.step, pushing.begun);
		if (pushing.alarm != (move->alarm ? now + move->alarm : 0))
			fail_msg("move %zu: alarm in %lld", i,
			    (long long)pushing.alarm - (long long)now);
		assert_int_equal(pushing.failing, move->failing);
		pushing.begun = false;
	}
}

RUN_TABLE(stories, lives)
