/* SPDX-License-Identifier: Apache-2.0 */
/* test_handover.c - the way of versions, one after another, by what happens. */
#include "controller/publish/feed/handover.h"

#include "tests/test.h"

enum what {
	NONE,
	BEGIN,
	TOLD_RELOAD,
	MISSED,
	REJECTED,
	OLDER,
	OLDER_FAULTY, /* by an NSD that must not transfer */
	OLDER_UNKNOWN,
	SERVED
};

struct step {
	enum what what;
	uint64_t after; /* ms */
	bool answered;  /* the feed was asked since the step before */
	struct handover_facts facts;
	/* What is expected. */
	enum handover_way way;
	enum handover_next next;
	bool rescued;
	uint64_t patience; /* of a zone of 10 000 records */
	bool barred;
};

struct row {
	const char *name;
	struct step steps[16];
	uint64_t done[WAYS], falls[FALLS];
};

#define LARGE                                 \
	{                                     \
		HANDOVER_AUTO, true, 10000, 0 \
	}
#define GOES                                                        \
	{                                                           \
		.what = BEGIN, .facts = LARGE, .way = WAY_TRANSFER, \
		.patience = 1020                                    \
	}
#define FILE_GOES                                                 \
	{                                                         \
		.what = BEGIN, .facts = LARGE, .way = WAY_RELOAD, \
		.barred = true                                    \
	}
#define AGAIN                                                                \
	{                                                                    \
		.what = MISSED, .way = WAY_TRANSFER, .next = HANDOVER_AGAIN, \
		.patience = 1020                                             \
	}
#define FALLS_                                                            \
	{                                                                 \
		.what = MISSED, .way = WAY_RELOAD, .next = HANDOVER_AGAIN \
	}

static const struct row rows[] = {
	{ "a large zone", { GOES, { .what = SERVED, .way = WAY_TRANSFER } },
	    .done = { 0, 1 } },
	{ "5 000 records",
	    { { .what = BEGIN,
		  .facts = { HANDOVER_AUTO, true, 5000, 0 },
		  .way = WAY_RELOAD },
		{ .what = SERVED, .way = WAY_RELOAD } },
	    .done = { 1, 0 } },
	{ "5 001 records",
	    { { .what = BEGIN,
		.facts = { HANDOVER_AUTO, true, 5001, 49 },
		.way = WAY_TRANSFER } } },
	{ "fifty others wait",
	    { { .what = BEGIN,
		.facts = { HANDOVER_AUTO, true, 5001, 50 },
		.way = WAY_RELOAD } } },
	{ "impossible",
	    { { .what = BEGIN,
		.facts = { HANDOVER_AUTO, false, 5001, 0 },
		.way = WAY_RELOAD } } },
	{ "always, if it is possible",
	    { { .what = BEGIN,
		  .facts = { HANDOVER_TRANSFER, true, 1, 50 },
		  .way = WAY_TRANSFER },
		{ .what = BEGIN,
		    .facts = { HANDOVER_TRANSFER, false, 1, 0 },
		    .way = WAY_RELOAD } } },
	{ "never",
	    { { .what = BEGIN,
		.facts = { HANDOVER_RELOAD, true, 1000000, 0 },
		.way = WAY_RELOAD } } },
	{ "NSD does not ask",
	    { GOES, AGAIN, FALLS_, { .what = SERVED, .way = WAY_RELOAD },
		GOES },
	    .done = { 1, 0 }, .falls = { [FALL_UNASKED] = 1 } },
	{ "it asks the second time",
	    { GOES, AGAIN, { .what = SERVED, .way = WAY_TRANSFER } },
	    .done = { 0, 1 } },
	{ "it asked, and works: once more is waited",
	    { GOES,
		{ .what = MISSED,
		    .answered = true,
		    .after = 1020,
		    .way = WAY_TRANSFER,
		    .next = HANDOVER_WAIT,
		    .patience = 4000 },
		{ .what = SERVED, .after = 3000, .way = WAY_TRANSFER } },
	    .done = { 0, 1 } },
	{ "and works for ever",
	    { GOES,
		{ .what = MISSED,
		    .answered = true,
		    .after = 1020,
		    .way = WAY_TRANSFER,
		    .next = HANDOVER_WAIT,
		    .patience = 4000 },
		{ .what = MISSED,
		    .after = 4000,
		    .way = WAY_TRANSFER,
		    .next = HANDOVER_AGAIN,
		    .patience = 1020 },
		{ .what = MISSED,
		    .answered = true,
		    .after = 1020,
		    .way = WAY_TRANSFER,
		    .next = HANDOVER_WAIT,
		    .patience = 4000 },
		{ .what = MISSED,
		    .after = 4000,
		    .way = WAY_RELOAD,
		    .next = HANDOVER_AGAIN } },
	    .falls = { [FALL_UNSERVED] = 1 } },
	{ "an answer of before is none",
	    { { .answered = true },
		{ .what = BEGIN,
		    .after = 1,
		    .facts = LARGE,
		    .way = WAY_TRANSFER,
		    .patience = 1020 },
		AGAIN } },
	{ "SERVFAIL: at once, whoever was asked",
	    { GOES,
		{ .what = REJECTED,
		    .answered = true,
		    .way = WAY_TRANSFER,
		    .next = HANDOVER_AGAIN,
		    .patience = 1020 },
		{ .what = REJECTED,
		    .answered = true,
		    .way = WAY_RELOAD,
		    .next = HANDOVER_AGAIN } },
	    .falls = { [FALL_REJECTED] = 1 } },
	{ "NSD does not take the command",
	    { GOES, { .what = TOLD_RELOAD, .way = WAY_RELOAD },
		{ .what = TOLD_RELOAD, .way = WAY_RELOAD } },
	    .falls = { [FALL_REFUSED] = 1 } },
	{ "two falls: ten minutes by file",
	    { GOES, { .what = TOLD_RELOAD, .way = WAY_RELOAD },
		{ .what = BEGIN,
		    .after = 599999,
		    .facts = LARGE,
		    .way = WAY_TRANSFER,
		    .patience = 1020 },
		{ .what = TOLD_RELOAD, .way = WAY_RELOAD, .barred = true },
		FILE_GOES,
		{ .what = BEGIN,
		    .after = 599999,
		    .facts = LARGE,
		    .way = WAY_RELOAD,
		    .barred = true },
		{ .what = BEGIN,
		    .after = 1,
		    .facts = LARGE,
		    .way = WAY_TRANSFER,
		    .patience = 1020 },
		{ .what = TOLD_RELOAD, .way = WAY_RELOAD } },
	    .falls = { [FALL_REFUSED] = 3 } },
	{ "a file that NSD takes for older: a transfer, once",
	    { { .what = BEGIN,
		  .facts = { HANDOVER_AUTO, true, 1, 0 },
		  .way = WAY_RELOAD },
		{ .what = OLDER,
		    .way = WAY_TRANSFER,
		    .rescued = true,
		    .patience = 1020 },
		{ .what = MISSED, .way = WAY_RELOAD, .next = HANDOVER_AGAIN },
		{ .what = OLDER, .way = WAY_RELOAD },
		{ .what = BEGIN,
		    .facts = { HANDOVER_AUTO, true, 1, 0 },
		    .way = WAY_RELOAD },
		{ .what = OLDER, .way = WAY_TRANSFER, .rescued = true },
		{ .what = SERVED, .way = WAY_TRANSFER } },
	    .done = { 0, 1 }, .falls = { [FALL_UNASKED] = 1 } },
	{ "a file that an NSD with faults in transfers takes for older",
	    { { .what = BEGIN,
		  .facts = { HANDOVER_AUTO, false, 1, 0 },
		  .way = WAY_RELOAD },
		{ .what = OLDER_FAULTY, .way = WAY_RELOAD },
		{ .what = OLDER_UNKNOWN, .way = WAY_RELOAD } } },
	{ "two falls, ten minutes apart",
	    { GOES, { .what = TOLD_RELOAD, .way = WAY_RELOAD },
		{ .what = BEGIN,
		    .after = 600000,
		    .facts = LARGE,
		    .way = WAY_TRANSFER,
		    .patience = 1020 },
		{ .what = TOLD_RELOAD, .way = WAY_RELOAD }, GOES },
	    .falls = { [FALL_REFUSED] = 2 } },
};

