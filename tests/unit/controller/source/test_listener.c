/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_listener.c - which listeners take a route (G2: listeners that take a
 * route).
 */
#include "tests/unit/controller/source/outcome.h"
#include "tests/unit/controller/source/routes.h"

#define LISTENER(name, port, protocol, more)                       \
	"{'name':'" name "','port':" port ",'protocol':'" protocol \
	"'," ALL_NAMESPACES more "}"
#define ALLOWED(routes)                                                        \
	LISTENING("{'name':'http','port':80,'protocol':'HTTP','allowedRoutes'" \
		  ":{" routes "}}")
#define SELECTED(selector) \
	ALLOWED("'namespaces':{'from':'Selector','selector':{" selector "}}")
#define KIND(kind)                                                            \
	D(kind, NOTES(CORE "'www.example.com'"), "'parentRefs':[" TO("") "]", \
	    "")
#define REFUSED "!NoListener www.example.com\n"

static const struct row rows[] = {
	/* Section and port. */
	{ "the section", ROUTE(TO(",'sectionName':'b'")), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "80", "TCP", "") "," LISTENER(
		"b", "80", "HTTP", "")) } },
	{ "another section", ROUTE(TO(",'sectionName':'c'")), &one, REFUSED,
	    { LISTENING(LISTENER("b", "80", "HTTP", "")) } },
	{ "a section in other letters", ROUTE(TO(",'sectionName':'B'")), &one,
	    REFUSED, { LISTENING(LISTENER("b", "80", "HTTP", "")) } },
	{ "the port", ROUTE(TO(",'port':8080")), &one, PUBLISHED,
	    { LISTENING(LISTENER("b", "8080", "HTTP", "")) } },
	{ "another port", ROUTE(TO(",'port':8080")), &one, REFUSED,
	    { LISTENING(LISTENER("b", "80", "HTTP", "")) } },
	{ "the section on another port",
	    ROUTE(TO(",'sectionName':'b','port':8080")), &one, REFUSED,
	    { LISTENING(LISTENER("b", "80", "HTTP", "") "," LISTENER(
		"a", "8080", "HTTP", "")) } },
	{ "no listeners", ROUTE(TO("")), &one, REFUSED, { LISTENING("") } },

	/* Protocols. */
	{ "HTTPRoute, HTTPS", ROUTE(TO("")), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "443", "HTTPS", "")) } },
	{ "HTTPRoute, TLS", ROUTE(TO("")), &one, REFUSED,
	    { LISTENING(LISTENER("a", "443", "TLS", "")) } },
	{ "HTTPRoute, in other letters", ROUTE(TO("")), &one, REFUSED,
	    { LISTENING(LISTENER("a", "80", "http", "")) } },
	{ "HTTPRoute, nothing", ROUTE(TO("")), &one, REFUSED,
	    { LISTENING("{'name':'a'," ALL_NAMESPACES "}") } },
	{ "HTTPRoute, somebody's own", ROUTE(TO("")), &one, REFUSED,
	    { LISTENING(LISTENER("a", "80", "x.io/HTTP", "")) } },
	{ "row 43: GRPCRoute, HTTP", KIND("GRPCRoute"), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "80", "HTTP", "")) } },
	{ "GRPCRoute, HTTPS", KIND("GRPCRoute"), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "443", "HTTPS", "")) } },
	{ "GRPCRoute, TLS", KIND("GRPCRoute"), &one, REFUSED,
	    { LISTENING(LISTENER("a", "443", "TLS", "")) } },
	{ "row 43: TLSRoute, TLS", KIND("TLSRoute"), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "443", "TLS", "")) } },
	{ "TLSRoute, HTTPS", KIND("TLSRoute"), &one, REFUSED,
	    { LISTENING(LISTENER("a", "443", "HTTPS", "")) } },
	{ "TCPRoute, TCP", KIND("TCPRoute"), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "53", "TCP", "")) } },
	{ "TCPRoute, TLS", KIND("TCPRoute"), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "853", "TLS", "")) } },
	{ "TCPRoute, UDP", KIND("TCPRoute"), &one, REFUSED,
	    { LISTENING(LISTENER("a", "53", "UDP", "")) } },
	{ "UDPRoute, UDP", KIND("UDPRoute"), &one, PUBLISHED,
	    { LISTENING(LISTENER("a", "53", "UDP", "")) } },
	{ "UDPRoute, TCP", KIND("UDPRoute"), &one, REFUSED,
	    { LISTENING(LISTENER("a", "53", "TCP", "")) } },

	/* allowedRoutes.namespaces: what keeps names from other tenants. */
	{ "row i: unless it is said, of the Gateway's namespace", ROUTE(TO("")),
	    &one, REFUSED,
	    { LISTENING(HTTP("'hostname':'www.example.com'")) } },
	{ "unless it is said, of the Gateway's namespace, as this is",
	    D("HTTPRoute", CALLED("dns", "www", ""),
		WITH(TO(""), "'www.example.com'"), ""),
	    &one, PUBLISHED,
	    { LISTENING(HTTP("'hostname':'www.example.com'")) } },
	{ "Same", ROUTE(TO("")), &one, REFUSED,
	    { ALLOWED("'namespaces':{'from':'Same'}") } },
	{ "None", ROUTE(TO("")), &one, REFUSED,
	    { ALLOWED("'namespaces':{'from':'None'}") } },
	{ "a word that is none", ROUTE(TO("")), &one, REFUSED,
	    { ALLOWED("'namespaces':{'from':'all'}") } },
	{ "labels", ROUTE(TO("")), &one, PUBLISHED,
	    { SELECTED("'matchLabels':{'dns':'yes'}"),
		LABELLED("web", "'dns':'yes'") } },
	{ "other labels", ROUTE(TO("")), &one, REFUSED,
	    { SELECTED("'matchLabels':{'dns':'yes'}"),
		LABELLED("web", "'dns':'no'"),
		LABELLED("dns", "'dns':'yes'") } },
	{ "expressions", ROUTE(TO("")), &one, PUBLISHED,
	    { SELECTED("'matchExpressions':[{'key':'dns','operator':'In',"
		       "'values':['a','yes']},{'key':'x','operator':"
		       "'DoesNotExist'}]"),
		LABELLED("web", "'dns':'yes'") } },
	{ "a namespace that is not there", ROUTE(TO("")), &one, REFUSED,
	    { SELECTED("'matchLabels':{'dns':'yes'}") } },
	{ "no labels at all, of a namespace that is not there", ROUTE(TO("")),
	    &one, REFUSED, { SELECTED("") } },
	{ "no labels at all", ROUTE(TO("")), &one, PUBLISHED,
	    { SELECTED(""), LABELLED("web", "") } },
	{ "no selector", ROUTE(TO("")), &one, REFUSED,
	    { ALLOWED("'namespaces':{'from':'Selector'}"),
		LABELLED("web", "") } },

	/* allowedRoutes.kinds */
	{ "the kind", ROUTE(TO("")), &one, PUBLISHED,
	    { ALLOWED("'namespaces':{'from':'All'},'kinds':[{'kind':"
		      "'GRPCRoute'},{'kind':'HTTPRoute'}]") } },
	{ "the kind with its group", ROUTE(TO("")), &one, PUBLISHED,
	    { ALLOWED("'namespaces':{'from':'All'},'kinds':[{'group':"
		      "'gateway.networking.k8s.io','kind':'HTTPRoute'}]") } },
	{ "another kind", ROUTE(TO("")), &one, REFUSED,
	    { ALLOWED("'namespaces':{'from':'All'},'kinds':[{'kind':"
		      "'GRPCRoute'}]") } },
	{ "the kind of another group", ROUTE(TO("")), &one, REFUSED,
	    { ALLOWED("'namespaces':{'from':'All'},'kinds':[{'group':'x',"
		      "'kind':'HTTPRoute'}]") } },

	/* Several. */
	{ "one of two listeners takes it", ROUTE(TO("")), &one, PUBLISHED,
	    { LISTENING("{'name':'a','port':80,'protocol':'HTTP'}," OPEN) } },
	{ "the other one would take the name", ROUTE(TO("")), &one, REFUSED,
	    { LISTENING("{'name':'a','port':80,'protocol':'HTTP','hostname':"
			"'www.example.com'}," HTTP(
			    "'hostname':'x.example.com'," ALL_NAMESPACES)) } },
	{ "a host name that is none", ROUTE(TO("")), &one, REFUSED,
	    { LISTENING(HTTP("'hostname':'w w'," ALL_NAMESPACES)) } },
};

