/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_sift.c - checkers that refuse lines alone or only together, and what is
 * left out for them.
 */
#include "zonegen/version/sift.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/mem.h"

#define NONE SIZE_MAX

/* All of a set refuse each other; a set of one is refused by itself. */
struct bad {
	size_t one, other; /* numbers of lines, or NONE */
};

static const struct row {
	const char *name;
	size_t lines, nlast;
	struct bad bad[20];
	size_t nbad;
	size_t hints[20], nhints;
	size_t blamed[20], nblamed;
	unsigned runs; /* at most */
	bool passed, patient, backwards, head, cut;
	enum sift_step end;
} rows[] = {
	{ "one line", 1, 0, { { 0, NONE } }, 1, .blamed = { 0 }, .nblamed = 1,
	    .runs = 2, .end = SIFT_FOUND },
	{ "one line that is named", 500, 499, { { 499, NONE } }, 1,
	    .hints = { 499 }, .nhints = 1, .blamed = { 499 }, .nblamed = 1,
	    .runs = 2, .end = SIFT_FOUND },
	{ "a line among the old ones is named", 500, 400, { { 450, NONE } }, 1,
	    .hints = { 7 }, .nhints = 1, .blamed = { 450 }, .nblamed = 1,
	    .runs = 12, .passed = true, .end = SIFT_FOUND },
	{ "two that are wrong together: the younger", 100, 0, { { 10, 70 } }, 1,
	    .blamed = { 70 }, .nblamed = 1, .runs = 12, .end = SIFT_FOUND },
	{ "the older is named", 100, 0, { { 10, 70 } }, 1, .hints = { 10 },
	    .nhints = 1, .blamed = { 70 }, .nblamed = 1, .runs = 12,
	    .end = SIFT_FOUND },
	{ "the younger stands first in the file", 500, 0, { { 10, 470 } }, 1,
	    .blamed = { 10 }, .nblamed = 1, .runs = 12, .backwards = true,
	    .end = SIFT_FOUND },
	{ "a new one with one of the last version", 500, 300, { { 10, 470 } },
	    1, .blamed = { 470 }, .nblamed = 1, .runs = 12, .passed = true,
	    .end = SIFT_FOUND },
	{ "one with many", 500, 0,
	    { { 499, 0 }, { 499, 100 }, { 499, 200 }, { 499, 300 } }, 4,
	    .blamed = { 499 }, .nblamed = 1, .runs = 13, .end = SIFT_FOUND },
	{ "one that older ones exclude excludes no other", 500, 0,
	    { { 10, 20 }, { 20, 30 } }, 2, .blamed = { 20 }, .nblamed = 1,
	    .runs = 20, .end = SIFT_FOUND },
	{ "a first version of 500 with two bad ones", 500, 0,
	    { { 123, NONE }, { 456, NONE } }, 2, .blamed = { 123, 456 },
	    .nblamed = 2, .runs = 29, .end = SIFT_FOUND },
	{ "ten that are named, of thirty", 30, 0,
	    { { 0, NONE }, { 3, NONE }, { 6, NONE }, { 9, NONE }, { 12, NONE },
		{ 15, NONE }, { 18, NONE }, { 21, NONE }, { 24, NONE },
		{ 27, NONE } },
	    10, .hints = { 0, 3, 6, 9, 12, 15, 18, 21, 24, 27 }, .nhints = 10,
	    .blamed = { 0, 3, 6, 9, 12, 15, 18, 21, 24, 27 }, .nblamed = 10,
	    .runs = 29, .end = SIFT_FOUND },
	{ "one of a million", 1000000, 0, { { 777777, NONE } }, 1,
	    .blamed = { 777777 }, .nblamed = 1, .runs = 29, .end = SIFT_FOUND },
	{ "one of a million, others are named", 1000000, 0,
	    { { 777777, NONE } }, 1,
	    .hints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, .nhints = 11,
	    .blamed = { 777777 }, .nblamed = 1, .runs = 29, .end = SIFT_FOUND },
	{ "more than there are runs for", 500, 0,
	    { { 1, NONE }, { 100, NONE }, { 200, NONE }, { 300, NONE },
		{ 400, NONE } },
	    5, .blamed = { 1, 100, 200 }, .nblamed = 3, .runs = 29, .cut = true,
	    .end = SIFT_FOUND },
	{ "more than that, with patience", 500, 0,
	    { { 1, NONE }, { 100, NONE }, { 200, NONE }, { 300, NONE },
		{ 400, NONE } },
	    5, .blamed = { 1, 100, 200, 300, 400 }, .nblamed = 5, .runs = 60,
	    .patient = true, .end = SIFT_FOUND },
	{ "the head", 500, 0, .head = true, .runs = 1, .end = SIFT_HEAD },
	{ "the head, and old lines", 500, 300, .head = true, .runs = 2,
	    .passed = true, .end = SIFT_HEAD },
	{ "no lines at all", 0, 0, .runs = 1, .end = SIFT_WAVER },
	{ "the last version, which it passed", 500, 300, { { 7, NONE } }, 1,
	    .runs = 2, .passed = true, .end = SIFT_WAVER },
	{ "the last version, which it did not see", 500, 300, { { 7, NONE } },
	    1, .blamed = { 7 }, .nblamed = 1, .runs = 13, .end = SIFT_FOUND },
	{ "nothing new", 500, 500, { { 7, 300 } }, 1, .blamed = { 300 },
	    .nblamed = 1, .runs = 13, .end = SIFT_FOUND },
	{ "nothing at all any more", 500, 0, .runs = 12, .end = SIFT_WAVER },
};

