/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/ordering.h"

static const char usage[] =
    "k8s-nsd rekey to-provider.example.com --now --config k8s-nsd.yaml\n"
    "\n"
    "Puts the secret in force that the file of a TSIG key has, while zones\n"
    "have secondaries with the former one.  From then on they are refused,\n"
    "until they have the new secret too.  A second key beside the first\n"
    "refuses nobody.\n"
    "\n"
    "  --now          yes, at once; without it nothing is done\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "\n"
    "Exit code: 0 done, 1 no such key, or no controller answers, 2 usage.\n";

int command_rekey(int argc, char **argv)
{
	struct ordering o = { .command = "rekey", .kind = POSTED_REKEY };
	bool now = false;
	int status;
	const struct option_row rows[] = {
		{ "KEY", .value = &o.words.key, .required = true,
		    .word = true },
		{ "now", .flag = &now },
		{ "config", .value = &o.file },
		{ "socket", .value = &o.socket },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (now || !ordering_valid(&o))
		return ordering_run(&o);
	fprintf(stderr,
	    "k8s-nsd rekey: secondaries with the former secret of '%s' would "
	    "be refused at once; --now does it\n",
	    o.words.key);
	return EXIT_USAGE;
}
