/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "controller/command/command.h"
#include "controller/command/githelper.h"
#include "controller/command/output.h"
#include "controller/command/plugin.h"
#include "controller/config/read/nearest.h"
#include "zonegen/base/base.h"
#include "zonegen/base/mem.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
	int unwritten; /* the status if stdout takes no more; 0: TROUBLE */
} commands[] = {
	{ "run", command_run, "run the controller" },
	{ "render", command_render, "make zone files once" },
	{ "diff", command_diff, "show what publishing now would change",
	    .unwritten = EXIT_USAGE },
	{ "import", command_import, "take over a zone from another server",
	    .unwritten = EXIT_USAGE },
	{ "explain", command_explain, "explain why a name exists or not" },
	{ "status", command_status, "show NSD, the sources and the zones" },
	{ "approve", command_order, "approve the deletions of a hold" },
	{ "freeze", command_order, "publish no version of a zone" },
	{ "thaw", command_order, "end the freeze of a zone" },
	{ "restore", command_order, "publish an old version of a zone" },
	{ "release", command_order, "end a restored version" },
	{ "rekey", command_order, "use another secret of a key at once" },
	{ "history", command_history, "show when a name changed, and why" },
	{ "git-accept", command_order, "accept the git remote as it is" },
	{ "check", command_check, "check the configuration" },
	{ "lint", command_lint, "find mistakes in a zone file" },
	{ "nsd-conf", command_nsd_conf, "write the configuration for NSD" },
	{ "rbac", command_rbac, "print the permissions that it needs" },
	{ "probe", command_probe, "ask an NSD for each of its zones" },
	{ "leave", command_leave, "have an NSD not ready before it ends" },
	{ "version", command_version, "print the versions" },
};

/*
 * libcurl links GnuTLS for protocols that this program does not use.  GnuTLS
 * would set itself up before main(), for a megabyte, if this function did not
 * tell it otherwise (gnutls.h, GNUTLS_SKIP_GLOBAL_INIT).
 */
int _gnutls_global_init_skip(void);
int _gnutls_global_init_skip(void)
{
	return 1;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int usage(FILE *out, int status)
{
	fputs("usage: k8s-nsd COMMAND [OPTION ...]\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		fprintf(
		    out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\nSee k8s-nsd COMMAND --help, and k8s-nsd(8).\n", out);
	return status;
}

static bool is_one_of(
    const char *word, const char *a, const char *b, const char *c)
{
	return !strcmp(word, a) || !strcmp(word, b) || !strcmp(word, c);
}

static int unknown(const char *word)
{
	struct nearest nearest = { .wrong = word };

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		nearest_try(
		    &nearest, commands[i].name, strlen(commands[i].name));
	fprintf(stderr, "k8s-nsd: unknown command '%s'", word);
	if (nearest.word)
		fprintf(stderr, ", did you mean '%s'?", nearest.word);
	fputs("\n\n", stderr);
	return usage(stderr, EXIT_USAGE);
}

/*
 * Every command ends here: a zone that was cut because the disk is full must
 * not look like a whole one.
 */
static int finish(int status, int unwritten)
{
	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "k8s-nsd: cannot write to standard output%s%s\n",
	    errno ? ": " : "", errno ? strerror(errno) : "");
	return unwritten ? unwritten : EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	static char help[] = "--help";
	char *of_command[] = { argv[0], help, NULL };
	const struct command *command;

	mem_setup();
	/* A peer that closes a connection makes a write fail, no more. */
	signal(SIGPIPE, SIG_IGN);
	if (githelper_wanted())
		return githelper_run(argc, argv);
	if (argc && plugin_wanted(argv[0]))
		return finish(plugin_run(argc, argv), 0);
	if (argc < 2)
		return usage(stderr, EXIT_USAGE);
	command = find(argv[1]);
	if (command)
		return finish(
		    command->run(argc - 1, argv + 1), command->unwritten);
	if (argc > 2 && !strcmp(argv[1], "help")) {
		command = find(argv[2]);
		return command ? finish(command->run(2, of_command), 0)
			       : unknown(argv[2]);
	}
	if (is_one_of(argv[1], "--help", "-h", "help"))
		return finish(usage(stdout, EXIT_GOOD), 0);
	if (is_one_of(argv[1], "--version", "-V", "-v")) {
		output_version();
		return finish(EXIT_GOOD, 0);
	}
	return unknown(argv[1]);
}
