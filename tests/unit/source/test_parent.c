/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_parent.c - which parents of a route count, and where they answer: G1,
 * G4, A2.
 */
#include "tests/unit/source/outcome.h"
#include "tests/unit/source/routes.h"

static const struct row rows[] = {
	/* G1 */
	{ "rows 39, 40: a Gateway elsewhere", ROUTE(TO("")), &one, PUBLISHED,
	    { MAIN } },
	{ "row 39: a Gateway in its own namespace",
	    D("HTTPRoute", CALLED("dns", "www", ""),
		WITH("{'name':'main'}", "'www.example.com'"), ""),
	    &one, PUBLISHED, { MAIN } },
	{ "row i: without a namespace it is the route's own",
	    ROUTE(TO("") ",{'name':'main'}"), &one, PUBLISHED "!NoParent -\n",
	    { MAIN } },
	{ "row 41: it is not there", ROUTE(TO("")), &one,
	    "!NoParent www.example.com\n" },
	{ "row 41: only one of that name elsewhere", ROUTE("{'name':'main'}"),
	    &one, "!NoParent www.example.com\n", { MAIN } },
	{ "no parent at all", ROUTE(""), &one, "!NoParent www.example.com\n",
	    { MAIN } },
	{ "groups and kinds spelled out",
	    ROUTE(TO(",'group':'gateway.networking.k8s.io','kind':"
		     "'Gateway'")),
	    &one, PUBLISHED, { MAIN } },
	{ "row i: the Service parent of a mesh",
	    ROUTE(TO(",'group':'','kind':'Service'")), &one,
	    "!NoParent www.example.com\n", { MAIN } },
	{ "a mesh route without names has nothing to hear",
	    D("HTTPRoute", META(), WITH(TO(",'group':'','kind':'Service'"), ""),
		""),
	    &one, "", { MAIN } },
	{ "a mesh route for names in no zone has neither",
	    D("HTTPRoute", META(),
		WITH(TO(",'group':'','kind':'Service'"), "'a.svc.local'"), ""),
	    &one, "", { MAIN } },
	{ "a kind of another group", ROUTE(TO(",'group':'x.y'")), &one,
	    "!NoParent www.example.com\n", { MAIN } },
	{ "an unknown kind", ROUTE(TO(",'kind':'gateway'")), &one,
	    "!NoParent www.example.com\n", { MAIN } },
	{ "no name", ROUTE("{'namespace':'dns'}"), &one,
	    "!NoParent www.example.com\n", { MAIN } },
	{ "a name that is none",
	    ROUTE("{'namespace':'../dns','name':'*'},{'namespace':'dns/',"
		  "'name':'\\n main'}"),
	    &one, "!NoParent www.example.com\n!NoParent -\n", { MAIN } },
	{ "row 31: ignored, the Gateway too", ROUTE(TO("")), &one,
	    "!Ignored www.example.com\n",
	    { GATEWAY("main", ",'labels':{'k8s-gateway.dns/ignore':'true'}",
		OPEN, AT(IP7)) } },
	{ "A3 a Gateway of another controller", ROUTE(TO("")), &one,
	    "!Ignored www.example.com\n",
	    { GATEWAY("main", ",'annotations':{" ED "controller':'x'}", OPEN,
		AT(IP7)) } },
	{ "row 44: a class that counts", ROUTE(TO("")), &gateway_classes,
	    PUBLISHED, { MAIN } },
	{ "row 44: another class", ROUTE(TO("")), &gateway_classes,
	    "!Filtered www.example.com\n",
	    { D("Gateway", CALLED("dns", "main", ""),
		"'gatewayClassName':'other','listeners':[" OPEN "]",
		AT(IP7)) } },
	{ "row j: no class", ROUTE(TO("")), &gateway_classes,
	    "!Filtered www.example.com\n",
	    { D("Gateway", CALLED("dns", "main", ""), "'listeners':[" OPEN "]",
		AT(IP7)) } },
	{ "A6 filters.namespaces is about the route", ROUTE(TO("")), &only_web,
	    PUBLISHED, { MAIN } },
	{ "A6 the route's namespace", ROUTE(TO("")), &only_dns,
	    "!Filtered www.example.com\n", { MAIN } },
	{ "accepted", JUDGED(VERDICT("True")), &one, PUBLISHED, { MAIN } },
	{ "not accepted", JUDGED(VERDICT("False")), &one,
	    "!NotAccepted www.example.com\n", { MAIN } },
	{ "nobody knows", JUDGED(VERDICT("Unknown")), &one, PUBLISHED,
	    { MAIN } },
	{ "no verdict, and one is demanded", ROUTE(TO("")), &accepted,
	    "!NotAccepted www.example.com\n", { MAIN } },
	{ "nobody knows, and one is demanded", JUDGED(VERDICT("Unknown")),
	    &accepted, "!NotAccepted www.example.com\n", { MAIN } },
	{ "accepted, as is demanded", JUDGED(VERDICT("True")), &accepted,
	    PUBLISHED, { MAIN } },
	{ "other conditions do not count",
	    JUDGED("{'type':'ResolvedRefs','status':'False'}"), &one, PUBLISHED,
	    { MAIN } },

	/* G4: several */
	{ "row 42: two parents",
	    ROUTE(TO("") ",{'namespace':'dns','name':"
			 "'second'}"),
	    &one, "www.example.com: A 192.0.2.7, A 192.0.2.8\n",
	    { MAIN, SECOND } },
	{ "row 44: one of two has another class",
	    ROUTE(TO("") ",{'namespace':'dns','name':'second'}"),
	    &gateway_classes, "www.example.com: A 192.0.2.8\n!Filtered -\n",
	    { D("Gateway", CALLED("dns", "main", ""),
		  "'gatewayClassName':'other','listeners':[" OPEN "]", AT(IP7)),
		SECOND } },
	{ "one of two is not there",
	    ROUTE(TO("") ",{'namespace':'dns','name':'second'}"), &one,
	    PUBLISHED "!NoParent -\n", { MAIN } },
	{ "one Gateway by two sections",
	    ROUTE(TO(",'sectionName':'a'") "," TO(",'sectionName':'b'")), &one,
	    "www.example.com: A 192.0.2.7\n!BadTarget -\n",
	    { GATEWAY("main", "",
		"{'name':'a','port':80,'protocol':'HTTP'," ALL_NAMESPACES
		"},{'name':'b','port':443,'protocol':'HTTPS'," ALL_NAMESPACES
		"}",
		AT(IP7 ",{'value':'nope'}")) } },
	{ "A2 addresses of one, a host name of the other",
	    ROUTE(TO("") ",{'namespace':'dns','name':'second'}"), &one,
	    PUBLISHED "!MixedTargets www.example.com\n",
	    { MAIN,
		GATEWAY("second", "", OPEN,
		    AT("{'type':'Hostname','value':'lb.x.net'}")) } },
	{ "A2 a host name of each",
	    ROUTE(TO("") ",{'namespace':'dns','name':'second'}"), &one,
	    "www.example.com: CNAME z.a.net.\n!MixedTargets "
	    "www.example.com\n",
	    { GATEWAY("main", "", OPEN,
		  AT("{'type':'Hostname','value':'a.z.net'}")),
		GATEWAY("second", "", OPEN,
		    AT("{'type':'Hostname','value':'z.a.net'}")) } },
	{ "the same address of both",
	    ROUTE(TO("") ",{'namespace':'dns','name':'second'}"), &one,
	    PUBLISHED, { MAIN, GATEWAY("second", "", OPEN, AT(IP7)) } },
	{ "C1 one of both has no address",
	    ROUTE(TO("") ",{'namespace':'dns','name':'second'}"), &one,
	    PUBLISHED, { MAIN, GATEWAY("second", "", OPEN, "") } },

	/* Where a Gateway answers. */
	{ "C1 no address yet", ROUTE(TO("")), &one,
	    "www.example.com: -\n!NoAddress www.example.com\n",
	    { GATEWAY("main", "", OPEN, "") } },
	{ "row 46: a host name", ROUTE(TO("")), &one,
	    "www.example.com: CNAME lb.x.net.\n",
	    { GATEWAY("main", "", OPEN,
		AT("{'type':'Hostname','value':'LB.x.net.'}")) } },
	{ "A1 an address as host name, a name as address", ROUTE(TO("")), &one,
	    PUBLISHED "!BadTarget -\n",
	    { GATEWAY("main", "", OPEN,
		AT("{'type':'Hostname','value':'192.0.2.7'},{'type':"
		   "'IPAddress','value':'lb.x.net'}")) } },
	{ "a type of somebody's own", ROUTE(TO("")), &one,
	    PUBLISHED "!BadTarget -\n",
	    { GATEWAY("main", "", OPEN,
		AT(IP7 ",{'type':'x.io/named','value':'192.0.2.9'}")) } },
	{ "both families", ROUTE(TO("")), &one,
	    "www.example.com: A 192.0.2.7, AAAA fd00::7\n",
	    { GATEWAY("main", "", OPEN, AT("{'value':'fd00::7'}," IP7)) } },
	{ "the Gateway's target annotation", ROUTE(TO("")), &one,
	    "www.example.com: A 192.0.2.9\n",
	    { GATEWAY("main", ",'annotations':{" ED "target':'192.0.2.9'}",
		OPEN, AT(IP7)) } },
	{ "A3 a target annotation without one good item", ROUTE(TO("")), &one,
	    "www.example.com: -\n!BadTarget -\n!NoAddress "
	    "www.example.com\n",
	    { GATEWAY("main", ",'annotations':{" ED "target':'local'}", OPEN,
		AT(IP7)) } },
	{ "the route's own target annotation does not count",
	    D("HTTPRoute", NOTES(ED "target':'192.0.2.9'"),
		WITH(TO(""), "'www.example.com'"), ""),
	    &one, PUBLISHED, { MAIN } },
	{ "A5 the route's TTL, not the Gateway's",
	    D("HTTPRoute", NOTES(ED "ttl':'5m'"),
		WITH(TO(""), "'www.example.com'"), ""),
	    &one, "www.example.com 300: A 192.0.2.7\n",
	    { GATEWAY(
		"main", ",'annotations':{" ED "ttl':'7'}", OPEN, AT(IP7)) } },
	{ "A5 a bad TTL is told once",
	    D("HTTPRoute", NOTES(ED "ttl':'x'"),
		WITH(TO("") ",{'namespace':'dns','name':'second'}",
		    "'a.example.com','b.example.com'"),
		""),
	    &one,
	    "a.example.com: A 192.0.2.7, A 192.0.2.8\n"
	    "b.example.com: A 192.0.2.7, A 192.0.2.8\n!BadTTL -\n",
	    { MAIN, SECOND } },

	/* G4: ListenerSets */
	{ "a ListenerSet", ROUTE(TO_SET), &one, PUBLISHED,
	    { TAKING("'All'"), SET("", OF_MAIN, OPEN, "") } },
	{ "sets are taken by nobody unless allowed", ROUTE(TO_SET), &one,
	    "!NotAccepted www.example.com\n",
	    { MAIN, SET("", OF_MAIN, OPEN, "") } },
	{ "a set that is not allowed: another namespace", ROUTE(TO_SET), &one,
	    "!NotAccepted www.example.com\n",
	    { TAKING("'Same'"), SET("", OF_MAIN, OPEN, "") } },
	{ "a set that is allowed by its namespace's labels", ROUTE(TO_SET),
	    &one, PUBLISHED,
	    { TAKING("'Selector','selector':{'matchLabels':{'dns':'yes'}}"),
		SET("", OF_MAIN, OPEN, ""), LABELLED("team", "'dns':'yes'") } },
	{ "a set that is not allowed by its namespace's labels", ROUTE(TO_SET),
	    &one, "!NotAccepted www.example.com\n",
	    { TAKING("'Selector','selector':{'matchLabels':{'dns':'yes'}}"),
		SET("", OF_MAIN, OPEN, ""), LABELLED("team", "'dns':'no'"),
		LABELLED("web", "'dns':'yes'") } },
	{ "no such set", ROUTE(TO_SET), &one, "!NoParent www.example.com\n",
	    { TAKING("'All'") } },
	{ "a set of no Gateway", ROUTE(TO_SET), &one,
	    "!NoParent www.example.com\n", { SET("", OF_MAIN, OPEN, "") } },
	{ "a set of something else", ROUTE(TO_SET), &one,
	    "!NoParent www.example.com\n",
	    { TAKING("'All'"),
		SET("", "{'kind':'Service','namespace':'dns','name':'main'}",
		    OPEN, "") } },
	{ "a set of a Gateway of another class", ROUTE(TO_SET),
	    &gateway_classes, "!Filtered www.example.com\n",
	    { TAKING("'All'"), SET("", OF_MAIN, OPEN, "") } },
	{ "row 31: an ignored set", ROUTE(TO_SET), &one,
	    "!Ignored www.example.com\n",
	    { TAKING("'All'"),
		SET(",'labels':{'k8s-gateway.dns/ignore':'true'}", OF_MAIN,
		    OPEN, "") } },
	{ "a set that is not accepted", ROUTE(TO_SET), &one,
	    "!NotAccepted www.example.com\n",
	    { TAKING("'All'"),
		SET("", OF_MAIN, OPEN,
		    ",'status':{'conditions':[" VERDICT("False") "]}") } },
	{ "a listener of a set that is not accepted", ROUTE(TO_SET), &one,
	    "!NoListener www.example.com\n",
	    { TAKING("'All'"),
		SET("", OF_MAIN, OPEN,
		    ",'status':{'listeners':[{'name':'http','conditions':"
		    "[" VERDICT("False") "]}]}") } },
	{ "a Gateway's own listener says so in its route's status",
	    ROUTE(TO("")), &one, PUBLISHED,
	    { GATEWAY("main", "", OPEN,
		",'status':{'addresses':[" IP7
		"],'listeners':[{'name':'http','conditions':[" VERDICT(
		    "False") "]}]}") } },
	{ "a Gateway's own listeners do not take what a set's would",
	    ROUTE(TO_SET), &one, "!NoListener www.example.com\n",
	    { TAKING("'All'"), SET("", OF_MAIN, "", "") } },
	{ "a set's listeners do not take what refers to the Gateway",
	    ROUTE(TO("")), &one, "!NoListener www.example.com\n",
	    { D("Gateway", CALLED("dns", "main", ""),
		  "'allowedListeners':{'namespaces':{'from':'All'}}", AT(IP7)),
		SET("", OF_MAIN, OPEN, "") } },
	{ "a set's target annotation comes first", ROUTE(TO_SET), &one,
	    "www.example.com: A 192.0.2.9\n",
	    { D("Gateway",
		  CALLED("dns", "main",
		      ",'annotations':{" ED "target':'192.0.2.10'}"),
		  "'allowedListeners':{'namespaces':{'from':'All'}}", AT(IP7)),
		SET(",'annotations':{" ED "target':'192.0.2.9'}", OF_MAIN, OPEN,
		    "") } },
	{ "then that of its Gateway", ROUTE(TO_SET), &one,
	    "www.example.com: A 192.0.2.10\n",
	    { D("Gateway",
		  CALLED("dns", "main",
		      ",'annotations':{" ED "target':'192.0.2.10'}"),
		  "'allowedListeners':{'namespaces':{'from':'All'}}", AT(IP7)),
		SET("", OF_MAIN, OPEN, "") } },
	{ "Same, in a set, is the set's namespace", ROUTE(TO_SET), &one,
	    "!NoListener www.example.com\n",
	    { TAKING("'All'"),
		SET("", OF_MAIN, HTTP("'hostname':'www.example.com'"), "") } },
};

/* What a person reads. */
static void sentences(void **state)
{
	static const char *const want[] = {
		"spec.parentRefs[0]: Gateway web/a is not there",
		"spec.parentRefs[1]: Service web/b is neither a Gateway nor a "
		"ListenerSet",
		"spec.parentRefs[2]: ListenerSet x/?c is not there",
		"spec.parentRefs[3]: Gateway dns/main: it has no listener of "
		"the name in sectionName",
	};
	const struct row row = { "",
		ROUTE("{'name':'a'},{'kind':'Service','name':'b'},"
		      "{'kind':'ListenerSet','namespace':'x','name':"
		      "'\\nc'}," TO(",'sectionName':'other'")),
		&one, "", { MAIN } };
	struct outcome outcome;

	(void)state;
	begin(&outcome, &row);
	assert_int_equal(outcome.claims.findings.count, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(
		    outcome.claims.findings.list[i].sentence, want[i]);
	end(&outcome);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows) + 1] = {
		[ARRAY_LEN(rows)] = cmocka_unit_test(sentences),
	};

	TABLE_TESTS(rows, check, tests);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
