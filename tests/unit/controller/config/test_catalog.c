/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_catalog.c - the catalog as a zone of the configuration, and what is no
 * catalog.
 */
#include <string.h>

#include "controller/config/catalog.h"
#include "controller/config/config.h"
#include "tests/test.h"

#define ZONE                                                               \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], soa: {contact: " \
	"h@e.x}}]\n"
#define EAST "secondaries: [{name: east, notify: [192.0.2.1]}]\n"

static const struct row {
	const char *name, *text;
	const char *catalog; /* its name; NULL: none, or refused */
	const char *errors;  /* NULL: none */
} rows[] = {
	{ "none", ZONE, NULL, NULL },
	{ "one", ZONE "catalog: {name: Catalog.Invalid.}\n", "catalog.invalid",
	    NULL },
	{ "one with a secondary",
	    ZONE EAST "catalog: {name: c.y, secondaries: [east]}\n", "c.y",
	    NULL },
	{ "no name", ZONE EAST "catalog: {secondaries: [east]}\n", NULL,
	    "/etc/f:3:10: catalog: name is missing\n" },
	{ "a secondary that is none",
	    ZONE "catalog: {name: c.y, secondaries: [west]}\n", NULL,
	    "/etc/f:2:36: catalog.secondaries[0]: there is no 'west' in "
	    "secondaries\n" },
	{ "the name of a zone", ZONE "catalog: {name: e.x}\n", NULL,
	    "/etc/f:2:17: catalog.name: must be a name of its own, not in or "
	    "above the zone 'e.x'\n"
	    "/etc/f:2:17: catalog.name: 'e.x' is zones[0] already\n" },
	{ "in a zone", ZONE "catalog: {name: c.e.x}\n", NULL,
	    "/etc/f:2:17: catalog.name: must be a name of its own, not in or "
	    "above the zone 'e.x'\n" },
	{ "above a zone", ZONE "catalog: {name: x}\n", NULL,
	    "/etc/f:2:17: catalog.name: must be a name of its own, not in or "
	    "above the zone 'e.x'\n" },
	{ "beside a zone", ZONE "catalog: {name: ce.x}\n", "ce.x", NULL },
	{ "no name at all", ZONE "catalog: {name: a b}\n", NULL,
	    "/etc/f:2:17: catalog.name: bad name 'a b': a character that host "
	    "names do not have\n" },
	{ "too long",
	    ZONE
	    "catalog: {name: "
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaa}\n",
	    NULL,
	    "/etc/f:2:17: catalog.name: must not be longer than 200 octets\n" },
	{ "another key", ZONE "catalog: {name: c.y, zones: []}\n", NULL,
	    "/etc/f:2:22: catalog.zones: unknown key\n" },
};

static void check_catalog(const struct config *config, const char *name)
{
	const struct zone_settings *catalog;
	size_t at;

	if (!name) {
		assert_false(catalog_find(config, &at));
		assert_int_equal(config->nzones, 1);
		return;
	}
	assert_true(catalog_find(config, &at));
	assert_int_equal(config->nzones, 2);
	assert_int_equal(at, 1);
	catalog = &config->settings[at];
	assert_string_equal(catalog->name, name);
	assert_true(catalog->closed);
	assert_string_equal(catalog->soa.primary, "invalid");
	assert_int_equal(catalog->nnameservers, 1);
	assert_string_equal(catalog->nameservers[0].name, "invalid");
	assert_int_equal(catalog->nstatics, 1);
	assert_int_equal(strncmp(catalog->statics[0].name, "version.", 8), 0);
	assert_true(config->zones[at].guard.all);
	assert_false(config->zones[at].service_names);
	assert_false(config->settings[0].closed);
	assert_false(config->zones[0].guard.all);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct config_errors errors = { 0 };
	struct config *config =
	    config_parse("/etc/f", row->text, strlen(row->text), &errors);

	assert_string_equal(
	    buf_text(&errors.text), row->errors ? row->errors : "");
	if (config)
		check_catalog(config, row->catalog);
	config_free(config);
	config_errors_clear(&errors);
}

RUN_TABLE(rows, check)
