/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_tracked.c - what versions, answers and looks make of a secondary.
 *
 * A story is a line of steps: "v7" version 7 is served, "a7" the secondary
 * answers serial 7 (signed), "u7" the same unsigned by UDP, "k" it refuses the
 * key, "s" it is silent, "r" it refuses the zone, "n" NSD still sends NOTIFY,
 * "N" it does not any more.
 */
#include "controller/publish/secondary/tracked.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"

#define START 1000000
#define STEP 1000 /* ms between steps */

static const struct row {
	const char *name, *story;
	const char *word; /* of the finding; NULL: it is well */
	size_t behind;
	bool counts;
} rows[] = {
	{ "nothing", "", NULL, 0 },
	{ "it has it", "v7 a7", NULL, 0, true },
	{ "it is behind", "v7 v8 v9 a7", NULL, 2, true },
	{ "it was behind", "v7 v8 a7 a8", NULL, 0, true },
	{ "behind again", "v7 a7 v8", NULL, 1, true },
	{ "unsigned", "v7 u7", NULL, 0, false },
	{ "over the wrap", "v4294967295 v1 a4294967295", NULL, 1, true },
	{ "ahead", "v7 a9", "SecondaryAhead", 0, true },
	{ "ahead no longer", "v7 a9 v10 a10", NULL, 0, true },
	{ "ahead, over the wrap", "v4294967295 a1", "SecondaryAhead", 0, true },
	{ "the key", "v7 k", "SecondaryKey", 0 },
	{ "the key, then well", "v7 k a7", NULL, 0, true },
	{ "silent", "v7 a7 s", "SecondarySilent", 0, true },
	{ "without the zone", "v7 r", "SecondaryLame", 0 },
	{ "the zone comes", "v7 r a7", NULL, 0, true },
	{ "it never gets the zone", "v1 r v2 r v3 r v4 r v5",
	    "SecondaryStarved", 0 },
	{ "nor when it is asked again", "v1 r v2 r v3 r v4 r v5 r",
	    "SecondaryStarved", 0 },
	{ "then it gets it", "v1 r v2 r v3 r v4 r v5 r a5", NULL, 0, true },
	{ "without the zone, and not asked since", "v1 r v2 v3 v4 v5 v6",
	    "SecondaryLame", 0 },
	{ "starved", "v1 v2 a1 v3 a1 v4 a1 v5 a1 v6", "SecondaryStarved", 5,
	    true },
	{ "starved, then fed", "v1 v2 a1 v3 a1 v4 a1 v5 a1 v6 a6", NULL, 0,
	    true },
	{ "silent is not starved", "v1 a1 v2 s v3 s v4 s v5 s v6 s",
	    "SecondarySilent", 5, true },
	{ "NOTIFY is answered", "v7 a7 n N", NULL, 0, true },
	{ "NOTIFY is not answered", "v7 a7 n n n n n n n n n n n n n n n N",
	    "SecondaryUnnotified", 0, true },
	{ "until the next version",
	    "v7 a7 n n n n n n n n n n n n n n n N v8 a8 N", NULL, 0, true },
};

static void answer(struct tracked *tracked, const struct trail *trail,
    char what, uint32_t serial, uint64_t now)
{
	struct asked asked = {
		.answer = { .came = what != 's', .rcode = 5, .ede = EDE_NONE },
		.counts = what == 'a',
	};

	if (what == 'a' || what == 'u') {
		asked.answer.has_serial = true;
		asked.answer.rcode = 0;
		asked.answer.serial = serial;
	}
	if (what == 'k')
		asked.trouble = "BADKEY";
	if (what == 's')
		asked.trouble = "no answer";
	tracked_asked(tracked, &asked, trail, now);
}

static void live(struct tracked *tracked, const char *story)
{
	struct trail trail = { 0 };
	uint64_t now = START;

	for (const char *p = story; *p; p += strspn(p, " "), now += STEP) {
		char what = *p++;
		uint32_t serial = (uint32_t)strtoul(p, NULL, 10);

		p += strspn(p, "0123456789");
		if (what == 'v') {
			tracked_served(tracked, &trail, now);
			trail_add(&trail, serial, now);
		} else if (what == 'n' || what == 'N') {
			tracked_notified(tracked,
			    what == 'n' ? "zone: z\n\tnotify: \"send "
					  "192.0.2.1@53 with serial 7\"\n"
					: "zone: z\n",
			    now - trail.since);
		} else {
			answer(tracked, &trail, what, serial, now);
		}
	}
}

static void check(void **state)
{
	static const struct endpoint server = { .address = "192.0.2.1",
		.port = 53 };
	static const struct secondary secondary = { .notify = &server,
		.nnotify = 1 };
	const struct row *row = *state;
	struct tracked tracked = { .secondary = &secondary, .server = server };

	live(&tracked, row->story);
	if (row->word)
		assert_string_equal(tracked_word(tracked.trouble), row->word);
	else
		assert_int_equal(tracked.trouble, TRACKED_WELL);
	assert_int_equal(!*tracked.why, !row->word);
	assert_int_equal(tracked.behind, row->behind);
	assert_int_equal(tracked.counts, row->counts);
	assert_int_equal(tracked.behind_since > 0, row->behind > 0);
}

static void trails_are_long(void **state)
{
	struct trail trail = { 0 };

	(void)state;
	assert_int_equal(trail_behind(&trail, 5), 0);
	for (uint32_t serial = 1; serial <= 100; serial++)
		trail_add(&trail, serial, serial);
	trail_add(&trail, 100, 200);
	assert_int_equal(trail.since, 100);
	assert_int_equal(trail_behind(&trail, 100), 0);
	assert_int_equal(trail_behind(&trail, 99), 1);
	assert_int_equal(trail_behind(&trail, 37), 63);
	assert_int_equal(trail_behind(&trail, 36), TRAIL_MAX);
	assert_int_equal(trail_behind(&trail, 1), TRAIL_MAX);
	assert_int_equal(trail_behind(&trail, 101), 0);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(trails_are_long));
}
