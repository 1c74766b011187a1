/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_moment.c - RFC 3339 times.
 */
#include "controller/object/part/moment.h"

#include "tests/test.h"

#define NONE INT64_MIN

static const struct row {
	const char *name;
	const char *text;
	int64_t want;
} rows[] = {
	{ "the epoch", "1970-01-01T00:00:00Z", 0 },
	{ "as the API writes it", "2024-05-01T12:34:56Z", 1714566896 },
	{ "leap day", "2024-02-29T00:00:00Z", 1709164800 },
	{ "beyond 2038", "2106-02-07T06:28:16Z", 4294967296 },
	{ "before the epoch", "1969-12-31T23:59:59Z", -1 },
	{ "fraction cut off", "1970-01-01T00:00:01.999999Z", 1 },
	{ "offset east", "1970-01-01T02:30:00+02:30", 0 },
	{ "offset west", "1969-12-31T19:00:00-05:00", 0 },
	{ "no leap year", "2023-02-29T00:00:00Z", NONE },
	{ "day 31 of a short month", "2024-04-31T00:00:00Z", NONE },
	{ "month 13", "2024-13-01T00:00:00Z", NONE },
	{ "month 0", "2024-00-01T00:00:00Z", NONE },
	{ "day 0", "2024-01-00T00:00:00Z", NONE },
	{ "hour 24", "2024-01-01T24:00:00Z", NONE },
	{ "minute 60", "2024-01-01T00:60:00Z", NONE },
	{ "leap second", "2016-12-31T23:59:60Z", NONE },
	{ "no zone", "2024-01-01T00:00:00", NONE },
	{ "small letters", "2024-01-01t00:00:00z", NONE },
	{ "a blank for T", "2024-01-01 00:00:00Z", NONE },
	{ "date only", "2024-01-01", NONE },
	{ "empty", "", NONE },
	{ "something behind", "2024-01-01T00:00:00Z ", NONE },
	{ "blank in front", " 2024-01-01T00:00:00Z", NONE },
	{ "point without digits", "2024-01-01T00:00:00.Z", NONE },
	{ "offset without colon", "2024-01-01T00:00:00+0100", NONE },
	{ "offset of 24 hours", "2024-01-01T00:00:00+24:00", NONE },
	{ "five digits", "12024-01-01T00:00:00Z", NONE },
	{ "sign", "-024-01-01T00:00:00Z", NONE },
};

static void check(void **state)
{
	const struct row *row = *state;
	int64_t got = NONE;

	if (!moment_parse(row->text, &got))
		got = NONE;
	assert_int_equal(got, row->want);
}

RUN_TABLE(rows, check)
