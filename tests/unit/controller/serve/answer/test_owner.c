/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose a name is, as a person is told it (C0: whose a name is).
 */
#include <stdio.h>
#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/report.h"
#include "tests/test.h"
#include "tests/unit/controller/serve/world.h"

#define WWW INGRESS("web", "www", 1, "www.example.com", "192.0.2.1")
#define WHEN "its claim was the oldest when the name was new"
#define APEX INGRESS("web", "apex", 1, "example.com", "192.0.2.1")

static const struct row {
	const char *name, *objects, *asked, *want, *rules;
} rows[] = {
	{ "a name", WWW, "www", "owner: namespace web: " WHEN },
	{ "two ask for it",
	    INGRESS("web", "www", 2, "www.example.com", "192.0.2.1")
		INGRESS("old", "www", 1, "www.example.com", "192.0.2.2"),
	    "www", "owner: namespace old: " WHEN },
	{ "a name of its unit", WWW, "_acme-challenge.www",
	    "owner (with www.example.com): namespace web: " WHEN },
	{ "its wildcard", WWW, "*.www",
	    "owner (with www.example.com): namespace web: " WHEN },
	{ "a wildcard below it", WWW, "*._tcp.www",
	    "owner (with www.example.com): namespace web: " WHEN },
	{ "a wildcard that is alone",
	    INGRESS("web", "www", 1, "*.www.example.com", "192.0.2.1"),
	    "_x.www", "owner (with *.www.example.com): namespace web: " WHEN },
	{ "nobody's", WWW, "mail",
	    "owner: nobody: no object asks for it that may have it" },
	{ "the zone's own name", APEX, "",
	    "owner: A, AAAA and HTTPS: namespace web: " WHEN
	    "; the rest: the zone's administrators, and it has none" },
	{ "a name of the apex", APEX, "_dmarc",
	    "owner (with example.com): the zone's administrators, and it has "
	    "none" },
	{ "the wildcard of the zone", APEX, "*",
	    "owner (with example.com): nobody: no object asks for it that may "
	    "have it" },
	{ "a name of a nameserver", WWW, "_dns.ns1",
	    "owner (with ns1.example.com): the zone: its configuration has the "
	    "name" },
	{ "united", WWW, "www", "owner: all namespaces: they are united",
	    "acrossNamespaces: union\n" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(1 << 20);
	char name[100], *at;
	struct world world;

	world_open(&world, row->rules ? row->rules : "");
	world_put(&world, row->objects);
	world_list(&world, "");
	world_pass(&world);
	snprintf(name, sizeof(name), "%s%sexample.com", row->asked,
	    *row->asked ? "." : "");
	(void)world_explain(&world, name, &text);
	at = strstr(buf_text(&text), "\nowner");
	assert_non_null(at);
	*strchr(++at, '\n') = '\0';
	assert_string_equal(at, row->want);
	buf_clear(&text);
	world_close(&world);
}

RUN_TABLE(rows, check)
