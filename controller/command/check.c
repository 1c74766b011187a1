/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/config/config.h"

static const char usage[] =
    "k8s-nsd check --config k8s-nsd.yaml\n"
    "\n"
    "Reads the configuration and tells everything that is wrong with it,\n"
    "one line each: FILE:LINE:COLUMN: what.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "\n"
    "Exit code: 0 good, 2 bad.\n";

int command_check(int argc, char **argv)
{
	struct config_errors errors = { .text = BUF_INIT(1u << 20) };
	struct config *config;
	const char *file = NULL;
	const struct option_row rows[] = {
		{ "config", .value = &file, .required = true },
	};

	switch (options_parse(argc, argv, rows, ARRAY_LEN(rows), usage)) {
	case OPTIONS_HELP:
		return EXIT_GOOD;
	case OPTIONS_BAD:
		return EXIT_USAGE;
	case OPTIONS_GOOD:
		break;
	}
	config = config_load(file, &errors);
	fputs(buf_text(&errors.text), stderr);
	config_errors_clear(&errors);
	config_free(config);
	return config ? EXIT_GOOD : EXIT_USAGE;
}
