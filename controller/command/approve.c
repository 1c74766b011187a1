/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

static const char usage[] =
    "k8s-nsd approve example.com --plan 5f7c2c0f41d6 --config k8s-nsd.yaml\n"
    "\n"
    "Approves the deletions that the guard holds in a zone.  For one hour\n"
    "these deletions, or any subset, are published.  status shows what is\n"
    "held, and the plan.\n"
    "\n"
    "  --plan HASH    the plan's digest, or its first 12 digits at least\n"
    "  --by WHO       who approves it, as you state it\n"
    "  --reason TEXT  why\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "\n"
    "Exit code: 0 done, 1 no such plan, or no controller answers, 2 usage.\n";

int command_approve(int argc, char **argv)
{
	struct ordering o = { .command = "approve", .kind = POSTED_APPROVE };
	int status;
	const struct option_row rows[] = {
		{ "ZONE", .value = &o.words.zone, .required = true,
		    .word = true },
		{ "plan", .value = &o.words.plan, .sort = "HASH",
		    .required = true },
		{ "by", .value = &o.words.by },
		{ "reason", .value = &o.words.reason, .typed = true },
		{ "config", .value = &o.file },
		{ "socket", .value = &o.socket },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	return ordering_run(&o);
}
