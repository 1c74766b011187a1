/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_serials.c - what is heard of serials, and what comes next.
 */
#include "controller/publish/account/serials.h"

#include "tests/test.h"

#define NOW 1795429416
#define DAY 86400u
#define NONE (-1)

static const struct after_row {
	const char *name;
	enum serial_policy policy;
	int64_t file, nsd; /* NONE: not known */
	uint32_t floor;
	uint32_t next;
	bool ignored, ahead;
} afters[] = {
	{ "first", SERIAL_UNIXTIME, NONE, NONE, 0, NOW },
	{ "first by date", SERIAL_DATE, NONE, NONE, 0, 2026112300 },
	{ "first by counter", SERIAL_COUNTER, NONE, NONE, 0, 1 },
	{ "the clock is later", SERIAL_UNIXTIME, NOW - 100, NONE, 0, NOW },
	{ "twice in a second", SERIAL_UNIXTIME, NOW, NONE, 0, NOW + 1 },
	{ "busy", SERIAL_UNIXTIME, NOW + 3600, NONE, 0, NOW + 3601 },
	{ "ahead of the clock", SERIAL_UNIXTIME, NOW + 3601, NONE, 0,
	    NOW + 3602, .ahead = true },
	{ "NSD has a later one", SERIAL_COUNTER, 7, 9, 0, 10 },
	{ "NSD has an older one", SERIAL_COUNTER, 9, 7, 0, 10 },
	{ "only NSD has one", SERIAL_COUNTER, NONE, 41, 0, 42 },
	{ "NSD has one of dates", SERIAL_UNIXTIME, NONE, 2026112301, 0,
	    2026112302, .ahead = true },
	{ "400 days ahead", SERIAL_COUNTER, 1, 1 + 400 * DAY, 0,
	    2 + 400 * DAY },
	{ "more than 400 days ahead", SERIAL_COUNTER, 1, 2 + 400 * DAY, 0, 2,
	    .ignored = true },
	{ "the operator wants it so", SERIAL_COUNTER, 1, 2 + 400 * DAY,
	    2000000000, 2000000001, .ignored = true },
	{ "a floor below", SERIAL_COUNTER, 10, NONE, 5, 11 },
	{ "a floor alone", SERIAL_COUNTER, NONE, NONE, 5, 6 },
	{ "over the top", SERIAL_COUNTER, UINT32_MAX, NONE, 0, 1 },
	{ "over the top, NSD has none of that", SERIAL_COUNTER, UINT32_MAX,
	    UINT32_MAX - 5, 0, 1 },
	{ "NSD has no number", SERIAL_COUNTER, 7, 0, 0, 8 },
	{ "half the ring apart", SERIAL_COUNTER, 7, 7 + (INT64_C(1) << 31), 0,
	    8 },
	{ "by date, the second of the day", SERIAL_DATE, 2026112300, NONE, 0,
	    2026112301 },
	{ "by date, the hundredth", SERIAL_DATE, 2026112399, NONE, 0,
	    2026112400 },
	{ "by date, the next of so many", SERIAL_DATE, 2026112455, NONE, 0,
	    2026112456 },
	{ "by date, ahead of the clock", SERIAL_DATE, 2027010100, NONE, 0,
	    2027010101, .ahead = true },
	{ "by date, unixtime before", SERIAL_DATE, NOW, NONE, 0, 2026112300 },
	{ "by date, a floor ahead", SERIAL_DATE, 2026112300, NONE, 2030010100,
	    2030010101, .ahead = true },
	{ "a floor behind the top", SERIAL_COUNTER, UINT32_MAX - 1, NONE, 5,
	    6 },
	{ "NSD is over the top", SERIAL_COUNTER, UINT32_MAX, 1, 0, 2 },
};

static void check_after(void **state)
{
	const struct after_row *row = *state;
	struct previous previous = { .known = false };
	bool ahead;

	if (row->file != NONE)
		assert_true(serials_fold(&previous, (uint32_t)row->file));
	if (row->nsd != NONE)
		assert_int_equal(
		    serials_fold(&previous, (uint32_t)row->nsd), !row->ignored);
	serials_raise(&previous, row->floor);
	assert_int_equal(
	    serials_after(&previous, row->policy, NOW, &ahead), row->next);
	assert_int_equal(ahead, row->ahead);
}

/* A zone without a version: all that counts is what was heard. */
static const struct heard_row {
	const char *name;
	int64_t heard[3]; /* NONE: no more */
	uint32_t floor;
	uint32_t next[2]; /* and the one after it, when it was published */
} heards[] = {
	{ "nothing", { NONE }, 0, { NOW, NOW + 1 } },
	{ "an old one", { 7, NONE }, 0, { NOW, NOW + 1 } },
	{ "one ahead", { NOW + 9, NONE }, 0, { NOW + 10, NOW + 11 } },
	{ "the highest counts", { NOW + 9, NOW + 2, NOW + 30 }, 0,
	    { NOW + 31, NOW + 32 } },
	{ "too far ahead of the others",
	    { NOW, (int64_t)NOW + 401 * DAY, NONE }, 0, { NOW + 1, NOW + 2 } },
	{ "and the floor says so", { NOW, (int64_t)NOW + 401 * DAY, NONE },
	    2000000000, { 2000000001, 2000000002 } },
};

static void check_heard(void **state)
{
	const struct heard_row *row = *state;
	const struct zone_settings settings = { .name = "a.test",
		.header = "" };
	const struct zone_config config = { .serial_floor = row->floor };
	struct serials serials = { .ahead_said = false };
	struct zone *zone = zone_new(&settings);

	for (size_t i = 0; i < ARRAY_LEN(row->heard) && row->heard[i] != NONE;
	     i++)
		serials_hear(&serials, "a.test", (uint32_t)row->heard[i]);
	for (size_t i = 0; i < ARRAY_LEN(row->next); i++) {
		uint32_t next = serials_next(&serials, zone, &config, NOW);

		assert_int_equal(next, row->next[i]);
		serials_give(&serials, next);
	}
	zone_free(zone);
}

int main(void)
{
	return RUN_ROWS(afters, check_after) + RUN_ROWS(heards, check_heard);
}
