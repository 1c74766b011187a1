/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_config.c - configuration files, and the templates they name.
 */
#include "controller/config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"

#define ZONE                                                \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], " \
	"soa: {contact: h@e.x}}]\n"

/* A directory of the test's own, with files in it. */
static void write_file(const char *dir, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void remove_file(const char *dir, const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

/* Loads ZONE with `templates: .`; the errors, with "DIR" for the directory. */
static struct config *load_with_templates(
    const char *header, char dir[64], struct config_errors *errors)
{
	char path[80];
	struct config *config;

	snprintf(dir, 64, "/tmp/test_config.XXXXXX");
	assert_non_null(mkdtemp(dir));
	write_file(dir, "f", ZONE "templates: .\nnsd: {directory: d}\n");
	if (header)
		write_file(dir, "zone-header.tmpl", header);
	write_file(dir, "nsd.conf.tmpl", "own {{x}}");
	snprintf(path, sizeof(path), "%s/f", dir);
	config = config_load(path, errors);
	remove_file(dir, "f");
	remove_file(dir, "zone-header.tmpl");
	remove_file(dir, "nsd.conf.tmpl");
	rmdir(dir);
	return config;
}

static void takes_templates(void **state)
{
	struct config_errors errors = { 0 };
	struct config *config;
	char dir[64], path[80];

	(void)state;
	config = load_with_templates("; {{zone}}\n\n;x", dir, &errors);
	assert_string_equal(buf_text(&errors.text), "");
	assert_non_null(config);
	assert_string_equal(config->settings[0].header, "; e.x\n\n;x\n");
	assert_string_equal(config->nsd_conf, "own {{x}}");
	snprintf(path, sizeof(path), "%s/d", dir);
	assert_string_equal(config->directory, path);
	config_free(config);
	config_errors_clear(&errors);
}

static void lacks_templates(void **state)
{
	struct config_errors errors = { 0 };
	struct config *config;
	char dir[64];

	(void)state;
	config = load_with_templates(NULL, dir, &errors);
	assert_non_null(config);
	assert_string_equal(config->settings[0].header, "; k8s-nsd zone e.x\n");
	config_free(config);
	config_errors_clear(&errors);
}

static const struct header {
	const char *name, *text, *error;
} headers[] = {
	{ "header: a record", "; x\n@ IN A 192.0.2.1\n",
	    "makes a line that is no comment" },
	{ "header: a directive", "$ORIGIN .\n",
	    "makes a line that is no comment" },
	{ "header: a blank before", " ; x\n",
	    "makes a line that is no comment" },
	{ "header: carriage return", "; x\r@ IN A 192.0.2.1\n",
	    "makes a control character" },
	{ "header: unknown name", "; {{zome}}\n", "zome" },
	{ "header: open", "; {{zone\n", "zone-header.tmpl" },
};

static void refuses_header(void **state)
{
	const struct header *row = *state;
	struct config_errors errors = { 0 };
	char dir[64];

	assert_null(load_with_templates(row->text, dir, &errors));
	assert_int_equal(errors.count, 1);
	assert_non_null(strstr(buf_text(&errors.text), "f:2:12: templates: "));
	assert_non_null(strstr(buf_text(&errors.text), row->error));
	config_errors_clear(&errors);
}

static void loads_no_missing_file(void **state)
{
	struct config_errors errors = { 0 };

	(void)state;
	assert_null(config_load("/nonexistent/f", &errors));
	assert_string_equal(buf_text(&errors.text),
	    "cannot open '/nonexistent/f': No such file or directory\n");
	config_errors_clear(&errors);
}

static void relative_to_the_file(void **state)
{
	static const char text[] = ZONE "nsd: {directory: d}\n";
	struct config_errors errors = { 0 };
	char here[500], want[600];
	struct config *config =
	    config_parse("conf/f", text, sizeof(text) - 1, &errors);

	(void)state;
	assert_non_null(config);
	assert_non_null(getcwd(here, sizeof(here)));
	snprintf(want, sizeof(want), "%s/conf/d", here);
	assert_string_equal(config->directory, want);
	config_free(config);
	config_errors_clear(&errors);
}

/* Is what the keys that claim say the same in both? */
static const struct edit {
	const char *name, *before, *after;
	bool claims_alike;
} edits[] = {
	{ "claiming: a comment", ZONE, "# why\n" ZONE, true },
	{ "claiming: another key", ZONE, ZONE "log: {level: debug}\n", true },
	{ "claiming: a default written out", ZONE,
	    ZONE "acrossNamespaces: oldest\n", true },
	{ "claiming: a switch that is off written out", ZONE,
	    ZONE "ingress: {tlsHosts: false}\n", true },
	{ "claiming: the order of keys",
	    ZONE "unknownTypes: true\ningress: {tlsHosts: true}\n",
	    ZONE "ingress: {tlsHosts: true}\nunknownTypes: true\n", true },
	{ "claiming: a filter", ZONE, ZONE "filters: {namespaces: [a]}\n",
	    false },
	{ "claiming: the value of a filter",
	    ZONE "filters: {namespaces: [a]}\n",
	    ZONE "filters: {namespaces: [b]}\n", false },
	{ "claiming: a profile", ZONE, ZONE "profile: k8s-gateway\n", false },
	{ "claiming: what is read", ZONE, ZONE "annotations: {read: [ttl]}\n",
	    false },
	{ "claiming: a prefix", ZONE,
	    ZONE "annotations: {prefixes: [coredns.io/]}\n", false },
	{ "claiming: all prefixes written out", ZONE,
	    ZONE "annotations: {prefixes: [external-dns.alpha.kubernetes.io/, "
		 "external-dns.kubernetes.io/, coredns.io/]}\n",
	    true },
	{ "claiming: the order of prefixes",
	    ZONE "annotations: {prefixes: [a/, b/]}\n",
	    ZONE "annotations: {prefixes: [b/, a/]}\n", false },
	{ "claiming: a selector", ZONE,
	    ZONE "filters: {labels: {Service: [a=b]}}\n", false },
};

static void knows_what_claims(void **state)
{
	const struct edit *row = *state;
	struct config_errors errors = { 0 };
	struct config *before =
	    config_parse("f", row->before, strlen(row->before), &errors);
	struct config *after =
	    config_parse("f", row->after, strlen(row->after), &errors);

	assert_non_null(before);
	assert_non_null(after);
	assert_int_equal(
	    !strcmp(before->claiming, after->claiming), row->claims_alike);
	config_free(before);
	config_free(after);
	config_errors_clear(&errors);
}

int main(void)
{
	return RUN_ROWS(headers, refuses_header) +
	    RUN_TESTS(cmocka_unit_test(takes_templates),
		cmocka_unit_test(lacks_templates),
		cmocka_unit_test(loads_no_missing_file),
		cmocka_unit_test(relative_to_the_file)) +
	    RUN_ROWS(edits, knows_what_claims);
}
