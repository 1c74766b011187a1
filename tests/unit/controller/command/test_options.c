/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "controller/base/dns1123.h"
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "tests/test.h"

static const struct row {
	const char *name;
	const char *argv[6];
	const char *variable, *value; /* of the environment */
	enum { GOOD, HELP, BAD } result;
	const char *config, *out_dir, *word; /* what was read */
	bool strict;
} rows[] = {
	{ "two words", { "c", "--config", "f" }, .config = "f" },
	{ "one word", { "c", "--config=f" }, .config = "f" },
	{ "a value with =", { "c", "--config=a=b" }, .config = "a=b" },
	{ "an empty value", { "c", "--config=" }, .config = "" },
	{ "a flag", { "c", "--config", "f", "--strict" }, .config = "f",
	    .strict = true },
	{ "a name with a hyphen", { "c", "--config=f", "--out-dir=d" },
	    .config = "f", .out_dir = "d" },
	{ "the last one counts", { "c", "--config=f", "--config=g" },
	    .config = "g" },
	{ "environment", { "c" }, "K8S_NSD_CONFIG", "e", .config = "e" },
	{ "arguments win", { "c", "--config=f" }, "K8S_NSD_CONFIG", "e",
	    .config = "f" },
	{ "environment, hyphen", { "c", "--config=f" }, "K8S_NSD_OUT_DIR", "d",
	    .config = "f", .out_dir = "d" },
	{ "environment, flag", { "c", "--config=f" }, "K8S_NSD_STRICT", "true",
	    .config = "f", .strict = true },
	{ "environment, flag off", { "c", "--config=f" }, "K8S_NSD_STRICT",
	    "false", .config = "f" },
	{ "environment, flag 1", { "c", "--config=f" }, "K8S_NSD_STRICT", "1",
	    .config = "f", .strict = true },
	{ "environment, flag of no sort", { "c", "--config=f" },
	    "K8S_NSD_STRICT", "maybe", .result = BAD },
	{ "not from the environment", { "c", "--config=f" }, "K8S_NSD_TYPED",
	    "x", .config = "f" },
	{ "help", { "c", "--help" }, .result = HELP },
	{ "help, in short", { "c", "-h" }, .result = HELP },
	{ "version", { "c", "--version" }, .result = HELP },
	{ "a value that is none", { "c", "--config=f", "--name=A b" },
	    .result = BAD },
	{ "help beats what is wrong after it", { "c", "--help", "--nope" },
	    .result = HELP },
	{ "missing", { "c" }, .result = BAD },
	{ "no value", { "c", "--config" }, .result = BAD },
	{ "unknown", { "c", "--confi=f" }, .result = BAD },
	{ "longer", { "c", "--configs=f" }, .result = BAD },
	{ "a flag with a value", { "c", "--config=f", "--strict=yes" },
	    .result = BAD },
	{ "a word", { "c", "w", "--config=f" }, .config = "f", .word = "w" },
	{ "a word behind", { "c", "--config", "f", "w" }, .config = "f",
	    .word = "w" },
	{ "a word with =", { "c", "--config=f", "a=b" }, .config = "f",
	    .word = "a=b" },
	{ "no word", { "c", "--config=f" }, .config = "f" },
	{ "no word from the environment", { "c", "--config=f" }, "K8S_NSD_WORD",
	    "w", .config = "f" },
	{ "a word is no option", { "c", "--config=f", "--word=w" },
	    .result = BAD },
	{ "a word too many", { "c", "--config=f", "w", "x" }, .result = BAD },
	{ "a letter", { "c", "-o", "d", "--config=f" }, .config = "f",
	    .out_dir = "d" },
	{ "a letter without a value", { "c", "--config=f", "-o" },
	    .result = BAD },
	{ "a letter and more", { "c", "--config=f", "-od" }, .result = BAD },
	{ "an unknown letter", { "c", "--config=f", "-x" }, .result = BAD },
	{ "a hyphen alone is a word", { "c", "--config=f", "-" }, .config = "f",
	    .word = "-" },
	{ "one hyphen", { "c", "-config=f" }, .result = BAD },
};

static const char *or_none(const char *text)
{
	return text ? text : "(none)";
}

static void parse(void **state)
{
	const struct row *row = *state;
	const char *config = NULL, *out_dir = NULL, *word = NULL;
	const char *typed = NULL, *name = NULL;
	bool strict = false;
	const struct option_row options[] = {
		{ "config", .value = &config, .required = true },
		{ "out-dir", .value = &out_dir, .letter = 'o' },
		{ "word", .value = &word, .word = true },
		{ "strict", .flag = &strict },
		{ "typed", .value = &typed, .typed = true },
		{ "name", .value = &name, .valid = dns1123_is_label },
	};
	int argc = 0, status = -1;
	bool good;

	while (row->argv[argc])
		argc++;
	if (row->variable)
		setenv(row->variable, row->value, 1);
	good = options_parse(argc, (char **)row->argv, options,
	    ARRAY_LEN(options), "usage\n", &status);
	if (row->variable)
		unsetenv(row->variable);
	assert_int_equal(good, row->result == GOOD);
	assert_int_equal(status, row->result == HELP ? EXIT_GOOD : EXIT_USAGE);
	if (!good)
		return;
	assert_string_equal(or_none(config), or_none(row->config));
	assert_string_equal(or_none(out_dir), or_none(row->out_dir));
	assert_string_equal(or_none(word), or_none(row->word));
	assert_int_equal(strict, row->strict);
	assert_null(typed);
}

/* Words fill their rows in order; one that is required must be there. */
static void words(void **state)
{
	const char *first = NULL, *second = NULL;
	const struct option_row options[] = {
		{ "FIRST", .value = &first, .required = true, .word = true },
		{ "SECOND", .value = &second, .word = true },
	};
	const char *argv[] = { "c", "a", "b" };
	int status = -1;

	(void)state;
	assert_true(options_parse(
	    3, (char **)argv, options, ARRAY_LEN(options), "usage\n", &status));
	assert_string_equal(first, "a");
	assert_string_equal(second, "b");
	first = NULL;
	assert_false(options_parse(
	    1, (char **)argv, options, ARRAY_LEN(options), "usage\n", &status));
	assert_int_equal(status, EXIT_USAGE);
}

int main(void)
{
	return RUN_ROWS(rows, parse) + RUN_TESTS(cmocka_unit_test(words));
}
