/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_route.c - the names of a route, met with those of its listeners (G3:
 * host names that meet).
 */
#include "tests/unit/controller/source/outcome.h"
#include "tests/unit/controller/source/routes.h"

#define NAMED(host) HTTP("'hostname':" host "," ALL_NAMESPACES)
#define NOTED(notes, hosts) \
	D("HTTPRoute", NOTES(notes), WITH(TO(""), hosts), "")
#define SOURCE(word) ED "gateway-hostname-source':'" word "'"
#define ANNOTATED ED "hostname':'a.example.com'"
#define TCP "{'name':'t','port':1,'protocol':'TCP'," ALL_NAMESPACES "}"
#define TLS                                                                \
	"{'name':'t','port':1,'protocol':'TLS','hostname':'*.example.com'" \
	"," ALL_NAMESPACES "}"

static const struct row rows[] = {
	{ "its names, the listener's any",
	    HOSTS("'b.example.com',"
		  "'A.example.com.'"),
	    &one, "a.example.com: A 192.0.2.7\nb.example.com: A 192.0.2.7\n",
	    { MAIN } },
	{ "a name the listener covers", HOSTS("'www.example.com'"), &one,
	    PUBLISHED, { LISTENING(NAMED("'*.example.com'")) } },
	{ "names it covers and not",
	    HOSTS("'www.example.com','example.com','www.example.org'"), &one,
	    PUBLISHED "!NoListener example.com\n",
	    { LISTENING(NAMED("'*.example.com'")) } },
	{ "G3 two wildcards: the longer", HOSTS("'*.example.com'"), &one,
	    "*.a.example.com: A 192.0.2.7\n",
	    { LISTENING(NAMED("'*.a.example.com'")) } },
	{ "a wildcard, and a name of the listener", HOSTS("'*.example.com'"),
	    &one, PUBLISHED, { LISTENING(NAMED("'www.example.com'")) } },
	{ "a wildcard of both is the route's too", HOSTS("'*.example.com'"),
	    &one, "*.example.com: A 192.0.2.7\n",
	    { LISTENING(NAMED("'*.example.com'")) } },
	{ "a wildcard and several listeners", HOSTS("'*.example.com'"), &one,
	    "a.example.com: A 192.0.2.7\nb.example.com: A 192.0.2.7\n",
	    { LISTENING(NAMED("'b.example.com'") "," NAMED(
		"'a.example.com'") "," NAMED("'c.example.org'")) } },
	{ "one name and two listeners that have it", HOSTS("'www.example.com'"),
	    &one, PUBLISHED,
	    { LISTENING(
		NAMED("'*.example.com'") "," NAMED("'www.example.com'")) } },
	{ "names by one Gateway only",
	    D("HTTPRoute", META(),
		WITH(TO("") ",{'namespace':'dns','name':'second'}",
		    "'a.example.com','b.example.com','c.example.com'"),
		""),
	    &one,
	    "a.example.com: A 192.0.2.7\nb.example.com: A 192.0.2.7, A "
	    "192.0.2.8\nc.example.com: A 192.0.2.8\n",
	    { LISTENING(NAMED("'a.example.com'") "," NAMED("'b.example.com'")),
		GATEWAY("second", "",
		    NAMED("'b.example.com'") "," NAMED("'c.example.com'"),
		    AT(IP8)) } },

	/* A route without host names. */
	{ "row 47: the listener's", HOSTS(""), &one, PUBLISHED,
	    { LISTENING(NAMED("'www.example.com'")) } },
	{ "row 47: neither has any", HOSTS(""), &one, "", { MAIN } },
	{ "row 47: not the listener's wildcard", HOSTS(""), &one,
	    "!Filtered *.gw.example.com\n",
	    { LISTENING(NAMED("'*.gw.example.com'")) } },
	{ "the listener's wildcard with the option", HOSTS(""), &wildcards,
	    "*.gw.example.com: A 192.0.2.7\n",
	    { LISTENING(NAMED("'*.gw.example.com'")) } },
	{ "a wildcard of some other zone", HOSTS(""), &one, "",
	    { LISTENING(NAMED("'*.example.net'")) } },
	{ "the listener's is an address", HOSTS(""), &one, "",
	    { LISTENING(NAMED("'192.0.2.1'")) } },
	{ "refused, without names", HOSTS(""), &one, "!NoListener -\n",
	    { LISTENING(HTTP("'hostname':'www.example.com'")) } },
	{ "empty names are none", HOSTS("''"), &one, PUBLISHED,
	    { LISTENING(NAMED("'www.example.com'")) } },
	{ "with names that are bad it does not take the listener's",
	    HOSTS("'a b'"), &one, "!BadName -\n",
	    { LISTENING(NAMED("'www.example.com'")) } },

	/* The hostname annotation. */
	{ "an annotation adds", NOTED(ANNOTATED, "'www.example.com'"), &one,
	    "a.example.com: A 192.0.2.7\n" PUBLISHED, { MAIN } },
	{ "an annotation is met likewise",
	    NOTED(
		CORE "'a.example.com,b.org.example.com'", "'www.example.com'"),
	    &one,
	    PUBLISHED
	    "!NoListener a.example.com\n!NoListener b.org.example.com\n",
	    { LISTENING(NAMED("'www.example.com'")) } },
	{ "N3 a relative one", NOTED(CORE "'web'", "'www.example.com'"), &one,
	    "web.example.com: A 192.0.2.7\n" PUBLISHED, { MAIN } },
	{ "an annotation and the listener's own", NOTED(ANNOTATED, ""), &one,
	    "a.example.com: A 192.0.2.7\n" PUBLISHED,
	    { LISTENING(
		NAMED("'a.example.com'") "," NAMED("'www.example.com'")) } },
	{ "annotation-only",
	    NOTED(SOURCE("annotation-only") "," ANNOTATED, "'www.example.com'"),
	    &one, "a.example.com: A 192.0.2.7\n", { MAIN } },
	{ "annotation-only does not take the listener's",
	    NOTED(SOURCE("annotation-only") "," ANNOTATED, ""), &one,
	    "!NoListener a.example.com\n",
	    { LISTENING(NAMED("'www.example.com'")) } },
	{ "annotation-only, in other letters, and none",
	    NOTED(SOURCE("Annotation-Only"), "'www.example.com'"), &one, "",
	    { MAIN } },
	{ "defined-hosts-only",
	    NOTED(SOURCE("defined-hosts-only") "," ANNOTATED,
		"'www.example.com'"),
	    &one, PUBLISHED, { MAIN } },
	{ "an unknown source counts as absent",
	    NOTED(SOURCE("spec") "," ANNOTATED, "'www.example.com'"), &one,
	    "a.example.com: A 192.0.2.7\n" PUBLISHED "!Ignored -\n", { MAIN } },

	/* Routes that have no names of their own. */
	{ "TCPRoute: the annotation",
	    D("TCPRoute", NOTES(ANNOTATED), "'parentRefs':[" TO("") "]", ""),
	    &one, "a.example.com: A 192.0.2.7\n", { LISTENING(TCP) } },
	{ "TCPRoute: nothing but it",
	    D("TCPRoute", META(), WITH(TO(""), "'www.example.com'"), ""), &one,
	    "", { LISTENING(TCP) } },
	{ "TCPRoute: not the listener's name",
	    D("TCPRoute", META(), "'parentRefs':[" TO("") "]", ""), &wildcards,
	    "!Filtered *.example.com\n", { LISTENING(TLS) } },
	{ "TCPRoute: met with the listener's",
	    D("TCPRoute", NOTES(CORE "'a.example.com,example.com'"),
		"'parentRefs':[" TO("") "]", ""),
	    &one, "a.example.com: A 192.0.2.7\n!NoListener example.com\n",
	    { LISTENING(TLS) } },

	/* What may not speak, and odd things. */
	{ "row 31: ignored",
	    D("HTTPRoute", META(",'labels':{'k8s-gateway.dns/ignore':'true'}"),
		WITH(TO(""), "'www.example.com'"), ""),
	    &one, "!Ignored www.example.com\n", { MAIN } },
	{ "A3 another controller",
	    NOTED(ED "controller':'x'", "'www.example.com'"), &one,
	    "!Ignored www.example.com\n", { MAIN } },
	{ "a name in no zone", HOSTS("'www.example.net'"), &one,
	    "www.example.net: A 192.0.2.7\n", { MAIN } },
	{ "an address as name", HOSTS("'192.0.2.1','www.example.com'"), &one,
	    PUBLISHED, { MAIN } },
	{ "N1 an odd name", HOSTS("'a_b.example.com'"), &one,
	    "a_b.example.com: A 192.0.2.7\n!OddName a_b.example.com\n",
	    { MAIN } },
	{ "N1 a name that is too long",
	    HOSTS("'" DOTS63 "." L63 ".example.com','www.example.com'"), &one,
	    PUBLISHED "!BadName -\n", { MAIN } },
};

