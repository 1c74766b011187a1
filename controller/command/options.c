/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/command/command.h"

static const struct option_row *find(
    const struct option_row *rows, size_t count, const char *name, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (!rows[i].word && strlen(rows[i].name) == len &&
		    !strncmp(rows[i].name, name, len))
			return &rows[i];
	return NULL;
}

static const char *from_environment(const char *name)
{
	char variable[64] = "K8S_NSD_";
	size_t len = strlen(variable);

	for (; *name && len + 1 < sizeof(variable); name++)
		variable[len++] = *name == '-'     ? '_'
		    : *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A')
						   : *name;
	variable[len] = '\0';
	return getenv(variable);
}

static bool bad(const char *command, const char *what, const char *subject)
{
	fprintf(stderr, "k8s-nsd %s: %s '%s'\n", command, what, subject);
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
		return bad(argv[0], "unknown option", arg);
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

static void take_environment(const struct option_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *value =
		    rows[i].word ? NULL : from_environment(rows[i].name);

		if (value && rows[i].flag)
			*rows[i].flag = !strcmp(value, "true");
		else if (value)
			*rows[i].value = value;
	}
}

bool options_parse(int argc, char **argv, const struct option_row *rows,
    size_t count, const char *usage, int *status)
{
	*status = EXIT_USAGE;
	take_environment(rows, count);
	for (int at = 1; at < argc; at++) {
		if (!strcmp(argv[at], "--help")) {
			fputs(usage, stdout);
			*status = EXIT_GOOD;
			return false;
		}
		if (!take(argc, argv, &at, rows, count))
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (rows[i].required && !*rows[i].value)
			return bad(argv[0],
			    rows[i].word ? "missing argument"
					 : "missing option",
			    rows[i].name);
	return true;
}
