/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/approve.h"

#include <stdio.h>

#include "controller/command/errand.h"
#include "controller/command/command.h"
#include "controller/command/options.h"

#define ANSWER_MAX (1u << 20) /* octets */

static const char usage[] =
    "k8s-nsd approve example.com --plan 5f7c2c0f41d6 --config k8s-nsd.yaml\n"
    "\n"
    "Approves the deletions that the guard holds in a zone.  For one hour\n"
    "these deletions, or any subset, are published.  status shows what is\n"
    "held, and the plan.\n"
    "\n"
    "  --plan HASH    the plan's digest, or its first 12 digits at least\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "\n"
    "Exit code: 0 done, 1 no such plan, or no controller answers, 2 usage.\n";

int command_approve(int argc, char **argv)
{
	struct buf body = BUF_INIT(ANSWER_MAX), answer = BUF_INIT(ANSWER_MAX);
	struct errand errand = { .command = "approve" };
	const char *zone = NULL, *plan = NULL;
	struct approve approve;
	struct err err;
	int status;
	const struct option_row rows[] = {
		{ "ZONE", .value = &zone, .required = true, .word = true },
		{ "plan", .value = &plan, .sort = "HASH", .required = true },
		{ "config", .value = &errand.file },
		{ "socket", .value = &errand.socket },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!approve_set(&approve, zone, plan, &err)) {
		fprintf(stderr, "k8s-nsd approve: %s\n", err.text);
		return EXIT_USAGE;
	}
	approve_print(&approve, &body);
	errand.question = (struct client_question){ .path = "/v1/approve",
		.body = buf_text(&body) };
	status = errand_run(&errand, &answer);
	if (status == EXIT_GOOD)
		printf("zone %s: plan %s is approved for an hour\n",
		    approve.zone, approve.plan);
	buf_clear(&body);
	buf_clear(&answer);
	return status;
}