static size_t line_at(const struct row *row, size_t age)
{
	return row->backwards ? row->lines - 1 - age : age;
}

static bool is_in(const struct sift *sift, size_t line)
{
	enum sift_line state = sift_line(sift, line);

	return state == LINE_IN || state == LINE_TRY;
}

static bool refuses(const struct row *row, const struct sift *sift)
{
	for (size_t i = 0; i < row->nbad; i++)
		if (is_in(sift, row->bad[i].one) &&
		    (row->bad[i].other == NONE ||
			is_in(sift, row->bad[i].other)))
			return true;
	return row->head;
}

static bool is_blamed(const struct row *row, size_t line)
{
	for (size_t i = 0; i < row->nblamed; i++)
		if (row->blamed[i] == line)
			return true;
	return false;
}

static void check(void **state)
{
	const struct row *row = *state;
	size_t *lines = xcalloc(row->lines + 1, sizeof(*lines));
	const struct seniority seniority = {
		.lines = lines, .count = row->lines, .nlast = row->nlast
	};
	struct sift_question question = { .lines = &seniority,
		.passed = row->passed,
		.patient = row->patient,
		.hints = row->hints,
		.nhints = row->nhints };
	enum sift_step step;
	struct sift *sift;
	unsigned runs = 0;

	for (size_t i = 0; i < row->lines; i++)
		lines[i] = line_at(row, i);
	sift = sift_new(&question, &step);
	for (; step == SIFT_TRY; runs++)
		step = sift_next(sift, refuses(row, sift));
	assert_int_equal(step, row->end);
	assert_in_range(runs, 1, row->runs);
	assert_int_equal(sift_is_cut(sift), row->cut);
	assert_true(step != SIFT_FOUND || !refuses(row, sift));
	for (size_t i = 0; step == SIFT_FOUND && i < row->lines; i++) {
		enum sift_line is = sift_line(sift, i);

		assert_int_equal(is == LINE_BLAMED, is_blamed(row, i));
		assert_true(row->cut || is != LINE_OUT);
	}
	sift_free(sift);
	free(lines);
}

RUN_TABLE(rows, check)
