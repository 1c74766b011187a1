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
    "How the running controller does: NSD, the sources, the zones, what is\n"
    "held and how to approve it.\n"
    "\n"
    "  --config FILE           the configuration; it tells where to ask\n"
    "  --socket PATH           ask there; no configuration is needed\n"
    "  -o, --output text|json  the form of the answer; text\n"
    "\n"
    "Exit code: 0 all well, 1 something is not, or nobody answers, 2 usage.\n";

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
