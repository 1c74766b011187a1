/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.c - a snapshot is taken, each zone is compared with its last version,
 * and the changes are shown in the form that was asked for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/command/against.h"
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/difference.h"
#include "controller/command/foresight.h"
#include "controller/command/options.h"
#include "controller/command/output.h"
#include "controller/command/past.h"
#include "controller/command/remote.h"
#include "controller/command/snapshot.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/configured.h"

#define OUTPUT_LIMIT ((size_t)1 << 32) /* octets */

static const char usage[] =
    "k8s-nsd diff --config k8s-nsd.yaml\n"
    "k8s-nsd diff --config k8s-nsd.yaml --from manifests/ --against zones/\n"
    "k8s-nsd diff --config k8s-nsd.yaml --from manifests/ --onto cluster\n"
    "k8s-nsd diff --config k8s-nsd.yaml --against axfr:192.0.2.53\n"
    "\n"
    "Shows what publishing now would change: compares the cluster, or\n"
    "manifests, with the last versions in the state directory.  Nothing is\n"
    "written.\n"
    "\n"
    "  --config FILE   the configuration\n"
    "  --from PATH     directory, file or - (stdin) instead of the cluster\n"
    "  --onto cluster  lay the manifests over the cluster, as applying them\n"
    "                  would; compared with the cluster as it is\n"
    "  --namespace N   of manifests that name none\n"
    "  --against PATH  a state directory, zone files of render --out, any "
    "zone\n"
    "                  file, axfr:HOST[@PORT], or git:REV; default:\n"
    "                  nsd.directory\n"
    "  --tsig NAME     the key of tsig that signs the transfer\n"
    "  --zone NAME     compare this zone alone\n"
    "  -o, --output text|json|markdown; default: text\n"
    "\n"
    "Exit code: 0 no change, 1 changes, 2 the comparison failed.\n";

struct diffing {
	const char *file, *output, *zone_text, *onto;
	char zone[NAME_SIZE];
	struct against against;
	enum output form;
	struct config *config;
	struct manifest_from from;
	struct snapshot snapshot;
	struct difference *list;
	size_t count;
	bool whole; /* every zone could be compared */
};

static int fail(const char *text)
{
	fprintf(stderr, "k8s-nsd diff: %s\n", text);
	return EXIT_USAGE;
}

/* Compares one zone; a zone that waits for an address is an error. */
static bool compare(
    struct diffing *d, size_t at, struct difference *out, struct err *err)
{
	struct zone *zone = zoneset_at(d->snapshot.zones, at);
	struct version *version;

	*out = (struct difference){
		.zone = zone_name(zone),
		.first = !zone_has_version(zone),
		.serial = zone_serial(zone),
		.onto = d->from.onto && !d->against.place,
		.awaits = zone_awaits(zone),
	};
	if (d->against.foreign)
		out->foreign = &d->against.foreign[at];
	if (out->awaits)
		return err_set(err, ERR_INPUT,
		    "zone '%s' waits for an address of its nameserver '%s'",
		    out->zone, out->awaits);
	if (!version_differs(zone))
		return true;
	version = version_new(zone, out->serial, err);
	if (!version)
		return false;
	changes_read(&out->changes, version, CHANGES_ALL);
	version_free(version);
	/* The controller takes nothing over from a foreign zone. */
	if (!out->foreign)
		out->hold = foresight_judge(&d->snapshot, at, &out->changes);
	return true;
}

static bool is_compared(const struct diffing *d, size_t at)
{
	const char *name = zone_name(zoneset_at(d->snapshot.zones, at));

	if (d->against.compared)
		return d->against.compared[at];
	return !d->against.zone || !strcmp(d->against.zone, name);
}

static void compare_all(struct diffing *d)
{
	size_t count = zoneset_count(d->snapshot.zones);
	struct err err;

	d->list = xcalloc(count + 1, sizeof(*d->list));
	d->whole = true;
	for (size_t i = 0; i < count; i++) {
		if (!is_compared(d, i))
			continue;
		if (!compare(d, i, &d->list[d->count++], &err)) {
			fail(err.text);
			d->whole = false;
		}
	}
}

