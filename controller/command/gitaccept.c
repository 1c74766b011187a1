/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/gitaccept.h"

#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/errand.h"
#include "controller/command/options.h"

#define ANSWER_MAX (1u << 20) /* octets */

static const char usage[] =
    "k8s-nsd git-accept --by jo --reason 'moved to another server' \\\n"
    "    --config k8s-nsd.yaml\n"
    "\n"
    "Accepts that the git remote lacks commits that were pushed to it.  They\n"
    "stay in the controller's repository, below refs/k8s-nsd/lost.  Pushing\n"
    "goes on, on top of what the remote has, with a commit that says so.\n"
    "\n"
    "  --by WHO       who accepts it, as you state it\n"
    "  --reason TEXT  why\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "\n"
    "Exit code: 0 done, 1 nothing is to be accepted, or no controller\n"
    "answers, 2 usage.\n";

int command_git_accept(int argc, char **argv)
{
	struct buf body = BUF_INIT(ANSWER_MAX), answer = BUF_INIT(ANSWER_MAX);
	struct errand errand = { .command = "git-accept" };
	const char *by = NULL, *reason = NULL;
	struct gitaccept accept;
	struct err err;
	int status;
	const struct option_row rows[] = {
		{ "by", .value = &by, .required = true },
		{ "reason", .value = &reason, .required = true },
		{ "config", .value = &errand.file },
		{ "socket", .value = &errand.socket },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!gitaccept_set(&accept, by, reason, &err)) {
		fprintf(stderr, "k8s-nsd git-accept: %s\n", err.text);
		return EXIT_USAGE;
	}
	gitaccept_print(&accept, &body);
	errand.question = (struct client_question){ .path = "/v1/git-accept",
		.body = buf_text(&body) };
	status = errand_run(&errand, &answer);
	if (status == EXIT_GOOD)
		puts("accepted; pushing goes on");
	buf_clear(&body);
	buf_clear(&answer);
	return status;
}
