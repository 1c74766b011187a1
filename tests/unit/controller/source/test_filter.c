/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_filter.c - objects that do not count (A3: annotations; A4: the ignore
 * label; A6: filters).
 */
#include "tests/unit/controller/source/outcome.h"

static const struct row rows[] = {
	/* A3: annotations; A4: the ignore label */
	{ "A3 another controller",
	    I(NOTES(ED "controller':'mine'"), WWW, LB(IP1)), &one,
	    "!Ignored www.example.com\n" },
	{ "A3 an empty controller", I(NOTES(ED "controller':''"), WWW, LB(IP1)),
	    &one, "!Ignored www.example.com\n" },
	{ "A3 dns-controller",
	    I(NOTES(ALPHA "controller':'dns-controller'"), WWW, LB(IP1)), &one,
	    "www.example.com: A 192.0.2.1\n" },
	{ "row 31: ignored",
	    I(META(",'labels':{'k8s-gateway.dns/ignore':'true'}"),
		",'spec':{'rules':[{'host':'www.example.com'},{'host':"
		"'a b'},{'host':'www.example.net'}]}",
		LB(IP1)),
	    &one, "!Ignored www.example.com\n" },
	{ "row 31: that very value",
	    I(META(",'labels':{'k8s-gateway.dns/ignore':'True'}"), WWW,
		LB(IP1)),
	    &one, "www.example.com: A 192.0.2.1\n" },
	{ "row 31: a Service",
	    S(META(",'labels':{'k8s-gateway.dns/ignore':'true'}"), BALANCED,
		LB(IP1)),
	    &one, "!Ignored www.web.example.com\n" },
	{ "A4 ignored, with nothing but a bad name",
	    I(META(",'labels':{'k8s-gateway.dns/ignore':'true'}"),
		HOST("'a b'"), LB(IP1)),
	    &one, "" },

	/* A6: filters */
	{ "A6 namespaces, its own", I(META(), WWW, LB(IP1)), &only_web,
	    "www.example.com: A 192.0.2.1\n" },
	{ "A6 namespaces, another", I(META(), WWW, LB(IP1)), &only_dns,
	    "!Filtered www.example.com\n" },
	{ "row 45: class",
	    I(META(),
		",'spec':{'ingressClassName':'haproxy','rules':[{'host':"
		"'www.example.com'}]}",
		LB(IP1)),
	    &classes, "www.example.com: A 192.0.2.1\n" },
	{ "row 45: another class",
	    I(META(),
		",'spec':{'ingressClassName':'other','rules':[{'host':"
		"'www.example.com'}]}",
		LB(IP1)),
	    &classes, "!Filtered www.example.com\n" },
	{ "A6 class by annotation",
	    I(NOTES("'kubernetes.io/ingress.class':'nginx'"), WWW, LB(IP1)),
	    &classes, "www.example.com: A 192.0.2.1\n" },
	{ "A6 the field beats the annotation",
	    I(NOTES("'kubernetes.io/ingress.class':'nginx'"),
		",'spec':{'ingressClassName':'other','rules':[{'host':"
		"'www.example.com'}]}",
		LB(IP1)),
	    &classes, "!Filtered www.example.com\n" },
	{ "row j: no class", I(META(), WWW, LB(IP1)), &classes,
	    "!Filtered www.example.com\n" },
	{ "A6 a Service has no class", S(META(), BALANCED, LB(IP1)), &classes,
	    "www.web.example.com: A 192.0.2.1\n" },
	{ "row 37: selected",
	    S(META(",'labels':{'app':'web'}"), BALANCED, LB(IP1)), &labels,
	    "www.web.example.com: A 192.0.2.1\n" },
	{ "row 37: not selected", S(META(), BALANCED, LB(IP1)), &labels,
	    "!Filtered www.web.example.com\n" },
	{ "row 37: one of two selectors",
	    S(META(",'labels':{'app':'db'}"), BALANCED, LB(IP1)), &two_labels,
	    "www.web.example.com: A 192.0.2.1\n" },
	{ "row 37: none of two selectors",
	    S(META(",'labels':{'app':'db','old':''}"), BALANCED, LB(IP1)),
	    &two_labels, "!Filtered www.web.example.com\n" },
	{ "A6 selectors of another kind", I(META(), WWW, LB(IP1)), &labels,
	    "www.example.com: A 192.0.2.1\n" },
	{ "A7 being deleted",
	    I(META(",'deletionTimestamp':'2024-01-01T00:00:00Z'"), WWW,
		LB(IP1)),
	    &one, "www.example.com: A 192.0.2.1\n" },
};

RUN_TABLE(rows, check)
