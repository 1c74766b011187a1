/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_previous.c - which serial comes next (W4).
 */
#include "controller/publish/previous.h"

#include "tests/test.h"

#define NOW 1795429416
#define DAY 86400u
#define NONE (-1)

static const struct row {
	const char *name;
	enum serial_policy policy;
	int64_t file, nsd; /* NONE: not known */
	uint32_t floor;
	uint32_t next;
	bool ignored, ahead;
} rows[] = {
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

static void check(void **state)
{
	const struct row *row = *state;
	struct previous previous = { .known = false };
	bool ahead;

	if (row->file != NONE)
		assert_true(previous_fold(&previous, (uint32_t)row->file));
	if (row->nsd != NONE)
		assert_int_equal(previous_fold(&previous, (uint32_t)row->nsd),
		    !row->ignored);
	previous_floor(&previous, row->floor);
	assert_int_equal(
	    previous_next(&previous, row->policy, NOW, &ahead), row->next);
	assert_int_equal(ahead, row->ahead);
}

RUN_TABLE(rows, check)
