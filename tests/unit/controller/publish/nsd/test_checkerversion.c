/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_checkerversion.c - numbers of versions in what programs print.
 */
#include "controller/publish/nsd/checkerversion.h"

#include "tests/test.h"

static const struct row {
	const char *name, *text, *word;
	const char *number; /* NULL: none */
} rows[] = {
	{ "status", "version: 4.6.1\nverbosity: 1\n", "version: ", "4.6.1" },
	{ "help", "Usage: x\nVersion 4.15.0. Report bugs\n", "Version ",
	    "4.15.0" },
	{ "at the end", "Version 4", "Version ", "4" },
	{ "another word", "version 4.6.1", "Version ", NULL },
	{ "no number", "Version x", "Version ", NULL },
	{ "only dots", "Version ...", "Version ", NULL },
	{ "too long", "Version 111111111111111111111111111111111", "Version ",
	    NULL },
	{ "nothing", "", "Version ", NULL },
};

static void check(void **state)
{
	const struct row *row = *state;
	char number[32] = "";

	assert_int_equal(
	    checkerversion_read(row->text, row->word, number, sizeof(number)),
	    row->number != NULL);
	assert_string_equal(number, row->number ? row->number : "");
}

RUN_TABLE(rows, check)
