/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_service.c - what Services claim.
 */
#include "tests/unit/controller/source/outcome.h"

#define ENDPOINTS NOTES("'k8s-gateway.dns/resolve-endpoints':'true'")
#define HEADLESS "'clusterIP':'None'"
#define SLICE(name, labels, endpoints)                 \
	"{'kind':'EndpointSlice'," CALLED("web", name, \
	    ",'labels':{" labels "}") ",'endpoints':[" endpoints "]}"
#define FOR(service) "'kubernetes.io/service-name':'" service "'"
#define READY(address) "{'addresses':['" address "']}"
#define WHEN(address, ready) \
	"{'addresses':['" address "'],'conditions':{'ready':" ready "}}"
#define NODE(name, rest, internal, external)                                 \
	"{'kind':'Node','metadata':{'name':'" name "'" rest                  \
	"},'status':{'addresses':[{'type':'InternalIP','address':'" internal \
	"'},{'type':'ExternalIP','address':'" external "'}]}}"
#define NODES                                     \
	NODE("a", "", "10.0.0.1", "203.0.113.1"), \
	    NODE("b", "", "10.0.0.2", "203.0.113.2")
#define PORTS(ports) \
	"'type':'NodePort','clusterIP':'10.9.0.1','ports':[" ports "]"
#define HTTP "{'port':80,'nodePort':30080}"

