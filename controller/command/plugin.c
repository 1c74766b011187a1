/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin.c - options of the plugin come first, then the command, and what
 * follows that belongs to the command whatever it looks like.
 */
#include "controller/command/plugin.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/base/process.h"
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "zonegen/base/mem.h"

#define NAME "kubectl-nsd"
#define PROGRAM "/usr/bin/k8s-nsd"

/* Those that ask the controller, or look at what it keeps. */
static const char *const commands[] = { "status", "explain", "approve",
	"freeze", "thaw", "restore", "release", "history", "rekey",
	"git-accept", "check", "version" };

static const char usage[] =
    "kubectl nsd status\n"
    "kubectl nsd --namespace dns explain www.example.com\n"
    "\n"
    "Runs a command of k8s-nsd in the pod of the controller, by kubectl exec:\n"
    "status, explain, approve, freeze, thaw, restore, release, history,\n"
    "rekey, git-accept, check, version.  What follows the command belongs to "
    "it.\n"
    "\n"
    "  -n, --namespace NAME  of the pod (k8s-nsd)\n"
    "  --pod NAME            the pod (k8s-nsd-0)\n"
    "  --container NAME      the container (controller)\n"
    "  --context NAME        the context of the kubeconfig\n"
    "  --kubeconfig FILE     the kubeconfig\n"
    "\n"
    "Exit code: that of the command; 1 if kubectl cannot be run, 2 usage.\n";

struct pod_place {
	const char *namespace, *pod, *container, *context, *kubeconfig;
};

bool plugin_wanted(const char *name)
{
	const char *slash = strrchr(name, '/');

	return !strcmp(slash ? slash + 1 : name, NAME);
}

/* The place of the command among the words; argc: there is none. */
static int find_command(int argc, char **argv)
{
	for (int at = 1; at < argc; at++) {
		if (*argv[at] != '-')
			return at;
		/* Each option takes a value, in its word or behind it. */
		if (!strchr(argv[at], '=') && strcmp(argv[at], "--help") != 0 &&
		    strcmp(argv[at], "-h") != 0)
			at++;
	}
	return argc;
}

static bool is_known(const char *command)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (!strcmp(commands[i], command))
			return true;
	fprintf(stderr,
	    NAME ": '%s' is no command that runs in the pod; see kubectl nsd "
		 "--help\n",
	    command);
	return false;
}

/* A name of a pod cannot be taken for an option: it begins with no hyphen. */
static bool is_pod(const char *value, size_t len)
{
	(void)len;
	return dns1123_is_subdomain(value);
}

static void add(struct arena *arena, const char **words, size_t *n,
    const char *option, const char *value)
{
	if (value)
		words[(*n)++] = arena_printf(arena, "--%s=%s", option, value);
}

static int become(const struct pod_place *plugin, int argc, char **argv)
{
	struct arena arena = { .chunk = 0 };
	const char **words =
	    arena_alloc(&arena, ((size_t)argc + 12) * sizeof(*words));
	struct err err;
	size_t n = 0;

	words[n++] = "kubectl";
	words[n++] = "exec";
	add(&arena, words, &n, "kubeconfig", plugin->kubeconfig);
	add(&arena, words, &n, "context", plugin->context);
	add(&arena, words, &n, "namespace", plugin->namespace);
	add(&arena, words, &n, "container", plugin->container);
	words[n++] = plugin->pod;
	words[n++] = "--";
	words[n++] = PROGRAM;
	for (int i = 0; i < argc; i++)
		words[n++] = argv[i];
	words[n] = NULL;
	process_become(words, &err);
	fprintf(stderr, NAME ": %s\n", err.text);
	arena_clear(&arena);
	return EXIT_TROUBLE;
}

int plugin_run(int argc, char **argv)
{
	struct pod_place plugin = { .namespace = "k8s-nsd",
		.pod = "k8s-nsd-0",
		.container = "controller" };
	int at = find_command(argc, argv), status;
	char name[] = NAME;
	const struct option_row rows[] = {
		{ "namespace", .value = &plugin.namespace,
		    .valid = dns1123_is_label, .typed = true, .letter = 'n' },
		{ "pod", .value = &plugin.pod, .valid = is_pod, .typed = true },
		{ "container", .value = &plugin.container,
		    .valid = dns1123_is_label, .typed = true },
		{ "context", .value = &plugin.context, .typed = true },
		{ "kubeconfig", .value = &plugin.kubeconfig, .sort = "FILE",
		    .typed = true },
	};

	argv[0] = name;
	if (!options_parse(at, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (at == argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (!is_known(argv[at]))
		return EXIT_USAGE;
	return become(&plugin, argc - at, argv + at);
}
