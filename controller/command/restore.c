/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

static const char usage[] =
    "k8s-nsd restore example.com HEAD~2 --plan --config k8s-nsd.yaml\n"
    "\n"
    "Publishes a zone once more as it was in a commit of its history.  --plan\n"
    "shows what would change, --approve does it.  Then objects do not change\n"
    "the zone until it is released.  The guard judges either way.\n"
    "\n"
    "  --plan          show it, and the hash to approve\n"
    "  --approve HASH  that plan: its first 12 digits at least\n"
    "  --for TIME      it is released by itself after that time, such as 4h\n"
    "  --by WHO        who orders it, as you state it\n"
    "  --reason TEXT   why\n"
    "  --config FILE   the configuration, for the path of the socket\n"
    "  --socket PATH   the socket; no configuration is needed\n"
    "  -o, --output text|json  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 done, 1 no such zone, commit or plan, or no controller\n"
    "answers, 2 usage.\n";

int command_restore(int argc, char **argv)
{
	struct ordering o = { .command = "restore", .kind = POSTED_RESTORE };
	bool plan = false;
	int status;
	const struct option_row rows[] = {
		{ "ZONE", .value = &o.words.zone, .required = true,
		    .word = true },
		{ "REV", .value = &o.words.revision, .required = true,
		    .word = true },
		{ "plan", .flag = &plan, .typed = true },
		{ "approve", .value = &o.words.plan, .sort = "HASH",
		    .typed = true },
		{ "for", .value = &o.words.life, .typed = true },
		{ "by", .value = &o.words.by },
		{ "reason", .value = &o.words.reason, .typed = true },
		{ "config", .value = &o.file },
		{ "socket", .value = &o.socket },
		{ "output", .value = &o.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (plan == (o.words.plan != NULL)) {
		fputs("k8s-nsd restore: either --plan or --approve HASH is "
		      "needed\n",
		    stderr);
		return EXIT_USAGE;
	}
	return ordering_run(&o);
}
