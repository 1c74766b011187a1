/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import.c - a foreign zone is read, the objects are read, and what none of
 * them asks for is written as records of the configuration.
 */
#include <stdio.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/base/textfile.h"
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/imports.h"
#include "controller/command/options.h"
#include "controller/command/output.h"
#include "controller/command/remote.h"
#include "controller/command/snapshot.h"
#include "controller/config/catalog.h"
#include "zonegen/foreign/foreignfile.h"
#include "zonegen/record/line.h"

#define FILE_LIMIT ((size_t)1 << 30)   /* octets of a zone file */
#define OUTPUT_LIMIT ((size_t)1 << 32) /* octets of the records */
#define DATA_MAX 200                   /* octets of a record in a message */

static const char usage[] =
    "k8s-nsd import db.example.com --config k8s-nsd.yaml\n"
    "k8s-nsd import axfr:192.0.2.53 --zone example.com --config k8s-nsd.yaml\n"
    "\n"
    "Takes over a zone from another server: prints the records that no object\n"
    "of the cluster asks for, as zones[].records of the configuration.  What\n"
    "is left out is listed on stderr, with the reason.  Nothing is written.\n"
    "\n"
    "  FILE | axfr:HOST[@PORT]\n"
    "                  any zone file, - (stdin), or a server to transfer from\n"
    "  --config FILE   the configuration, which has the zone\n"
    "  --zone NAME     the zone; default: the only one of the configuration\n"
    "  --from PATH     manifests instead of the cluster\n"
    "  --namespace N   of manifests that name none\n"
    "  --tsig NAME     the key of tsig that signs the transfer\n"
    "\n"
    "Exit code: 0 nothing is lost; 1 a record is neither printed nor "
    "published\n"
    "by others; 2 the zone or the objects could not be read.\n";

struct importing {
	const char *place, *file, *zone_text, *tsig;
	struct manifest_from from;
	struct config *config;
	size_t at; /* of the zone in the configuration */
	struct snapshot snapshot;
	struct foreign foreign;
};

static int fail(const char *text)
{
	fprintf(stderr, "k8s-nsd import: %s\n", text);
	return EXIT_USAGE;
}

static bool find_zone(struct importing *im, struct err *err)
{
	const struct config *config = im->config;
	size_t nzones = config->nzones, catalog;
	char zone[NAME_SIZE];

	im->at = 0;
	nzones -= catalog_find(config, &catalog);
	if (!im->zone_text)
		return nzones == 1 ||
		    err_set(err, ERR_INPUT,
			"--zone says which of the %zu zones is meant", nzones);
	if (!name_parse_record(im->zone_text, strlen(im->zone_text), zone, err))
		return false;
	while (
	    im->at < nzones && strcmp(config->settings[im->at].name, zone) != 0)
		im->at++;
	return im->at < nzones ||
	    err_set(err, ERR_INPUT, "zone '%s' is not one of the configuration",
		zone);
}

static bool read_file(struct importing *im, struct err *err)
{
	struct buf text = BUF_INIT(FILE_LIMIT);
	bool ok;

	if (!strcmp(im->place, "-"))
		ok = textfile_read_fd(0, "stdin", &text, err);
	else
		ok = textfile_read(im->place, &text, err);
	ok = ok &&
	    (foreignfile_read(&im->foreign, buf_text(&text), text.len,
		 im->config->settings[im->at].name, err) ||
		err_prefix(err, "'%s'", im->place));
	buf_clear(&text);
	return ok;
}

static bool read_zone(struct importing *im, struct err *err)
{
	struct remote remote = { .place = im->place };

	if (!remote_is(im->place)) {
		if (im->tsig)
			return err_set(
			    err, ERR_INPUT, "--tsig is for axfr:HOST only");
		return read_file(im, err);
	}
	return remote_key(&remote, im->config, im->tsig, err) &&
	    remote_fetch(&remote, im->snapshot.loop,
		im->config->settings[im->at].name, &im->foreign, err);
}

