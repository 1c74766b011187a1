/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_spacing.c - how far apart publications are (Q2).
 */
#include "controller/publish/spacing.h"

#include "tests/test.h"

static const struct row {
	const char *name;
	uint64_t took, fixed, pause;
} rows[] = {
	{ "no time at all", 0, 0, 0 },
	{ "four times as long as it took", 25, 0, 100 },
	{ "a large zone", 2500, 0, 10000 },
	{ "no more than that", 2501, 0, 10000 },
	{ "NSD hung for three minutes", 180000, 0, 10000 },
	{ "the operator's interval", 25, 1000, 1000 },
	{ "shorter than auto", 25, 1, 1 },
	{ "longer than the cap", 60000, 3600000, 3600000 },
};

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(spacing(row->took, row->fixed), row->pause);
}

RUN_TABLE(rows, check)
