/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_starving.c - the pause between versions, lag by lag.
 */
#include "controller/publish/secondary/starving.h"

#include <string.h>

#include "tests/test.h"

static const struct row {
	const char *name;
	const char *lags; /* one a version: a digit; '-': nothing was heard */
	uint64_t pause;   /* in the end, s */
	bool given_up;
} rows[] = {
	{ "in the beginning", "", 1 },
	{ "it follows", "0000", 1 },
	{ "behind for a moment", "0100", 1 },
	{ "twice", "11", 1 },
	{ "three times", "111", 2 },
	{ "it grows", "123", 2 },
	{ "four times", "1234", 4 },
	{ "it shrinks in between", "5545", 1 },
	{ "it shrinks all the time", "987654321", 1 },
	{ "it shrinks, but is not there", "1114443", 16 },
	{ "it catches up", "11110", 1 },
	{ "again after that", "111101", 1 },
	{ "to the most", "111111111", 60 },
	{ "and no further", "1111111111", 60 },
	{ "hopeless", "111111111111111111", 1, true },
	{ "and it stays so", "111111111111111111111111111111", 1, true },
	{ "until it caught up", "1111111111111111111110111", 2 },
	{ "away after it was given up", "111111111111111111-111", 1, true },
	{ "and back, having caught up", "111111111111111111-0111", 2 },
	{ "away", "111-", 1 },
	{ "away and back", "111-11", 1 },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct starving starving = { 0 };

	for (const char *p = row->lags; *p; p++)
		starving_version(
		    &starving, *p == '-' ? 7 : (size_t)(*p - '0'), *p != '-');
	assert_int_equal(starving_pause(&starving), row->pause * 1000);
	assert_int_equal(starving.given_up, row->given_up);
}

RUN_TABLE(rows, check)
