/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

static const char usage[] =
    "k8s-nsd release example.com --config k8s-nsd.yaml\n"
    "\n"
    "Ends a restored version: the zone is what the objects ask for again, as\n"
    "far as the guard does not hold it.\n"
    "\n"
    "  --by WHO       who orders it, as you state it\n"
    "  --reason TEXT  why\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "  -o, --output text|json  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 done, 1 nothing is restored, or no controller answers,\n"
    "2 usage.\n";

int command_release(int argc, char **argv)
{
	struct ordering o = { .command = "release", .kind = POSTED_RELEASE };
	int status;
	const struct option_row rows[] = {
		{ "ZONE", .value = &o.words.zone, .required = true,
		    .word = true },
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
