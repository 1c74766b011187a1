/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/options.h"
#include "controller/publish/nsd/conf.h"
#include "controller/publish/transfer/zonelist.h"

static const char usage[] =
    "k8s-nsd nsd-conf --config k8s-nsd.yaml --out /var/lib/k8s-nsd\n"
    "\n"
    "Writes the configuration that NSD needs to serve the zones, to stdout or\n"
    "to DIR/nsd.conf.  On stdout secrets are hidden.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "  --out DIR      the directory for nsd.conf\n"
    "  --keep         if it cannot be made, the nsd.conf that is in DIR stays\n"
    "                 and the exit code is 0: NSD can start with it\n"
    "\n"
    "Exit code: 0 done, 1 it could not be written, 2 bad configuration.\n";

/* A key without its secret is left out, and DNS goes on without it. */
static void warn_of_keys(const struct keyring *keyring)
{
	for (size_t i = 0; i < keyring->count; i++)
		if (*keyring->list[i].problem)
			fprintf(stderr, "k8s-nsd nsd-conf: key '%s': %s\n",
			    keyring->list[i].name, keyring->list[i].problem);
}

static bool print(struct transfers *transfers, struct err *err)
{
	struct buf text = BUF_INIT(CONF_MAX);
	bool ok;

	transfers->hidden = true;
	ok = conf_render(transfers, &text, err);
	fputs(buf_text(&text), stdout); /* main() sees if it fails */
	buf_clear(&text);
	return ok;
}

/* As the controller would write it there: what is in force stays so. */
static bool put_into(
    const char *path, struct transfers *transfers, struct err *err)
{
	struct arena arena = { .chunk = 0 };
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (dir < 0)
		return err_errno(err, "cannot open '%s'", path);
	transfers->kept = zonelist_patterns(dir, &arena);
	ok = conf_write(transfers, dir, err);
	close(dir);
	arena_clear(&arena);
	return ok;
}

/* What the nsd.conf of before has in force, then the files. */
static void open_keys(const char *path, const struct config *config,
    struct keyring *keyring, struct endpoints *endpoints, struct nodes *nodes,
    struct feedkey *feed)
{
	int dir = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	char *before = dir >= 0 ? conf_read(dir) : NULL;

	keyring_recall(keyring, before ? before : "");
	endpoints_recall(endpoints, before ? before : "");
	nodes_recall(nodes, before ? before : "");
	(void)keyring_refresh(keyring, config);
	warn_of_keys(keyring);
	free(before);
	if (dir < 0)
		return;
	feedkey_open(feed, dir);
	close(dir);
}

static int make(const struct config *config, const char *out)
{
	struct keyring keyring = KEYRING_INIT;
	struct endpoints endpoints = { .list = NULL };
	struct nodes nodes = { .list = NULL };
	struct feedkey feed = { .port = 0 }; /* until the controller ran */
	struct transfers transfers = { .config = config,
		.keyring = &keyring,
		.endpoints = &endpoints,
		.nodes = &nodes,
		.feed = &feed };
	struct err err;
	bool ok;

	open_keys(out, config, &keyring, &endpoints, &nodes, &feed);
	ok = out ? put_into(out, &transfers, &err) : print(&transfers, &err);
	if (!ok)
		fprintf(stderr, "k8s-nsd nsd-conf: %s\n", err.text);
	endpoints_clear(&endpoints);
	nodes_clear(&nodes);
	keyring_clear(&keyring);
	tsig_secret_clear(&feed.secret);
	return ok                   ? EXIT_GOOD
	    : err.kind == ERR_INPUT ? EXIT_USAGE
				    : EXIT_TROUBLE;
}

/* Is there one already?  An empty file is none. */
static bool is_there(const char *path)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *text = dir >= 0 ? conf_read(dir) : NULL;
	bool there = text && *text;

	free(text);
	if (dir >= 0)
		close(dir);
	return there;
}

int command_nsd_conf(int argc, char **argv)
{
	const char *file = NULL, *out = NULL;
	struct config *config;
	bool keep = false;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &file, .sort = "FILE", .required = true },
		{ "out", .value = &out, .sort = "DIR" },
		{ "keep", .flag = &keep },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	config = configuration_load(file);
	status = config ? make(config, out) : EXIT_USAGE;
	config_free(config);
	if (status == EXIT_GOOD || !keep || !out || !is_there(out))
		return status;
	fprintf(stderr,
	    "k8s-nsd nsd-conf: '%s/" CONF_NAME "' stays as it was\n", out);
	return EXIT_GOOD;
}
