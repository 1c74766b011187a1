/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_spacing.c - how far apart publications are (Q2).
 */
#include "controller/publish/spacing.h"

#include "tests/test.h"

static const struct row {
	const char *name;
	uint64_t took;
	bool served;
	uint64_t fixed, pause;
} rows[] = {
	{ "no time at all", 0, true, 0, 0 },
	{ "four times as long as it took", 25, true, 0, 100 },
	{ "a failure too", 25, false, 0, 100 },
	{ "a large zone", 2501, true, 0, 10004 },
	{ "a failure is dear up to 10 s", 2500, false, 0, 10000 },
	{ "and no more than that", 60000, false, 0, 10000 },
	{ "the operator's interval", 25, true, 1000, 1000 },
	{ "shorter than auto", 25, true, 1, 1 },
	{ "longer than the cap", 60000, false, 3600000, 3600000 },
};

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(
	    spacing(row->took, row->served, row->fixed), row->pause);
}

RUN_TABLE(rows, check)
