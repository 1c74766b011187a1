/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "controller/command/command.h"
#include "controller/command/output.h"
#include "controller/config/read/nearest.h"

#define PREFIX "K8S_NSD_"
#define VARIABLE_SIZE 64

static const struct option_row *find(
    const struct option_row *rows, size_t count, const char *name, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (!rows[i].word && strlen(rows[i].name) == len &&
		    !strncmp(rows[i].name, name, len))
			return &rows[i];
	return NULL;
}

static const char *variable_of(const char *name, char out[VARIABLE_SIZE])
{
	size_t len;

	memcpy(out, PREFIX, sizeof(PREFIX));
	len = strlen(out);
	for (; *name && len + 1 < VARIABLE_SIZE; name++)
		out[len++] = *name == '-'          ? '_'
		    : *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A')
						   : *name;
	out[len] = '\0';
	return out;
}

static bool bad(const char *command, const char *what, const char *subject)
{
	fprintf(stderr, "k8s-nsd %s: %s '%s'; see k8s-nsd %s --help\n", command,
	    what, subject, command);
	return false;
}

static bool unknown(const char *command, const char *arg,
    const struct option_row *rows, size_t count)
{
	char bare[64];
	struct nearest nearest = { .wrong = bare };

	snprintf(bare, sizeof(bare), "%.*s", (int)strcspn(arg, "="), arg);
	memmove(bare, bare + strspn(bare, "-"),
	    strlen(bare) - strspn(bare, "-") + 1);
	for (size_t i = 0; i < count; i++)
		if (!rows[i].word)
			nearest_try(
			    &nearest, rows[i].name, strlen(rows[i].name));
	nearest_try(&nearest, "help", 4);
	nearest_try(&nearest, "version", 7);
	if (!nearest.word)
		return bad(command, "unknown option", arg);
	fprintf(stderr,
	    "k8s-nsd %s: unknown option '%s', did you mean '--%s'? See "
	    "k8s-nsd %s --help\n",
	    command, arg, nearest.word, command);
	return false;
}

static bool missing(const char *command, const struct option_row *row)
{
	char variable[VARIABLE_SIZE];

	if (row->word)
		return bad(command, "missing argument", row->name);
	fprintf(stderr,
	    "k8s-nsd %s: missing option '--%s %s', or %s in the environment; "
	    "see k8s-nsd %s --help\n",
	    command, row->name, row->sort ? row->sort : "VALUE",
	    variable_of(row->name, variable), command);
	return false;
}

static const struct option_row *find_letter(
    const struct option_row *rows, size_t count, const char *arg)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].letter && arg[0] == '-' &&
		    arg[1] == rows[i].letter && !arg[2])
			return &rows[i];
	return NULL;
}

/* The row that arg names, by its name or its letter; NULL: none. */
static const struct option_row *find_named(
    const struct option_row *rows, size_t count, const char *arg, size_t len)
{
	if (strncmp(arg, "--", 2) != 0)
		return find_letter(rows, count, arg);
	return find(rows, count, arg + 2, len - 2);
}

static bool take_word(const char *command, const char *arg,
    const struct option_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].word && !*rows[i].value) {
			*rows[i].value = arg;
			return true;
		}
	return bad(command, "unexpected argument", arg);
}

/* One argument, and its value if that is the next one. */
static bool take(
    int argc, char **argv, int *at, const struct option_row *rows, size_t count)
{
	const char *arg = argv[*at];
	size_t len = strcspn(arg, "=");
	const struct option_row *row;

	if (*arg != '-' || !arg[1])
		return take_word(argv[0], arg, rows, count);
	row = find_named(rows, count, arg, len);
	if (!row)
		return unknown(argv[0], arg, rows, count);
	if (row->flag) {
		if (arg[len])
			return bad(argv[0], "no value is taken by", arg);
		*row->flag = true;
	} else if (arg[len]) {
		*row->value = arg + len + 1;
	} else if (*at + 1 < argc) {
		*row->value = argv[++*at];
	} else {
		return bad(argv[0], "a value is missing for", arg);
	}
	return true;
}

static bool is_one_of(const char *value, const char *const words[])
{
	for (; *words; words++)
		if (!strcasecmp(value, *words))
			return true;
	return false;
}

/* What a flag is in the environment. */
static bool take_switch(
    const char *command, const char *variable, const char *value, bool *out)
{
	static const char *const on[] = { "true", "1", "yes", "on", NULL };
	static const char *const off[] = { "false", "0", "no", "off", "",
		NULL };

	*out = is_one_of(value, on);
	if (*out || is_one_of(value, off))
		return true;
	fprintf(stderr, "k8s-nsd %s: %s is true or false, not '%s'\n", command,
	    variable, value);
	return false;
}

static bool take_environment(
    const char *command, const struct option_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = &rows[i];
		char variable[VARIABLE_SIZE];
		const char *value = row->word || row->typed
		    ? NULL
		    : getenv(variable_of(row->name, variable));

		if (value && row->flag) {
			if (!take_switch(command, variable, value, row->flag))
				return false;
		} else if (value) {
			*row->value = value;
		}
	}
	return true;
}

/* Does the argument ask for something else than the command? */
static bool answers(const char *arg, const char *usage)
{
	if (!strcmp(arg, "--version")) {
		output_version();
		return true;
	}
	if (strcmp(arg, "--help") != 0 && strcmp(arg, "-h") != 0)
		return false;
	fputs(usage, stdout);
	fputs("Options are read from the environment too: --out is "
	      "K8S_NSD_OUT.\n",
	    stdout);
	return true;
}

/* What the table demands of the values. */
static bool check_rows(
    const char *command, const struct option_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = &rows[i];
		const char *value = row->flag ? NULL : *row->value;

		if (row->required && !value)
			return missing(command, row);
		if (value && row->valid && !row->valid(value, strlen(value))) {
			fprintf(stderr, "k8s-nsd %s: '%s' is no %s\n", command,
			    value, row->name);
			return false;
		}
	}
	return true;
}

bool options_parse(int argc, char **argv, const struct option_row *rows,
    size_t count, const char *usage, int *status)
{
	*status = EXIT_USAGE;
	if (!take_environment(argv[0], rows, count))
		return false;
	for (int at = 1; at < argc; at++) {
		if (answers(argv[at], usage)) {
			*status = EXIT_GOOD;
			return false;
		}
		if (!take(argc, argv, &at, rows, count))
			return false;
	}
	return check_rows(argv[0], rows, count);
}
