/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render.c - a snapshot is taken without last versions, each zone is written as
 * a zone file, and the findings are printed on stderr.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/dns1123.h"
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/options.h"
#include "controller/command/snapshot.h"
#include "zonegen/base/number.h"
#include "zonegen/base/outfile.h"
#include "zonegen/lint/own.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/configured.h"
#include "zonegen/record/name.h"

static const char usage[] =
    "k8s-nsd render --config k8s-nsd.yaml --from manifests/\n"
    "\n"
    "Makes zone files once, from manifests or from the cluster that the\n"
    "configuration names.  Findings say on stderr what is not published and\n"
    "why: severity, id, name, origin, sentence.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "  --from PATH    directory, file or - (stdin) instead of the cluster\n"
    "  --namespace N  of manifests that name none\n"
    "  --out DIR      write DIR/ZONE.zone instead of printing\n"
    "  --serial N     the serial; default: as the configuration says\n"
    "  --strict       fail if there are findings of severity error, or kinds\n"
    "                 in resources that the cluster does not serve\n"
    "\n"
    "Exit code: 0 done, 1 a zone could not be made (or --strict failed), 2\n"
    "bad configuration or usage.\n";

struct rendering {
	const char *file, *out, *serial_text;
	bool strict;
	uint32_t serial;
	struct config *config;
	struct manifest_from from;
	struct snapshot snapshot;
};

static int fail(const char *text)
{
	fprintf(stderr, "k8s-nsd render: %s\n", text);
	return EXIT_TROUBLE;
}

static bool put_out(const struct rendering *r, int dir, struct version *version,
    struct err *err)
{
	char name[NAME_MAX], text[NAME_FILE_SIZE];

	if (!r->out) {
		/* main() sees if it fails. */
		fwrite(version->file.data, 1, version->file.len, stdout);
		return true;
	}
	snprintf(
	    name, sizeof(name), "%s.zone", name_for_file(version->zone, text));
	return outfile_replace(dir, name, 0644, &version->file, err);
}

static uint32_t serial_of(const struct rendering *r, size_t at)
{
	if (r->serial_text)
		return r->serial;
	return serial_first(
	    r->config->zones[at].serial, loop_wall(r->snapshot.loop));
}

static int write_zones(struct rendering *r)
{
	int dir = -1, status = EXIT_GOOD;
	struct err err;

	if (r->out) {
		dir = open(r->out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (dir < 0) {
			err_errno(&err, "cannot open '%s'", r->out);
			return fail(err.text);
		}
	}
	for (size_t i = 0; i < zoneset_count(r->snapshot.zones); i++) {
		struct zone *zone = zoneset_at(r->snapshot.zones, i);
		const char *awaited = zone_awaits(zone);
		struct version *version;

		/* Its members come when they are served. */
		if (zone_settings(zone)->closed)
			continue;
		if (awaited) {
			err_set(&err, ERR_INPUT,
			    "zone '%s' waits for an address of its "
			    "nameserver '%s'",
			    zone_name(zone), awaited);
			status = fail(err.text);
			continue;
		}
		version = version_new(zone, serial_of(r, i), &err);
		if (!version || !put_out(r, dir, version, &err))
			status = fail(err.text);
		version_free(version);
	}
	if (dir >= 0)
		close(dir);
	return status;
}

static int print_findings(const struct rendering *r)
{
	struct findings findings = { 0 };
	struct buf text = BUF_INIT(1u << 30);
	bool met = true;

	store_findings(r->snapshot.store, &findings);
	zoneset_findings(r->snapshot.zones, &findings);
	lint_zoneset(r->snapshot.zones, &findings);
	findings_sort(&findings);
	for (size_t i = 0; i < findings.count; i++) {
		const struct finding *finding = &findings.list[i];

		met = met && finding_severity(finding->id) != SEVERITY_ERROR;
		finding_print(finding, &text);
	}
	fputs(buf_text(&text), stderr);
	buf_clear(&text);
	findings_clear(&findings);
	met = met && !r->snapshot.absent;
	return r->strict && !met ? EXIT_TROUBLE : EXIT_GOOD;
}

static int render(struct rendering *r)
{
	int status = EXIT_TROUBLE;

	if (snapshot_open(&r->snapshot, "render", r->config, &r->from, NULL)) {
		status = write_zones(r);
		if (print_findings(r) != EXIT_GOOD || !r->snapshot.whole)
			status = EXIT_TROUBLE;
	}
	snapshot_close(&r->snapshot);
	return status;
}

static bool parse_serial(struct rendering *r)
{
	const char *text = r->serial_text;
	uint64_t serial = 0;

	if (text && !number_read(text, strlen(text), UINT32_MAX, &serial))
		return false;
	r->serial = (uint32_t)serial;
	return true;
}

int command_render(int argc, char **argv)
{
	struct rendering r = { 0 };
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &r.file, .sort = "FILE",
		    .required = true },
		{ "from", .value = &r.from.path },
		{ "namespace", .value = &r.from.namespace,
		    .valid = dns1123_is_label },
		{ "out", .value = &r.out },
		{ "serial", .value = &r.serial_text },
		{ "strict", .flag = &r.strict },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!parse_serial(&r)) {
		fprintf(stderr,
		    "k8s-nsd render: --serial is a number of 0 to 4294967295, "
		    "not '%s'\n",
		    r.serial_text);
		return EXIT_USAGE;
	}
	r.config = configuration_load(r.file);
	if (r.config) {
		log_setup(LOG_WARNING, r.config->log_format);
		status = render(&r);
	}
	config_free(r.config);
	return status;
}
