/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

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
	struct ordering o = { .command = "git-accept",
		.kind = POSTED_GIT_ACCEPT };
	int status;
	const struct option_row rows[] = {
		{ "by", .value = &o.words.by, .required = true },
		{ "reason", .value = &o.words.reason, .required = true },
		{ "config", .value = &o.file },
		{ "socket", .value = &o.socket },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	return ordering_run(&o);
}
