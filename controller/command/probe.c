/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.c - does the NSD here answer every zone that it should have, and stay?
 * For the readiness of a replica: one query for each zone, and one answer that
 * is none is enough to say no.
 */
#include <stdio.h>

#include "controller/base/loop.h"
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/leaving.h"
#include "controller/command/options.h"
#include "controller/publish/nsd/asker.h"
#include "controller/publish/transfer/replica.h"

#define TIMEOUT 2000 /* ms */

static const char usage[] =
    "k8s-nsd probe --config k8s-nsd.yaml --secondary NAME\n"
    "\n"
    "Asks an NSD for the SOA of each zone that this secondary has.\n"
    "\n"
    "  --config FILE       the configuration\n"
    "  --secondary NAME    the secondary that the NSD is\n"
    "  --server ADDR@PORT  where it answers (127.0.0.1@53)\n"
    "\n"
    "Exit code: 0 it answers every zone, 1 it does not, or it is leaving\n"
    "(k8s-nsd leave), 2 usage.\n";

struct readiness {
	struct loop *loop;
	size_t open; /* queries */
	bool good;
};

struct readiness_zone {
	struct readiness *probing;
	const char *zone;
};

static void on_answer(void *arg, const struct answer *answer)
{
	const struct readiness_zone *asked = arg;
	struct readiness *probing = asked->probing;

	if (!answer->came || !answer->has_serial) {
		if (probing->good)
			fprintf(stderr,
			    "k8s-nsd probe: zone '%s' is not answered\n",
			    asked->zone);
		probing->good = false;
	}
	if (!--probing->open)
		loop_stop(probing->loop);
}

static bool ask(const struct config *config, const struct replica *replica,
    const char *server, struct err *err)
{
	struct readiness probing = { .loop = loop_new(), .good = true };
	struct asker *asker = asker_new(probing.loop, server, err);
	struct arena arena = { .chunk = 0 };

	if (!asker)
		fprintf(stderr, "k8s-nsd probe: %s\n", err->text);
	for (size_t i = 0; asker && i < config->nzones; i++) {
		struct readiness_zone *asked =
		    arena_alloc(&arena, sizeof(*asked));

		if (!replica_has(replica, config, i))
			continue;
		*asked = (struct readiness_zone){ &probing,
			config->settings[i].name };
		probing.open++;
		asker_ask(asker, asked->zone, TIMEOUT, on_answer, asked);
	}
	if (probing.open)
		loop_run(probing.loop);
	asker_free(asker);
	arena_clear(&arena);
	loop_free(probing.loop);
	return asker && probing.good;
}

int command_probe(int argc, char **argv)
{
	const char *file = NULL, *secondary = NULL, *server = "127.0.0.1@53";
	struct replica replica;
	struct config *config;
	struct err err;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &file, .sort = "FILE", .required = true },
		{ "secondary", .value = &secondary, .required = true },
		{ "server", .value = &server, .sort = "ADDR@PORT" },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (leaving_seen(server)) {
		fprintf(stderr,
		    "k8s-nsd probe: it is leaving, a 'k8s-nsd leave' runs\n");
		return EXIT_TROUBLE;
	}
	config = configuration_load(file);
	if (!config)
		return EXIT_USAGE;
	if (replica_find(config, secondary, "127.0.0.1", &replica, &err))
		status = ask(config, &replica, server, &err) ? EXIT_GOOD
							     : EXIT_TROUBLE;
	else
		fprintf(stderr, "k8s-nsd probe: %s\n", err.text);
	config_free(config);
	return status;
}
