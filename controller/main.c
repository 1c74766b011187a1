/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "controller/command/command.h"
#include "zonegen/base/base.h"
#include "zonegen/base/mem.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "run", command_run, "the controller: watch, publish, follow" },
	{ "render", command_render, "zone files from objects, once" },
	{ "diff", command_diff, "what publishing now would change" },
	{ "explain", command_explain, "why a name is, or is not, there" },
	{ "status", command_status, "how everything does" },
	{ "approve", command_approve, "lets go what the guard holds" },
	{ "check", command_check, "is the configuration good?" },
	{ "lint", command_lint, "what is wrong with a zone file" },
	{ "nsd-conf", command_nsd_conf, "the configuration for NSD" },
	{ "version", command_version, "this program, its libraries, NSD" },
};

/*
 * libcurl brings GnuTLS along for protocols that nobody here speaks.  Left to
 * itself it would set itself up before main(), for a megabyte; it asks this
 * function of the program (gnutls.h, GNUTLS_SKIP_GLOBAL_INIT).
 */
int _gnutls_global_init_skip(void);
int _gnutls_global_init_skip(void)
{
	return 1;
}

static int usage(FILE *out, int status)
{
	fputs("usage: k8s-nsd COMMAND [OPTION ...]\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		fprintf(
		    out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\nk8s-nsd COMMAND --help tells more.\n", out);
	return status;
}

int main(int argc, char **argv)
{
	mem_setup();
	/* A peer that goes away is an error of the write, not our end. */
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2)
		return usage(stderr, EXIT_USAGE);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))
		return usage(stdout, EXIT_GOOD);
	fprintf(stderr, "k8s-nsd: unknown command '%s'\n", argv[1]);
	return usage(stderr, EXIT_USAGE);
}