static int show(const struct diffing *d)
{
	static void (*const forms[])(
	    const struct difference *list, size_t count, struct buf *out) = {
		[OUTPUT_TEXT] = difference_text,
		[OUTPUT_JSON] = difference_json,
		[OUTPUT_MARKDOWN] = difference_markdown,
	};
	struct buf text = BUF_INIT(OUTPUT_LIMIT);
	bool different = false;
	struct err err;
	bool ok;

	for (size_t i = 0; i < d->count; i++)
		different = different || difference_any(&d->list[i]);
	forms[d->form](d->list, d->count, &text);
	ok = output_write(&text, &err);
	buf_clear(&text);
	if (!ok)
		return fail(err.text);
	if (!d->whole)
		return EXIT_USAGE;
	return different ? EXIT_DIFFERENT : EXIT_GOOD;
}

static int diff(struct diffing *d)
{
	int status = EXIT_USAGE;

	if (!d->against.place && !d->from.onto)
		d->against.place = d->config->directory;
	/* Objects that could not be read would look deleted. */
	if (snapshot_open(
		&d->snapshot, "diff", d->config, &d->from, &d->against) &&
	    d->snapshot.whole) {
		compare_all(d);
		status = show(d);
		for (size_t i = 0; i < d->count; i++)
			changes_clear(&d->list[i].changes);
		free(d->list);
	}
	against_clear(&d->against);
	snapshot_close(&d->snapshot);
	return status;
}

/* A scheme that nobody knows.  "./x:y" is a path. */
static bool is_elsewhere(const char *place)
{
	size_t scheme = strspn(place, "abcdefghijklmnopqrstuvwxyz");

	return scheme > 0 && place[scheme] == ':';
}

static bool parse(struct diffing *d, struct err *err)
{
	const char *place = d->against.place;

	if (!output_parse(d->output, OUTPUT_MARKDOWN, &d->form, err))
		return false;
	if (place && !remote_is(place) && !past_is(place) &&
	    is_elsewhere(place))
		return err_set(err, ERR_INPUT,
		    "--against is a path, axfr:HOST or git:REV, not '%s'",
		    place);
	d->from.onto = d->onto != NULL;
	if (d->onto && strcmp(d->onto, "cluster") != 0)
		return err_set(
		    err, ERR_INPUT, "--onto is cluster, not '%s'", d->onto);
	if (d->onto && !d->from.path)
		return err_set(err, ERR_INPUT,
		    "--onto needs --from: the manifests to lay over it");
	if (d->against.tsig && !(place && remote_is(place)))
		return err_set(
		    err, ERR_INPUT, "--tsig is for --against axfr:HOST only");
	if (!d->zone_text)
		return true;
	d->against.zone = d->zone;
	return name_parse_record(
	    d->zone_text, strlen(d->zone_text), d->zone, err);
}

int command_diff(int argc, char **argv)
{
	struct diffing d = { .file = NULL };
	int status;
	struct err err;
	const struct option_row rows[] = {
		{ "config", .value = &d.file, .sort = "FILE",
		    .required = true },
		{ "from", .value = &d.from.path },
		{ "namespace", .value = &d.from.namespace,
		    .valid = dns1123_is_label },
		{ "onto", .value = &d.onto, .sort = "cluster" },
		{ "against", .value = &d.against.place },
		{ "zone", .value = &d.zone_text },
		{ "tsig", .value = &d.against.tsig },
		{ "output", .value = &d.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!parse(&d, &err))
		return fail(err.text);
	d.config = configuration_load(d.file);
	if (d.config) {
		log_setup(LOG_WARNING, d.config->log_format);
		status = diff(&d);
	}
	config_free(d.config);
	return status;
}