static void act(struct handover *handover, const struct step *step,
    uint64_t answered, uint64_t now)
{
	switch (step->what) {
	case BEGIN:
		assert_int_equal(
		    handover_begin(handover, &step->facts, now), step->way);
		break;
	case TOLD_RELOAD:
		handover_told(handover, WAY_RELOAD, now);
		break;
	case MISSED:
	case REJECTED:
		assert_int_equal(handover_missed(handover,
				     step->what == REJECTED, answered, now),
		    step->next);
		break;
	case OLDER:
	case OLDER_FAULTY:
	case OLDER_UNKNOWN:
		assert_int_equal(handover_rescue(handover,
				     step->what == OLDER              ? "4.6.1"
					 : step->what == OLDER_FAULTY ? "4.14.0"
								      : "",
				     now),
		    step->rescued);
		break;
	case SERVED:
		handover_served(handover);
		break;
	case NONE:
		return;
	}
	assert_int_equal(handover->way, step->way);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct handover handover = { .tries = 0 };
	uint64_t now = 1000, answered = 0;

	for (size_t i = 0; i < ARRAY_LEN(row->steps); i++) {
		const struct step *step = &row->steps[i];

		now += step->after;
		if (step->answered)
			answered = now;
		act(&handover, step, answered, now);
		if (step->patience)
			assert_int_equal(handover_patience(&handover, 10000),
			    step->patience);
		if (step->what != NONE)
			assert_int_equal(
			    handover_barred(&handover, now), step->barred);
	}
	assert_memory_equal(handover.done, row->done, sizeof(row->done));
	assert_memory_equal(handover.falls, row->falls, sizeof(row->falls));
}

static const struct version {
	const char *name;
	bool allows, lingers;
} versions[] = {
	{ "", false, false },
	{ "4.6", false, false },
	{ "x", false, false },
	{ "4.6.1", true, false },
	{ "4.7.0", true, false },
	{ "4.8.0", true, true },
	{ "4.13.0", true, true },
	{ "4.14.0", false, true },
	{ "4.14.2", false, true },
	{ "4.14.3", true, true },
	{ "4.15.0", true, true },
	{ "5.0.0", true, true },
	{ "99999999999.1.1", false, false },
};

static void judges(void **state)
{
	const struct version *version = *state;

	assert_int_equal(handover_allows(version->name), version->allows);
	assert_int_equal(handover_lingers(version->name), version->lingers);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(versions, judges);
}
