/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/options.h"

static const char usage[] =
    "k8s-nsd check --config k8s-nsd.yaml\n"
    "\n"
    "Reads the configuration and prints each error in it, one line each:\n"
    "FILE:LINE:COLUMN: error.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "\n"
    "Exit code: 0 good, 2 bad.\n";

int command_check(int argc, char **argv)
{
	struct config *config;
	const char *file = NULL;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &file, .sort = "FILE", .required = true },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	config = configuration_load(file);
	config_free(config);
	return config ? EXIT_GOOD : EXIT_USAGE;
}