static const struct row rows[] = {
	{ "row 35: externalIPs instead of the status",
	    S(META(), BALANCED ",'externalIPs':['192.0.2.9']", LB(IP1)), &one,
	    "www.web.example.com: A 192.0.2.9\n" },
	{ "A externalIPs that are none",
	    S(META(), BALANCED ",'externalIPs':['lb.net']", LB(IP1)), &one,
	    "www.web.example.com: -\n!BadTarget -\n"
	    "!NoAddress www.web.example.com\n" },
	{ "A target before externalIPs",
	    S(NOTES(ED "target':'192.0.2.8'"),
		BALANCED ",'externalIPs':['192.0.2.9']", LB(IP1)),
	    &one, "www.web.example.com: A 192.0.2.8\n" },
	{ "A another name",
	    S(NOTES(ED "hostname':'x'"),
		"'type':'ExternalName','externalName':'A.net'", ""),
	    &one, "x.example.com: CNAME a.net.\n" },
	{ "A another name that is an address",
	    S(NOTES(ED "hostname':'x'"),
		"'type':'ExternalName','externalName':'192.0.2.4'", ""),
	    &one, "x.example.com: A 192.0.2.4\n" },
	{ "A another name, without annotation",
	    S(META(), "'type':'ExternalName','externalName':'a.net'", ""), &one,
	    "" },
	{ "A annotated ClusterIP",
	    S(NOTES(ED "hostname':'x'"), "'clusterIP':'10.0.0.1'", ""), &one,
	    "!Filtered x.example.com\n" },
	{ "A annotated ClusterIP with the option",
	    S(NOTES(ED "hostname':'x'"),
		"'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1',"
		"'fd00::1']",
		""),
	    &cluster_ip, "x.example.com: A 10.0.0.1, AAAA fd00::1\n" },
	{ "A annotated ClusterIP with a target",
	    S(NOTES(ED "hostname':'x'," ED "target':'192.0.2.8'"),
		"'clusterIP':'10.0.0.1'", ""),
	    &one, "x.example.com: A 192.0.2.8\n" },
	{ "A annotated NodePort",
	    S(NOTES(ED "hostname':'x'"),
		"'type':'NodePort','clusterIP':'10.0.0.1'", ""),
	    &cluster_ip, "!Filtered x.example.com\n" },
	{ "A annotated headless: held, no address",
	    S(NOTES(ED "hostname':'x'"), "'clusterIP':'None'", ""), &one,
	    "x.example.com: -\n!NoAddress x.example.com\n" },
	{ "row 34: endpoints, not the load balancer",
	    S(NOTES("'k8s-gateway.dns/resolve-endpoints':'true'"), BALANCED,
		LB(IP1)),
	    &one, "www.web.example.com: -\n!NoAddress www.web.example.com\n" },
	{ "row 32: headless has a default name then",
	    S(NOTES("'k8s-gateway.dns/resolve-endpoints':'true'"),
		"'clusterIP':'None'", ""),
	    &one, "www.web.example.com: -\n!NoAddress www.web.example.com\n" },
	{ "row 32: that very value",
	    S(NOTES("'k8s-gateway.dns/resolve-endpoints':'yes'"), BALANCED,
		LB(IP1)),
	    &one, "www.web.example.com: A 192.0.2.1\n" },
	/* EndpointSlices */
	{ "row 32: headless", S(ENDPOINTS, HEADLESS, ""), &one,
	    "www.web.example.com: A 10.2.0.1, A 10.2.0.2\n",
	    { SLICE("s1", FOR("www"),
		WHEN("10.2.0.1", "true") "," WHEN("10.2.0.2", "true")) } },
	{ "row 33: what is ready, of all slices", S(ENDPOINTS, HEADLESS, ""),
	    &one,
	    "www.web.example.com: A 10.1.0.1, A 10.1.0.3, A 10.1.0.4, "
	    "AAAA fd00::1\n!BadTarget -\n",
	    { SLICE("s1", FOR("www"),
		  WHEN("10.1.0.1", "true") "," WHEN("10.1.0.2",
		      "false") "," READY("10.1.0.3") "," WHEN("fd00::1",
		      "true") "," WHEN("not-an-ip", "true")),
		SLICE(
		    "s2", FOR("www"), READY("10.1.0.1") "," READY("10.1.0.4")),
		SLICE("s3", "'app':'www'", READY("10.1.0.9")),
		SLICE("s4", FOR("www2"), READY("10.1.0.8")),
		"{'kind':'EndpointSlice'," CALLED("other", "s5",
		    ",'labels':{" FOR(
			"www") "}") ",'endpoints':[" READY("10.1.0.7") "]}" } },
	{ "row 34: instead of the load balancer and externalIPs",
	    S(ENDPOINTS, BALANCED ",'externalIPs':['192.0.2.9']", LB(IP1)),
	    &one, "www.web.example.com: A 10.2.0.1\n",
	    { SLICE("s1", FOR("www"), READY("10.2.0.1")) } },
	{ "row 34: instead of the target annotation",
	    S(NOTES("'k8s-gateway.dns/resolve-endpoints':'true'," ED
		    "target':'192.0.2.8'"),
		BALANCED, LB(IP1)),
	    &one, "www.web.example.com: A 10.2.0.1\n",
	    { SLICE("s1", FOR("www"), READY("10.2.0.1")) } },
	{ "A headless with an annotation",
	    S(NOTES(ED "hostname':'x'"), HEADLESS, ""), &one,
	    "x.example.com: A 10.2.0.1\n",
	    { SLICE("s1", FOR("www"), READY("10.2.0.1")) } },
	{ "A headless with an annotation and a target",
	    S(NOTES(ED "hostname':'x'," ED "target':'192.0.2.8'"), HEADLESS,
		""),
	    &one, "x.example.com: A 192.0.2.8\n",
	    { SLICE("s1", FOR("www"), READY("10.2.0.1")) } },
	{ "A headless without either", S(META(), HEADLESS, ""), &one, "",
	    { SLICE("s1", FOR("www"), READY("10.2.0.1")) } },
	{ "A4 an ignored slice", S(ENDPOINTS, HEADLESS, ""), &one,
	    "www.web.example.com: -\n!NoAddress www.web.example.com\n",
	    { SLICE("s1", FOR("www") ",'k8s-gateway.dns/ignore':'true'",
		READY("10.2.0.1")) } },
	{ "endpoints that are names", S(ENDPOINTS, HEADLESS, ""), &one,
	    "www.web.example.com: -\n!BadTarget -\n"
	    "!NoAddress www.web.example.com\n",
	    { SLICE("s1", FOR("www"), READY("a.example.net")) } },

	/* NodePort */
	{ "A NodePort: nodes and ports",
	    S(NOTES(ED "hostname':'x'"),
		PORTS("{'name':'dns','protocol':'UDP','nodePort':30053}," HTTP
		      ",{'protocol':'TCP','nodePort':30443},{'port':1}"),
		""),
	    &node_ports,
	    "x.example.com: A 10.0.0.1, A 10.0.0.2\n"
	    "_www._tcp.x.example.com: SRV 0 50 30080 x.example.com., "
	    "SRV 0 50 30443 x.example.com.\n"
	    "_www._udp.x.example.com: SRV 0 50 30053 x.example.com.\n",
	    { NODES } },
	{ "A NodePort: external addresses",
	    S(NOTES(ED "hostname':'x'"), PORTS(""), ""), &external,
	    "x.example.com: A 203.0.113.1, A 203.0.113.2\n", { NODES } },
	{ "A NodePort: several names, one a wildcard",
	    S(NOTES(CORE "'x,*.y'," ED "ttl':'7'"), PORTS(HTTP), ""),
	    &node_ports,
	    "x.example.com 7: A 10.0.0.1, A 10.0.0.2\n"
	    "_www._tcp.x.example.com 7: SRV 0 50 30080 x.example.com.\n"
	    "*.y.example.com 7: A 10.0.0.1, A 10.0.0.2\n",
	    { NODES } },
	{ "A4 NodePort: an ignored node",
	    S(NOTES(ED "hostname':'x'"), PORTS(""), ""), &node_ports,
	    "x.example.com: A 10.0.0.1\n",
	    { NODE("a", "", "10.0.0.1", "203.0.113.1"),
		NODE("b", ",'labels':{'k8s-gateway.dns/ignore':'true'}",
		    "10.0.0.2", "203.0.113.2") } },
	{ "A NodePort: no nodes, no ports either",
	    S(NOTES(ED "hostname':'x'"), PORTS(HTTP), ""), &node_ports,
	    "x.example.com: -\n!NoAddress x.example.com\n" },
	{ "A NodePort: a target annotation is all",
	    S(NOTES(ED "hostname':'x'," ED "target':'192.0.2.8'"), PORTS(HTTP),
		""),
	    &node_ports, "x.example.com: A 192.0.2.8\n", { NODES } },
	{ "A NodePort without an annotation", S(META(), PORTS(HTTP), ""),
	    &node_ports, "", { NODES } },
	{ "A NodePort: endpoints instead",
	    S(NOTES("'k8s-gateway.dns/resolve-endpoints':'true'," CORE "'x'"),
		PORTS(HTTP), ""),
	    &node_ports, "x.example.com: A 10.2.0.1\n",
	    { NODES, SLICE("s1", FOR("www"), READY("10.2.0.1")) } },
	{ "A NodePort: a name too long for its ports",
	    S(NOTES(
		  CORE "'" DOTS63 ".a23456789012345678901234567890123456789012."
		       "example.com'"),
		PORTS(HTTP), ""),
	    &node_ports,
	    DOTS63 ".a23456789012345678901234567890123456789012.example.com: "
		   "A 10.0.0.1, A 10.0.0.2\n!BadName " DOTS63
		   ".a23456789012345678901234567890123456789012.example.com\n",
	    { NODES } },
	{ "A NodePort: protocols that are none",
	    S(NOTES(ED "hostname':'x'"),
		PORTS("{'protocol':'a b','nodePort':1},{'protocol':'\\n',"
		      "'nodePort':2}"),
		""),
	    &node_ports,
	    "x.example.com: A 10.0.0.1, A 10.0.0.2\n"
	    "!BadName x.example.com\n!BadName x.example.com\n",
	    { NODES } },
	{ "A8 NodePort: one port more than there may be",
	    S(NOTES(ED "hostname':'x'"),
		PORTS("{'nodePort':1},{'nodePort':2},{'nodePort':2},"
		      "{'nodePort':3},{'nodePort':4},{'nodePort':5},"
		      "{'nodePort':6},{'nodePort':7},{'nodePort':8}"),
		""),
	    &limited,
	    "x.example.com: A 10.0.0.1, A 10.0.0.2\n"
	    "_www._tcp.x.example.com: SRV 0 50 1 x.example.com., "
	    "SRV 0 50 2 x.example.com., SRV 0 50 3 x.example.com., "
	    "SRV 0 50 4 x.example.com., SRV 0 50 5 x.example.com., "
	    "SRV 0 50 6 x.example.com.\n",
	    { NODES } },
	{ "an IP in a reverse zone's name is a name like others",
	    I(META(), HOST("'1.2.0.192.in-addr.arpa'"), LB(IP1)), &all,
	    "1.2.0.192.in-addr.arpa: A 192.0.2.1\n" },
};

RUN_TABLE(rows, check)
