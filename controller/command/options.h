/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h - the arguments of a command, from a table.
 *
 * "--flag VALUE" and "--flag=VALUE", "-f VALUE" where the row has a letter;
 * what the arguments leave out is taken from the environment as K8S_NSD_FLAG.
 * A row that is a word takes the first argument without hyphens (or "-"), the
 * next such row the second.  --help prints the usage text.
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
	bool required;
	bool word;   /* stands alone; never from the environment */
	char letter; /* 0: none */
};

/*
 * false: the command is to end with *status, for what is wrong, or the help,
 * was printed.  true: *status is EXIT_USAGE, until the command knows better.
 * usage: a screen at most; begins with an example.
 */
bool options_parse(int argc, char **argv, const struct option_row *rows,
    size_t count, const char *usage, int *status) MUST_CHECK;

#endif
