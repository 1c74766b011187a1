/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

static const char usage[] =
    "k8s-nsd freeze example.com --reason 'incident 7' --for 4h \\\n"
    "    --config k8s-nsd.yaml\n"
    "\n"
    "Freezes a zone, or all: no version of it is published until it is\n"
    "thawed.  What gathers is shown by status, explain and diff, and goes\n"
    "through the guard then.  NSD goes on answering.\n"
    "\n"
    "  --all          all zones, also those that are configured later\n"
    "  --reason TEXT  why\n"
    "  --for TIME     it ends by itself after that time, such as 4h or 30m\n"
    "  --by WHO       who orders it, as you state it\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "  -o, --output text|json  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 done, 1 no such zone, or no controller answers, 2 usage.\n";

int command_freeze(int argc, char **argv)
{
	struct ordering o = { .command = "freeze", .kind = POSTED_FREEZE };
	int status;
	const struct option_row rows[] = {
		{ "ZONE", .value = &o.words.zone, .word = true },
		{ "all", .flag = &o.all, .typed = true },
		{ "reason", .value = &o.words.reason, .required = true,
		    .typed = true },
		{ "for", .value = &o.words.life, .typed = true },
		{ "by", .value = &o.words.by },
		{ "config", .value = &o.file },
		{ "socket", .value = &o.socket },
		{ "output", .value = &o.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	return ordering_run(&o);
}
