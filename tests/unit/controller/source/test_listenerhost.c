/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_listenerhost.c - the name that two host names both mean (G3: host names
 * that meet).
 */
#include "controller/source/listener.h"

#include <stdbool.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/record/name.h"

static const struct row {
	const char *name;
	const char *listener, *route;
	const char *want; /* NULL: they do not meet */
} rows[] = {
	{ "an IPv4 address", "1.2.3.4", "", NULL },
	{ "an IPv4 address twice", "1.2.3.4", "1.2.3.4", NULL },
	{ "an IPv6 address", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "",
	    NULL },
	{ "any, and any", "", "", "" },
	{ "one, and any", "example.net", "", "example.net" },
	{ "the same", "example.net", "example.net", "example.net" },
	{ "the same in other letters", "Example.NET.", "example.net",
	    "example.net" },
	{ "two", "example.net", "example.org", NULL },
	{ "one below the other", "example.net", "a.example.net", NULL },
	{ "a wildcard, and any", "*.example.net", "", "*.example.net" },
	{ "a wildcard and one below", "*.example.net", "a.example.net",
	    "a.example.net" },
	{ "a wildcard and one far below", "*.example.net",
	    "foo.bar.test.example.net", "foo.bar.test.example.net" },
	{ "a wildcard and what it stands on", "*.example.net", "example.net",
	    NULL },
	{ "a wildcard and one that ends like it", "*.example.net",
	    "aexample.net", NULL },
	{ "no whole label", "*example.net", "test.example.net", NULL },
	{ "the same wildcard", "*.example.net", "*.example.net",
	    "*.example.net" },
	{ "a wildcard and a longer one", "*.example.net", "*.a.example.net",
	    "*.a.example.net" },
	{ "two wildcards", "*.a.example.net", "*.b.example.net", NULL },
	{ "two wildcards that end alike", "*.example.net", "*.bexample.net",
	    NULL },
	{ "underscores and hyphens", "*.example.net", "_a.b-.example.net",
	    "_a.b-.example.net" },
	{ "a label that is a number", "*.example.net", "1.example.net",
	    "1.example.net" },
	{ "nothing but a wildcard", "*", "a.example.net", NULL },
	{ "nothing but a wildcard twice", "*", "*", "*" },
};

static bool parse(const char *text, char name[NAME_SIZE])
{
	struct err err;

	*name = '\0';
	return !*text || name_parse(text, strlen(text), name, &err);
}

static void check_so(const char *a, const char *b, const char *want)
{
	const char *got = listener_host(a, b);

	assert_int_equal(got != NULL, want != NULL);
	if (want)
		assert_string_equal(got, want);
}

static void check(void **state)
{
	const struct row *row = *state;
	char listener[NAME_SIZE], route[NAME_SIZE];

	if (!parse(row->listener, listener) || !parse(row->route, route)) {
		assert_null(row->want);
		return;
	}
	check_so(listener, route, row->want);
	check_so(route, listener, row->want);
}

RUN_TABLE(rows, check)
