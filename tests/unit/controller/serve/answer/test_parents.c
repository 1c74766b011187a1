/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of routes, which others must let through, and of DNSEndpoints: what is
 * told when they do not.
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/serve/world.h"

#define GATEWAY(from)                                                       \
	"Gateway {" META("web", "gw",                                       \
	    1) "},'spec':{'gatewayClassName':'x','listeners':[{'name':'a'," \
	       "'protocol':'HTTP','port':80,'hostname':'*.example.com',"    \
	       "'allowedRoutes':{'namespaces':{'from':'" from               \
	       "'}}}]},'status':{"                                          \
	       "'addresses':[{'type':'IPAddress','value':'192.0.2.1'}]}}\n"
#define ROUTE(ns, host)                        \
	"HTTPRoute {" META(ns, "r",            \
	    1) "},'spec':{'hostnames':['" host \
	       "'],'parentRefs':[{'name':'gw','namespace':'web'}]}}\n"
#define ENDPOINT(type, target)                                                 \
	"DNSEndpoint {" META(                                                  \
	    "web", "e", 1) "},'spec':{'endpoints':[{'dnsName':'e.example.com'" \
			   ",'recordType':"                                    \
			   "'" type "','targets':['" target "']}]}}\n"

static const struct row {
	const char *name;
	const char *objects;
	const char *asked;
	const char *words[3]; /* some of the answer */
	const char *forbidden;
} rows[] = {
	{ "a route", GATEWAY("Same") ROUTE("web", "www.example.com"),
	    "www.example.com",
	    { "it exists\n", "60 A 192.0.2.1 (HTTPRoute web/r)\n",
		"HTTPRoute web/r, published" } },
	{ "a namespace that the listener does not allow",
	    GATEWAY("Same") ROUTE("play", "www.example.com"), "www.example.com",
	    { "it does not exist", "HTTPRoute play/r, unclaimed (NoListener)",
		"Gateway web/gw" } },
	{ "a host that no listener has",
	    GATEWAY("Same") ROUTE("play", "www.example.org")
		ROUTE("web", "example.com"),
	    "example.com", { "HTTPRoute web/r, unclaimed (NoListener)" } },
	{ "no Gateway", ROUTE("web", "www.example.com"), "www.example.com",
	    { "HTTPRoute web/r, unclaimed (NoParent)", "web/gw" } },
	{ "no Gateway: the route", ROUTE("web", "www.example.com"),
	    "HTTPRoute/web/r",
	    { "it asks for 1 name\n",
		"www.example.com, unclaimed (NoParent)" } },
	{ "Gateways are not known", ROUTE("web", "www.example.com"),
	    "www.example.com",
	    { "sources that are not known in full:\n",
		"  Gateway, forbidden: 403\n" },
	    .forbidden = "Gateway" },
	{ "the Gateway", GATEWAY("Same"), "Gateway/web/gw",
	    { "it asks for no name: resources does not name its kind\n" } },
	{ "an entry of a DNSEndpoint", ENDPOINT("TXT", "x"), "e.example.com",
	    { "60 TXT \"x\" (DNSEndpoint web/e)\n", "published" } },
	{ "of a type that is none", ENDPOINT("TXTX", "x"), "e.example.com",
	    { "it does not exist", "DNSEndpoint web/e, unclaimed (BadType)" } },
	{ "of a type that is none: the object", ENDPOINT("TXTX", "x"),
	    "DNSEndpoint/web/e", { "(BadType)" } },
	{ "of a bad target", ENDPOINT("A", "x"), "e.example.com",
	    { "it does not exist", "DNSEndpoint web/e, waiting",
		"BadTarget" } },
	{ "of nobody who may", ENDPOINT("NS", "ns.example.net"),
	    "e.example.com",
	    { "DNSEndpoint web/e, refused (NotAdministrator)" } },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(1 << 20);
	struct world world;

	world_open(&world, "");
	world_put(&world, row->objects);
	world_list(&world, row->forbidden ? row->forbidden : "");
	if (row->forbidden)
		store_set_state(world.store, kind_find(row->forbidden),
		    SOURCE_FORBIDDEN, "403", 1);
	world_pass(&world);
	assert_true(world_explain(&world, row->asked, &text));
	for (size_t i = 0; i < ARRAY_LEN(row->words) && row->words[i]; i++)
		if (!strstr(buf_text(&text), row->words[i]))
			fail_msg(
			    "no '%s' in\n%s", row->words[i], buf_text(&text));
	buf_clear(&text);
	world_close(&world);
}

RUN_TABLE(rows, check)
