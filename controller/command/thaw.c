/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

static const char usage[] =
    "k8s-nsd thaw example.com --config k8s-nsd.yaml\n"
    "\n"
    "Ends the freeze of a zone, or of all.  What gathered is published, as\n"
    "far as the guard does not hold it.  The freeze of a zone and that of all\n"
    "end one by one.\n"
    "\n"
    "  --all          the freeze of all zones\n"
    "  --by WHO       who orders it, as you state it\n"
    "  --reason TEXT  why\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "  -o, --output text|json  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 done, 1 it is not frozen, or no controller answers, 2 "
    "usage.\n";

int command_thaw(int argc, char **argv)
{
	struct ordering o = { .command = "thaw", .kind = POSTED_THAW };
	int status;
	const struct option_row rows[] = {
		{ "ZONE", .value = &o.words.zone, .word = true },
		{ "all", .flag = &o.all, .typed = true },
		{ "by", .value = &o.words.by },
		{ "reason", .value = &o.words.reason, .typed = true },
		{ "config", .value = &o.file },
		{ "socket", .value = &o.socket },
		{ "output", .value = &o.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	return ordering_run(&o);
}
