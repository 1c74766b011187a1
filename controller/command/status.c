/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/errand.h"
#include "controller/command/options.h"
#include "controller/serve/answer/statusreport.h"

#define ANSWER_MAX ((size_t)64 << 20) /* octets */

static const char usage[] =
    "k8s-nsd status --config /etc/k8s-nsd/k8s-nsd.yaml\n"
    "\n"
    "Shows the state of the running controller: NSD, the sources, the zones,\n"
    "held deletions and how to approve them.\n"
    "\n"
    "  --config FILE           the configuration, for the path of the socket\n"
    "  --socket PATH           the socket; no configuration is needed\n"
    "  -o, --output text|json  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 all is well, 1 something is not, or no controller answers,\n"
    "2 usage.\n";

int command_status(int argc, char **argv)
{
	struct errand errand = { .command = "status",
		.question = { .path = "/v1/status" } };
	struct buf answer = BUF_INIT(ANSWER_MAX);
	const char *output = NULL;
	enum output form;
	struct err err;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &errand.file },
		{ "socket", .value = &errand.socket },
		{ "output", .value = &output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!output_parse(output, OUTPUT_JSON, &form, &err)) {
		fprintf(stderr, "k8s-nsd status: %s\n", err.text);
		return EXIT_USAGE;
	}
	status = errand_run(&errand, &answer);
	if (status == EXIT_GOOD)
		status =
		    errand_show("status", &answer, form, statusreport_print);
	buf_clear(&answer);
	return status;
}