/* How far it came with each of several listeners: the farthest is told. */
static const struct told {
	const char *name;
	const char *listeners;
	const char *want;
} told[] = {
	{ "no listener", "", "it has no listeners" },
	{ "section", "{'name':'x','port':1}",
	    "it has no listener of the name in sectionName" },
	{ "port", "{'name':'x','port':2},{'name':'s','port':1}",
	    "it has no such listener on this port" },
	{ "protocol",
	    "{'name':'s','port':2},{'name':'s','port':1,'protocol':'HTTP'}",
	    "no listener has a protocol that fits the route" },
	{ "kind",
	    "{'name':'s','port':2,'protocol':'HTTP','allowedRoutes':{'kinds':"
	    "[{'kind':'X'}]}},{'name':'s','port':2,'protocol':'UDP'}",
	    "allowedRoutes.kinds does not name this kind of route" },
	{ "namespace",
	    "{'name':'s','port':2,'protocol':'HTTP'},{'name':'s','port':2}",
	    "allowedRoutes.namespaces excludes the route's" },
	{ "a namespace that is not there",
	    "{'name':'s','port':2,'protocol':'HTTP'},{'name':'s','port':2,"
	    "'protocol':'HTTP','allowedRoutes':{'namespaces':{'from':"
	    "'Selector','selector':{}}}}",
	    "allowedRoutes.namespaces has a selector, and the labels of the "
	    "route's Namespace are not known" },
	{ "host name",
	    "{'name':'s','port':2,'protocol':'HTTP','hostname':'a "
	    "b'," ALL_NAMESPACES "}",
	    "the hostname of its listener is no host name" },
};

static void check_told(void **state)
{
	const struct told *row = *state;
	struct buf gateway = BUF_INIT(10000), want = BUF_INIT(1000);
	struct row made = { .object = ROUTE(TO(",'sectionName':'s','port':2")),
		.config = &one };
	struct outcome outcome;

	buf_printf(&gateway,
	    "{'kind':'Gateway'," CALLED(
		"dns", "main", "") ",'spec':{'listeners':[%s]}}",
	    row->listeners);
	buf_printf(
	    &want, "spec.parentRefs[0]: Gateway dns/main: %s", row->want);
	made.others[0] = buf_text(&gateway);
	begin(&outcome, &made);
	assert_int_equal(outcome.claims.findings.count, 1);
	assert_string_equal(
	    outcome.claims.findings.list[0].sentence, buf_text(&want));
	end(&outcome);
	buf_clear(&gateway);
	buf_clear(&want);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(told, check_told);
}
