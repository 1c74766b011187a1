/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_gateway.c - what a Gateway claims itself.
 */
#include "tests/unit/controller/source/outcome.h"

#define G(meta, spec, addresses) \
	D("Gateway", meta, spec, ",'status':{'addresses':[" addresses "]}")
#define NOTED(notes) G(NOTES(notes), "", "{'value':'192.0.2.7'}")
#define CLASS(name)                                                   \
	G(NOTES(CORE "'gw.example.com'"), "'gatewayClassName':" name, \
	    "{'value':'192.0.2.7'}")
#define LISTENER "'listeners':[{'name':'a','hostname':'a.example.com'}]"

static const struct row rows[] = {
	{ "no annotation: its listeners' names are nobody's wish",
	    G(META(), LISTENER, "{'value':'192.0.2.7'}"), &one, "" },
	{ "an annotation", NOTED(CORE "'gw.example.com'"), &one,
	    "gw.example.com: A 192.0.2.7\n" },
	{ "N3 relative, in a list", NOTED(ALPHA "hostname':'gw,*.gw'"), &one,
	    "gw.example.com: A 192.0.2.7\n*.gw.example.com: A 192.0.2.7\n" },
	{ "bad ones", NOTED(ED "hostname':'*,a b,gw'"), &one,
	    "gw.example.com: A 192.0.2.7\n!BadName -\n!BadName -\n" },
	{ "C1 no address", G(NOTES(CORE "'gw.example.com'"), "", ""), &one,
	    "gw.example.com: lost\n!NoAddress gw.example.com\n" },
	{ "a host name",
	    G(NOTES(CORE "'gw.example.com'"), "",
		"{'type':'Hostname','value':'lb.x.net'}"),
	    &one, "gw.example.com: CNAME lb.x.net.\n" },
	{ "target and TTL",
	    NOTED(CORE "'gw'," ED "target':'192.0.2.9'," ED "ttl':'2m'"), &one,
	    "gw.example.com 120: A 192.0.2.9\n" },
	{ "no good target", NOTED(CORE "'gw'," ED "target':'local'"), &one,
	    "gw.example.com: -\n!BadTarget -\n!NoAddress gw.example.com\n" },
	{ "row 44: its class", CLASS("'istio'"), &gateway_classes,
	    "gw.example.com: A 192.0.2.7\n" },
	{ "row 44: another class", CLASS("'Istio'"), &gateway_classes,
	    "!Filtered gw.example.com\n" },
	{ "row j: no class", CLASS("null"), &gateway_classes,
	    "!Filtered gw.example.com\n" },
	{ "A6 its namespace", CLASS("'istio'"), &only_dns,
	    "!Filtered gw.example.com\n" },
	{ "row 31: ignored",
	    G(META(",'labels':{'k8s-gateway.dns/ignore':'true'},"
		   "'annotations':{" CORE "'gw'}"),
		"", "{'value':'192.0.2.7'}"),
	    &one, "!Ignored gw.example.com\n" },
	{ "A3 another controller", NOTED(CORE "'gw'," ED "controller':'x'"),
	    &one, "!Ignored gw.example.com\n" },
	{ "N2 in no zone", NOTED(CORE "'gw.example.net'"), &one,
	    "gw.example.net: -\n" },
};

RUN_TABLE(rows, check)
