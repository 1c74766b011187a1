/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/kinds.h"
#include "controller/command/options.h"
#include "controller/source/source.h"

static const char usage[] =
    "k8s-nsd rbac --config k8s-nsd.yaml\n"
    "\n"
    "Prints the ClusterRole that the controller needs with this\n"
    "configuration, and the Role for its lease, and nothing beyond it.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "\n"
    "Exit code: 0 done, 2 bad configuration or usage.\n";

/* The kinds of one API group are one rule; the first of them prints it. */
static void print_group(const struct kinds *kinds, size_t first)
{
	const char *group = kinds->list[first]->group;

	for (size_t i = 0; i < first; i++)
		if (!strcmp(kinds->list[i]->group, group))
			return;
	printf("- apiGroups: [\"%s\"]\n  resources: [", group);
	for (size_t i = first; i < kinds->count; i++)
		if (!strcmp(kinds->list[i]->group, group))
			printf("%s%s", i == first ? "" : ", ",
			    kinds->list[i]->plural);
	puts("]\n  verbs: [list, watch]");
}

static void print_role(const struct config *config)
{
	struct kinds kinds = kinds_of(config);

	puts("apiVersion: rbac.authorization.k8s.io/v1\n"
	     "kind: ClusterRole\n"
	     "metadata:\n"
	     "  name: k8s-nsd\n"
	     "rules:");
	for (size_t i = 0; i < kinds.count; i++)
		print_group(&kinds, i);
	if (config->events)
		puts("- apiGroups: [\"events.k8s.io\"]\n"
		     "  resources: [events]\n"
		     "  verbs: [create]");
	if (config->events && source_wants(config, "DNSEndpoint"))
		puts("- apiGroups: [\"externaldns.k8s.io\"]\n"
		     "  resources: [dnsendpoints/status]\n"
		     "  verbs: [patch]");
	kinds_clear(&kinds);
}

/*
 * Of one object in one namespace; its creation cannot be tied to its name.  A
 * name may be digits alone, which YAML reads as a number.
 */
static void print_lease(const struct config *config)
{
	if (!config->lease)
		return;
	puts("---\n"
	     "apiVersion: rbac.authorization.k8s.io/v1\n"
	     "kind: Role\n"
	     "metadata:\n"
	     "  name: k8s-nsd");
	if (config->lease_namespace)
		printf("  namespace: \"%s\"\n", config->lease_namespace);
	else
		puts("  # namespace: that of the pod");
	printf("rules:\n"
	       "- apiGroups: [\"coordination.k8s.io\"]\n"
	       "  resources: [leases]\n"
	       "  verbs: [create]\n"
	       "- apiGroups: [\"coordination.k8s.io\"]\n"
	       "  resources: [leases]\n"
	       "  resourceNames: [\"%s\"]\n"
	       "  verbs: [get, patch]\n",
	    config->lease);
}

int command_rbac(int argc, char **argv)
{
	struct config *config;
	const char *file = NULL;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &file, .sort = "FILE", .required = true },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	config = configuration_load(file);
	if (!config)
		return EXIT_USAGE;
	print_role(config);
	print_lease(config);
	config_free(config);
	return EXIT_GOOD;
}
