/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_node.c - what a Node claims.
 */
#include "tests/unit/controller/source/outcome.h"

#define N(rest, addresses)                                   \
	"{'kind':'Node','metadata':{'name':'n.cluster'" rest \
	"},'status':{'addresses':[" addresses "]}}"
#define ADDRESS(type, text) "{'type':'" type "','address':'" text "'}"
#define NAMED(host) \
	N("", ADDRESS("Hostname", host) "," ADDRESS("InternalIP", "10.0.0.1"))
#define NODE1                                              \
	ADDRESS("Hostname", "node1")                       \
	"," ADDRESS("InternalIP", "10.0.0.1") "," ADDRESS( \
	    "ExternalIP", "203.0.113.1")

static const struct row rows[] = {
	{ "row 53: the internal address", N("", NODE1), &one,
	    "node1.example.com: A 10.0.0.1\n" },
	{ "row 53: the external one", N("", NODE1), &external,
	    "node1.example.com: A 203.0.113.1\n" },
	{ "row 53: both families",
	    N("",
		ADDRESS("InternalIP", "fd00::2") "," ADDRESS(
		    "Hostname", "node2") "," ADDRESS("InternalIP", "10.0.0.2")),
	    &one, "node2.example.com: A 10.0.0.2, AAAA fd00::2\n" },
	{ "row 53: no host name", N("", ADDRESS("InternalIP", "10.0.0.1")),
	    &one, "" },
	{ "in every zone with serviceNames", NAMED("node1"), &all,
	    "node1.dev.example.com: A 10.0.0.1\n"
	    "node1.example.com: A 10.0.0.1\n"
	    "node1.example.org: A 10.0.0.1\n" },
	{ "no zone with serviceNames", NAMED("node1"), &nameless,
	    "!OutsideZones node1\n" },
	{ "row q: a host name of several labels",
	    NAMED("ip-10-0-0-1.ec2.internal"), &one, "!Ignored -\n" },
	{ "a final dot", NAMED("node1."), &one, "!Ignored -\n" },
	{ "upper case", NAMED("NODE1"), &one,
	    "node1.example.com: A 10.0.0.1\n" },
	{ "a list is no name", NAMED("a,b"), &one, "!BadName -\n" },
	{ "a wildcard", NAMED("*"), &one, "!BadName -\n" },
	{ "C1 nothing of the wanted sort", NAMED("node1"), &external,
	    "node1.example.com: -\n!NoAddress node1.example.com\n" },
	{ "a bad address alone",
	    N("",
		ADDRESS("Hostname", "node1") "," ADDRESS("InternalIP",
		    "fe80::1%eth0") "," ADDRESS("InternalIP", "10.0.0.1")),
	    &one, "node1.example.com: A 10.0.0.1\n!BadTarget -\n" },
	{ "row 31: ignored",
	    N(",'labels':{'k8s-gateway.dns/ignore':'true'}", NODE1), &one,
	    "!Ignored node1.example.com\n" },
	{ "A6 it has no namespace that could be filtered", N("", NODE1),
	    &only_web, "node1.example.com: A 10.0.0.1\n" },
	{ "A5 a TTL", N(",'annotations':{" ED "ttl':'30'}", NODE1), &one,
	    "node1.example.com 30: A 10.0.0.1\n" },
};

RUN_TABLE(rows, check)