/* Between single quotes YAML knows one escape; our text is printable ASCII. */
static void put_row(
    const char *zone, const struct imports_row *row, struct buf *out)
{
	struct buf rdata = BUF_INIT(8 * RECORD_MAX);
	char relative[NAME_SIZE];

	record_print(&row->record, &rdata);
	buf_printf(out, "  - '%s %u %s ",
	    line_relative(row->name, zone, relative), row->record.ttl,
	    rr_type_text(row->record.type));
	for (size_t i = 0; i < rdata.len; i++) {
		if (rdata.data[i] == '\'')
			buf_putc(out, '\'');
		buf_putc(out, rdata.data[i]);
	}
	buf_puts(out, "'\n");
	buf_clear(&rdata);
}

static void tell_row(const struct imports_row *row)
{
	struct buf rdata = BUF_INIT(8 * RECORD_MAX);

	record_print(&row->record, &rdata);
	fprintf(stderr, "k8s-nsd import: left out %s %s %.*s%s: %s\n",
	    row->name, rr_type_text(row->record.type), DATA_MAX,
	    buf_text(&rdata), rdata.len > DATA_MAX ? " ..." : "", row->why);
	buf_clear(&rdata);
}

static void tell_left(const struct foreign *foreign)
{
	char type[FOREIGN_TYPE_SIZE];

	for (size_t i = 0; i < foreign->nleft; i++) {
		const struct foreign_left *left = &foreign->left[i];

		fprintf(stderr, "k8s-nsd import: left out %s %s: %s",
		    *left->name ? left->name : "-",
		    left->type ? foreign_type(left->type, type) : "-",
		    left->why);
		if (left->count > 1)
			fprintf(stderr, " (%zu records)", left->count);
		else if (left->line)
			fprintf(stderr, " (line %zu)", left->line);
		fputc('\n', stderr);
	}
	if (foreign->left_more)
		fprintf(stderr, "k8s-nsd import: left out %zu more\n",
		    foreign->left_more);
}

static int show(const struct importing *im, const struct imports *imports)
{
	const char *zone = im->foreign.zone;
	struct buf text = BUF_INIT(OUTPUT_LIMIT);
	bool lost = im->foreign.nleft > 0;
	struct err err;
	bool ok;

	buf_printf(&text, "# zone %s, serial %u\nrecords:%s\n", zone,
	    im->foreign.soa.serial, imports->chosen ? "" : " []");
	for (size_t i = 0; i < imports->count; i++) {
		const struct imports_row *row = &imports->rows[i];

		if (!row->why)
			put_row(zone, row, &text);
		else
			tell_row(row);
		lost = lost || (row->why && !row->elsewhere);
	}
	tell_left(&im->foreign);
	ok = output_write(&text, &err);
	buf_clear(&text);
	if (!ok)
		return fail(err.text);
	return lost ? EXIT_DIFFERENT : EXIT_GOOD;
}

static int import(struct importing *im)
{
	int status = EXIT_USAGE;
	struct imports imports;
	struct err err;

	if (!find_zone(im, &err))
		return fail(err.text);
	if (snapshot_open(
		&im->snapshot, "import", im->config, &im->from, NULL) &&
	    im->snapshot.whole) {
		if (read_zone(im, &err)) {
			imports_choose(&imports, &im->foreign, im->config,
			    im->snapshot.zones, im->at);
			status = show(im, &imports);
			imports_clear(&imports);
		} else {
			fail(err.text);
		}
	}
	foreign_clear(&im->foreign);
	snapshot_close(&im->snapshot);
	return status;
}

int command_import(int argc, char **argv)
{
	struct importing im = { .place = NULL };
	int status;
	const struct option_row rows[] = {
		{ "FILE", .value = &im.place, .required = true, .word = true },
		{ "config", .value = &im.file, .required = true },
		{ "zone", .value = &im.zone_text },
		{ "from", .value = &im.from.path },
		{ "namespace", .value = &im.from.namespace,
		    .valid = dns1123_is_label },
		{ "tsig", .value = &im.tsig },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	im.config = configuration_load(im.file);
	if (im.config) {
		log_setup(LOG_WARNING, im.config->log_format);
		status = import(&im);
	}
	config_free(im.config);
	return status;
}