/* Ten thousand names by two Gateways: one array for all of them. */
static void many_names(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct row row = { .config = &one, .others = { MAIN, SECOND } };
	struct outcome outcome;

	(void)state;
	buf_puts(&text,
	    "{'kind':'HTTPRoute','metadata':{'namespace':'web',"
	    "'name':'www','annotations':{" CORE "'");
	for (int i = 0; i < 10000; i++)
		buf_printf(&text, "n%d.example.com,", i);
	buf_puts(&text,
	    "'}},'spec':{'parentRefs':[" TO("") ",{'namespace':"
						"'dns','name':'second'}]}}");
	row.object = buf_text(&text);
	begin(&outcome, &row);
	assert_int_equal(outcome.claims.count, 10000);
	assert_int_equal(outcome.claims.findings.count, 0);
	for (size_t i = 0; i < outcome.claims.count; i++) {
		const struct claim *claim = &outcome.claims.list[i];

		assert_int_equal(claim->count, 2);
		assert_ptr_equal(
		    claim->records, outcome.claims.list[0].records);
	}
	end(&outcome);
	buf_clear(&text);
}

/* Of ten thousand addresses the zone sees the first, and one too many. */
static void many_addresses(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct row row = { .config = &limited, .object = ROUTE(TO("")) };
	struct outcome outcome;

	(void)state;
	buf_puts(&text,
	    "{'kind':'Gateway'," CALLED("dns", "main",
		"") ",'spec':{'listeners':[" OPEN "]},'status':{'addresses':[");
	for (int i = 0; i < 10000; i++)
		buf_printf(&text, "%s{'value':'10.0.%d.%d'}", i ? "," : "",
		    i % 100, i / 100);
	buf_puts(&text, "]}}");
	row.others[0] = buf_text(&text);
	begin(&outcome, &row);
	assert_int_equal(outcome.claims.count, 1);
	assert_int_equal(outcome.claims.list->count, 6);
	for (uint8_t i = 0; i < 6; i++)
		assert_int_equal(outcome.claims.list->records[i].rdata[3], i);
	end(&outcome);
	buf_clear(&text);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(
		cmocka_unit_test(many_names), cmocka_unit_test(many_addresses));
}
