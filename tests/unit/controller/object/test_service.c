/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_service.c - Services: every address, and the ports of nodes.
 */
#include "controller/object/kind/service.h"

#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define BALANCER(rest) STATUS("'loadBalancer':{" rest "}")
#define PORTS(rest) SPEC("'ports':[" rest "]")

static const struct decode_row rows[] = {
	{ "load balancer",
	    "{'apiVersion':'v1','kind':'Service'," META ",'spec':{'type':"
	    "'LoadBalancer','clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1',"
	    "'fd00::1'],'externalIPs':['192.0.2.9']},'status':{"
	    "'loadBalancer':{'ingress':[{'ip':'192.0.2.1'}]}}}",
	    " type=2 cluster=10.0.0.1 cluster=fd00::1 "
	    "external=192.0.2.9 lb=192.0.2.1/" },
	{ "no type", SPEC("'clusterIP':'10.0.0.1'"),
	    " type=0 cluster=10.0.0.1" },
	{ "headless", SPEC("'clusterIP':'None','clusterIPs':['None']"),
	    " type=0 headless" },
	{ "headless, the old field alone", SPEC("'clusterIP':'None'"),
	    " type=0 headless" },
	{ "an address not given yet", SPEC("'clusterIP':''"), " type=0" },
	{ "another name", SPEC("'type':'ExternalName','externalName':'x.y'"),
	    " type=3 name=x.y" },
	{ "node port", SPEC("'type':'NodePort'"), " type=1" },
	{ "unknown type", SPEC("'type':'Loadbalancer'"), NULL,
	    "spec.type: 'Loadbalancer' is no type" },
	{ "type a number", SPEC("'type':1"), NULL, "spec.type: not a string" },
	{ "clusterIP a list", SPEC("'clusterIP':[]"), NULL,
	    "spec.clusterIP: not a string" },
	{ "clusterIPs a string", SPEC("'clusterIPs':'10.0.0.1'"), NULL,
	    "spec.clusterIPs: not a list" },
	{ "externalIPs a string", SPEC("'externalIPs':'10.0.0.1'"), NULL,
	    "spec.externalIPs: not a list" },
	{ "an external IP a number", SPEC("'externalIPs':[1]"), NULL,
	    "spec.externalIPs[0]: not a string" },
	{ "externalName a number", SPEC("'externalName':1"), NULL,
	    "spec.externalName: not a string" },
	{ "name with a dot", "{'metadata':{'namespace':'web','name':'a.b'}}",
	    NULL, "metadata.name: 'a.b' is no DNS label" },
	{ "status of a Service", BALANCER("'ingress':[7]"), NULL,
	    "status.loadBalancer.ingress[0]: not an object" },

	{ "ports",
	    PORTS("{'port':80,'nodePort':30080,'protocol':'TCP'},"
		  "{'port':53,'protocol':'UDP','nodePort':30053},"
		  "{'port':9,'protocol':'SCTP'},{'port':1}"),
	    " type=0 TCP:30080 UDP:30053 SCTP:0 TCP:0" },
	{ "nulls", PORTS("null,{'nodePort':null,'protocol':null}"),
	    " type=0 TCP:0 TCP:0" },
	{ "protocol empty", PORTS("{'protocol':''}"), " type=0 TCP:0" },
	{ "ports null", SPEC("'ports':null"), " type=0" },
	{ "no ports", PORTS(""), " type=0" },
	{ "of duplicate keys the first",
	    PORTS("{'nodePort':1,'nodePort':'x','protocol':'UDP',"
		  "'protocol':5}"),
	    " type=0 UDP:1" },
	{ "what is not read may be anything",
	    PORTS("{'port':'x','targetPort':[],'name':5}"), " type=0 TCP:0" },
	{ "ports an object", SPEC("'ports':{}"), NULL,
	    "spec.ports: not a list" },
	{ "a port a number", PORTS("{},80"), NULL,
	    "spec.ports[1]: not an object" },
	{ "protocol a number", PORTS("{'protocol':6}"), NULL,
	    "spec.ports[0].protocol: not a string" },
	{ "nodePort a string", PORTS("{},{'nodePort':'80'}"), NULL,
	    "spec.ports[1].nodePort: not an integer" },
	{ "nodePort a fraction", PORTS("{'nodePort':80.5}"), NULL,
	    "spec.ports[0].nodePort: not an integer" },
	{ "nodePort 65536", PORTS("{'nodePort':65536}"), NULL,
	    "spec.ports[0].nodePort: 65536 is no port" },
	{ "nodePort below zero", PORTS("{'nodePort':-1}"), NULL,
	    "spec.ports[0].nodePort: -1 is no port" },
};

static void print(struct buf *out, const struct object *object)
{
	const struct service *service = (const struct service *)object;

	buf_printf(out, " type=%d", (int)service->type);
	if (service->headless)
		buf_puts(out, " headless");
	decode_print_text(out, "name", service->external_name);
	decode_print_list(
	    out, "cluster", service->cluster_ips, service->ncluster_ips);
	decode_print_list(
	    out, "external", service->external_ips, service->nexternal_ips);
	for (uint32_t i = 0; i < service->nbalancers; i++)
		buf_printf(out, " lb=%s/", service->balancers[i].ip);
	for (uint32_t i = 0; i < service->nports; i++)
		buf_printf(out, " %s:%u", service->ports[i].protocol,
		    service->ports[i].node_port);
}

static void check(void **state)
{
	decode_check("Service", *state, print);
}

RUN_TABLE(rows, check)
