/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/options.h"
#include "controller/publish/nsd/conf.h"
#include "controller/publish/state/catchup.h"
#include "controller/publish/state/statedir.h"
#include "controller/publish/transfer/replica.h"
#include "controller/publish/transfer/zonelist.h"

static const char usage[] =
    "k8s-nsd nsd-conf --config k8s-nsd.yaml --out /var/lib/k8s-nsd\n"
    "\n"
    "Writes the configuration that NSD needs to serve the zones, to stdout or\n"
    "to DIR/nsd.conf.  On stdout secrets are hidden.  With --out, zone files\n"
    "that are behind their journals are brought up to date.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "  --out DIR      the directory for nsd.conf\n"
    "  --secondary S  for an NSD that is the secondary of that name; it\n"
    "                 listens on port 53, and has its files in DIR\n"
    "  --primary ADDR[@PORT]  where it transfers the zones from\n"
    "  --listen ADDR@PORT     it listens there instead\n"
    "  --keep         if it cannot be made, the nsd.conf that is in DIR stays\n"
    "                 and the exit code is 0: NSD can start with it\n"
    "\n"
    "Exit code: 0 done, 1 it could not be written, 2 bad configuration.\n";

/* What the options ask for. */
struct conf_options {
	const char *out, *secondary, *primary, *listen; /* or NULL */
};

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
    struct feedkey *feed, bool *lingers)
{
	int dir = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	char *before = dir >= 0 ? conf_read(dir) : NULL;

	keyring_recall(keyring, before ? before : "");
	endpoints_recall(endpoints, before ? before : "");
	nodes_recall(nodes, before ? before : "");
	*lingers = before && conf_lingers(before);
	(void)keyring_refresh(keyring, config);
	warn_of_keys(keyring);
	free(before);
	if (dir < 0)
		return;
	feedkey_open(feed, dir);
	close(dir);
}

/* What the replica has of its own, in place of the primary's. */
static void move_config(
    struct config *config, const char *out, const char *const *listen)
{
	static const char *const any[] = { "0.0.0.0@53", "::0@53" };

	config->directory = config->nsd_files = out;
	config->nsd_socket = arena_printf(&config->arena, "%s/nsd.sock", out);
	config->listen = *listen ? (struct strings){ listen, 1 }
				 : (struct strings){ any, 2 };
	config->run_nsd = false;
}

/* false, *status: bad options. */
static bool become_replica(struct config *config,
    const struct conf_options *options, struct replica *replica, int *status)
{
	struct endpoint endpoint;
	struct err err;

	*status = EXIT_USAGE;
	if (!options->primary || !options->out || *options->out != '/')
		err_set(&err, ERR_INPUT,
		    "--secondary needs --primary, and --out with an absolute "
		    "path");
	else if (options->listen && !endpoint_parse(options->listen, &endpoint))
		err_set(&err, ERR_INPUT, "--listen '%s' is no ADDR@PORT",
		    options->listen);
	else if (replica_find(config, options->secondary, options->primary,
		     replica, &err)) {
		move_config(config, options->out, &options->listen);
		return true;
	}
	fprintf(stderr, "k8s-nsd nsd-conf: %s\n", err.text);
	return false;
}

/* A replica without any key would never get a zone. */
static bool has_key(const struct transfers *transfers, struct err *err)
{
	const struct replica *replica = transfers->replica;

	for (size_t i = 0; replica && i < replica->secondary->nkeys; i++)
		if (keyring_find(
			transfers->keyring, replica->secondary->keys[i]->name))
			return true;
	return !replica ||
	    err_set(err, ERR_SYSTEM, "no key of secondary '%s' has a secret",
		replica->secondary->name);
}

static int make(struct config *config, const struct conf_options *options)
{
	const char *out = options->out;
	struct keyring keyring = KEYRING_INIT;
	struct endpoints endpoints = { .list = NULL };
	struct nodes nodes = { .list = NULL };
	struct feedkey feed = { .port = 0 }; /* until the controller ran */
	struct transfers transfers = { .config = config,
		.keyring = &keyring,
		.endpoints = &endpoints,
		.nodes = &nodes,
		.feed = &feed };
	struct replica replica;
	struct err err;
	int status;
	bool ok;

	if (options->secondary) {
		if (!become_replica(config, options, &replica, &status))
			return status;
		transfers.replica = &replica;
	}
	open_keys(out, config, &keyring, &endpoints, &nodes, &feed,
	    &transfers.lingers);
	ok = has_key(&transfers, &err) &&
	    (out ? put_into(out, &transfers, &err) : print(&transfers, &err));
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

struct catching {
	const struct config *config;
	struct statedir statedir;
	bool left; /* to a controller that runs */
};

static const struct zone_settings *settings_of(
    const struct config *config, const char *zone)
{
	for (size_t i = 0; i < config->nzones; i++)
		if (!strcmp(config->settings[i].name, zone))
			return &config->settings[i];
	return NULL;
}

/* A controller that ends gives it back soon; one that runs sees to the files.
 */
static bool open_directory(struct catching *c)
{
	struct err err;

	if (c->statedir.dir >= 0)
		return true;
	if (!c->left &&
	    statedir_open(
		&c->statedir, c->config->directory, STATEDIR_PATIENCE, &err))
		return true;
	if (!c->left)
		fprintf(stderr,
		    "k8s-nsd nsd-conf: %s; zone files that are behind their "
		    "journals are left to it\n",
		    err.text);
	c->left = true;
	return false;
}

/* NSD reads the zone files, whatever the controller had beyond them. */
static void catch_up(void *arg, const char *zone)
{
	struct catching *c = arg;
	struct lastversion last = { .found = false };
	struct err err;

	if (!open_directory(c))
		return;
	if (!catchup_zone(
		&c->statedir, zone, settings_of(c->config, zone), &last, &err))
		fprintf(stderr,
		    "k8s-nsd nsd-conf: %s; NSD has an older version\n",
		    err.text);
	if (*last.dropped.text)
		fprintf(stderr,
		    "k8s-nsd nsd-conf: zone '%s': journal is damaged, its end "
		    "is left to the controller: %s\n",
		    zone, last.dropped.text);
}

static void catch_up_all(const struct config *config)
{
	struct catching c = { .config = config, .statedir = STATEDIR_INIT };
	char path[PATH_MAX];
	int zones;

	snprintf(path, sizeof(path), "%s/zones", config->directory);
	zones = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (zones < 0)
		return;
	catchup_each(zones, catch_up, &c);
	close(zones);
	statedir_close(&c.statedir);
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
	const char *file = NULL;
	struct conf_options options = { .out = NULL };
	struct config *config;
	bool keep = false;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &file, .sort = "FILE", .required = true },
		{ "out", .value = &options.out, .sort = "DIR" },
		{ "secondary", .value = &options.secondary },
		{ "primary", .value = &options.primary, .sort = "ADDR[@PORT]" },
		{ "listen", .value = &options.listen, .sort = "ADDR@PORT" },
		{ "keep", .flag = &keep },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	config = configuration_load(file);
	if (config && options.out && !options.secondary)
		catch_up_all(config);
	status = config ? make(config, &options) : EXIT_USAGE;
	config_free(config);
	if (status == EXIT_GOOD || !keep || !options.out ||
	    !is_there(options.out))
		return status;
	fprintf(stderr,
	    "k8s-nsd nsd-conf: '%s/" CONF_NAME "' stays as it was\n",
	    options.out);
	return EXIT_GOOD;
}
