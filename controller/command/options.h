/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h - the arguments of a command, from a table.
 *
 * An option is "--flag VALUE" or "--flag=VALUE", or "-f VALUE" if the row has a
 * letter.  An option that is missing is read from the environment, as
 * K8S_NSD_FLAG.  A row that is a word gets the first argument without hyphens
 * (or "-"), the next such row the second.  --help and -h print the usage text,
 * --version the version.
 */
#ifndef CONTROLLER_COMMAND_OPTIONS_H
#define CONTROLLER_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/base.h"

struct option_row {
	const char *name;   /* "config"; of a word: what messages call it */
	const char **value; /* gets the value, or */
	bool *flag;         /* is set; a flag takes no value */
	const char *sort;   /* of value: "FILE"; NULL: "VALUE" */
	bool (*valid)(const char *value, size_t len); /* NULL: any value is */
	bool required;
	bool word;   /* an argument of its own; never from the environment */
	bool typed;  /* an option that the environment does not set */
	char letter; /* 0: none */
};

/*
 * false: the command must end with *status; an error or the help was printed.
 * true: *status is EXIT_USAGE, the status of a command that goes no further.
 * usage: at most a screen; begins with an example.
 */
bool options_parse(int argc, char **argv, const struct option_row *rows,
    size_t count, const char *usage, int *status) MUST_CHECK;

#endif
