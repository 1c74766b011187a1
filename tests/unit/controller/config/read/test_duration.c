/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_duration.c - durations as time.ParseDuration takes them.
 */
#include "controller/config/read/duration.h"

#include "tests/test.h"

#define NONE UINT64_MAX

static const struct row {
	const char *name; /* and the text */
	uint64_t ns;
} rows[] = {
	{ "0", 0 },
	{ "0s", 0 },
	{ "1ns", 1 },
	{ "2us", 2000 },
	{ "2\xc2\xb5s", 2000 },
	{ "2\xce\xbcs", 2000 },
	{ "500ms", 500000000 },
	{ "5s", 5000000000 },
	{ "1m30s", 90000000000 },
	{ "1h1m1s", 3661000000000 },
	{ "1.5h", 5400000000000 },
	{ ".5s", 500000000 },
	{ "5.s", 5000000000 },
	{ "1.123456789s", 1123456789 },
	{ "1.1234567899s", 1123456789 },
	{ "0.9ns", 0 },
	{ "1s1s", 2000000000 },
	{ "007s", 7000000000 },
	{ "9223372036s", 9223372036000000000 },
	{ "9223372037s", NONE },
	{ "2562047h", 9223369200000000000 },
	{ "2562048h", NONE },
	{ "9223372036854775807ns", 9223372036854775807 },
	{ "9223372036854775808ns", NONE },
	{ "2562047h2562047h", NONE },
	{ "", NONE },
	{ "5", NONE },
	{ "-5s", NONE },
	{ "+5s", NONE },
	{ "s", NONE },
	{ ".s", NONE },
	{ "5 s", NONE },
	{ " 5s", NONE },
	{ "5s ", NONE },
	{ "5d", NONE },
	{ "5S", NONE },
	{ "1e3s", NONE },
	{ "1..5s", NONE },
	{ "1s5", NONE },
};

static void check(void **state)
{
	const struct row *row = *state;
	uint64_t ns = NONE;

	assert_int_equal(duration_parse(row->name, &ns), row->ns != NONE);
	assert_int_equal(ns, row->ns);
}

RUN_TABLE(rows, check)
