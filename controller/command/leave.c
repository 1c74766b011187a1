/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leave.c - the preStop hook of a replica.
 *
 * kube-proxy keeps the UDP flows of a pod that is deleted with it as long as
 * the pod is ready: a client that asks from one port all the time would lose
 * what it asks while NSD ends.  Not ready, it loses its flows to others first.
 * That nobody asks any more is no sign that they are gone, so the whole time is
 * waited.
 */
#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/leaving.h"
#include "controller/command/options.h"
#include "controller/config/read/duration.h"

#define LONGEST 3600000 /* ms */

static const char usage[] =
    "k8s-nsd leave --for 25s\n"
    "\n"
    "For that time an NSD is not ready for `k8s-nsd probe`, while it answers:\n"
    "a replica that ends is taken out of its Service first.  It is for a\n"
    "preStop hook.\n"
    "\n"
    "  --for TIME          from 1s to 1h\n"
    "  --server ADDR@PORT  where the NSD answers (127.0.0.1@53), as probe has "
    "it\n"
    "\n"
    "Exit code: 0 the time is over, 1 probes cannot be told, 2 usage.\n";

static bool read_time(const char *text, uint64_t *ms)
{
	uint64_t ns;

	if (!duration_parse(text, &ns))
		return false;
	*ms = ns / 1000000;
	return *ms >= 1000 && *ms <= LONGEST;
}

int command_leave(int argc, char **argv)
{
	const char *time = NULL, *server = "127.0.0.1@53";
	uint64_t ms;
	int status;
	struct err err;
	const struct option_row rows[] = {
		{ "for", .value = &time, .sort = "TIME", .required = true,
		    .typed = true },
		{ "server", .value = &server, .sort = "ADDR@PORT" },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!read_time(time, &ms)) {
		fprintf(stderr,
		    "k8s-nsd leave: '%.80s' is no time from 1s to 1h, such as "
		    "25s\n",
		    time);
		return EXIT_USAGE;
	}
	if (leaving_stay(server, ms, &err))
		return EXIT_GOOD;
	fprintf(stderr, "k8s-nsd leave: %s\n", err.text);
	return err.kind == ERR_INPUT ? EXIT_USAGE : EXIT_TROUBLE;
}
