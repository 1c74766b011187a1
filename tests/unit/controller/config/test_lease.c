/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lease.c - the keys of the Lease: both become part of a path.
 */
#include <string.h>

#include "controller/config/config.h"
#include "tests/test.h"

#define ZONE                                                               \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], soa: {contact: " \
	"h@e.x}}]\n"
#define NO_NAME "a name of lower-case letters, digits and '-'"

static const struct row {
	const char *name, *text, *lease, *namespace;
	const char *errors; /* NULL: none */
} rows[] = {
	{ "none", ZONE, NULL, NULL, NULL },
	{ "a name", ZONE "lease: {name: k8s-nsd}\n", "k8s-nsd", NULL, NULL },
	{ "a namespace too", ZONE "lease: {name: a, namespace: dns}\n", "a",
	    "dns", NULL },
	{ "a path", ZONE "lease: {name: ../secrets}\n", NULL, NULL, NO_NAME },
	{ "a query", ZONE "lease: {name: a?b}\n", NULL, NULL, NO_NAME },
	{ "nothing", ZONE "lease: {name: ''}\n", NULL, NULL, "lease.name" },
	{ "a namespace of two", ZONE "lease: {name: a, namespace: b/c}\n", NULL,
	    NULL, NO_NAME },
	{ "a namespace alone", ZONE "lease: {namespace: dns}\n", NULL, NULL,
	    "lease: name is missing" },
	{ "no section", ZONE "lease: k8s-nsd\n", NULL, NULL, "lease" },
	{ "another key", ZONE "lease: {name: a, duration: 15s}\n", NULL, NULL,
	    "lease.duration: unknown key" },
};

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void check(void **state)
{
	const struct row *row = *state;
	struct config_errors errors = { .text = BUF_INIT(65536) };
	struct config *config =
	    config_parse("f", row->text, strlen(row->text), &errors);

	if (!config != !!row->errors ||
	    (row->errors && !strstr(buf_text(&errors.text), row->errors)))
		fail_msg("%s", buf_text(&errors.text));
	if (config) {
		assert_true(same(config->lease, row->lease));
		assert_true(same(config->lease_namespace, row->namespace));
	}
	config_free(config);
	config_errors_clear(&errors);
}

RUN_TABLE(rows, check)
