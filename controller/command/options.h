/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h - the flags of a command, from a table.
 *
 * "--flag VALUE" and "--flag=VALUE"; what the arguments leave out is taken
 * from the environment as K8S_NSD_FLAG.  --help prints the usage text.
 */
#ifndef CONTROLLER_COMMAND_OPTIONS_H
#define CONTROLLER_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct option_row {
	const char *name;   /* "config" */
	const char **value; /* gets the value, or */
	bool *flag;         /* is set; a flag takes no value */
	bool required;
};

enum options_result {
	OPTIONS_GOOD,
	OPTIONS_HELP, /* usage was printed: exit with EXIT_GOOD */
	OPTIONS_BAD,  /* what is wrong was printed: EXIT_USAGE */
};

/* usage: a screen at most; begins with an example. */
enum options_result options_parse(int argc, char **argv,
    const struct option_row *rows, size_t count, const char *usage);

#endif
