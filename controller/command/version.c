/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "controller/base/process.h"
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/output.h"

static const char usage[] =
    "k8s-nsd version\n"
    "\n"
    "Prints the versions of this program, of its libraries and of the NSD\n"
    "that is installed.\n";

/* "NSD version 4.6.1" is the first line of nsd -v. */
static void print_nsd(void)
{
	const char *const places[] = { "nsd", "/usr/sbin/nsd" };

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		const char *const argv[] = { places[i], "-v", NULL };
		const struct process_options options = { .argv = argv };
		struct process_result result;
		struct err err;
		const char *text;
		bool found;

		if (!process_run(&options, &result, &err))
			break;
		text = buf_text(&result.errors);
		found = !strncmp(text, "NSD version ", 12);
		if (found)
			printf("nsd %.*s\n", (int)strcspn(text + 12, "\n"),
			    text + 12);
		process_result_clear(&result);
		if (found)
			return;
	}
	puts("nsd not found");
}

/* One library a line, whatever make put before it. */
static void print_libraries(void)
{
	const char *at = LIBRARIES;

	while (*at) {
		size_t len;

		at += strspn(at, " \n");
		len = strcspn(at, "\n");
		if (len)
			printf("%.*s\n", (int)len, at);
		at += len;
	}
}

int command_version(int argc, char **argv)
{
	int status;

	if (!options_parse(argc, argv, NULL, 0, usage, &status))
		return status;
	output_version();
	print_libraries();
	print_nsd();
	return EXIT_GOOD;
}
