/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_listenerset.c - ListenerSets: the Gateway they name, and what status
 * says.  What all listeners have is in test_gateway.c.
 */
#include "controller/object/kind/listenerset.h"

#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define PARENT(rest) SPEC("'parentRef':{" rest "}")

static const struct decode_row rows[] = {
	{ "the least", "{" META "}", " gateway=" },
	{ "a Gateway and listeners",
	    "{'apiVersion':'gateway.networking.k8s.io/v1','kind':"
	    "'ListenerSet'," META ",'spec':{'parentRef':{'name':'gw',"
	    "'namespace':'infra','kind':'Gateway','group':"
	    "'gateway.networking.k8s.io'},'listeners':[{'name':'l',"
	    "'hostname':'a.x','protocol':'HTTPS','port':443},{'name':'m',"
	    "'protocol':'HTTP'}]}}",
	    " namespace=infra gateway=gw (l a.x 443) (m * 0)" },
	{ "its own namespace, said", PARENT("'name':'gw','namespace':'web'"),
	    " gateway=gw" },
	{ "another kind", PARENT("'name':'gw','kind':'Other','group':'x.y'"),
	    " group=x.y kind=Other gateway=gw" },
	{ "the core group", PARENT("'name':'gw','group':''"),
	    " group= gateway=gw" },
	{ "kind and namespace empty",
	    PARENT("'name':'gw','kind':'','namespace':''"), " gateway=gw" },
	{ "all null",
	    PARENT("'name':null,'kind':null,'group':null,'namespace':null"),
	    " gateway=" },
	{ "parentRef null", SPEC("'parentRef':null,'listeners':null"),
	    " gateway=" },
	{ "spec and status null", "{" META ",'spec':null,'status':null}",
	    " gateway=" },
	{ "of duplicate keys the first",
	    PARENT("'name':'gw','name':5,'kind':'Gateway','kind':'X'"),
	    " gateway=gw" },
	{ "refused",
	    STATUS("'conditions':[{'type':'Accepted','status':'False'}]"),
	    " gateway= refused" },
	{ "accepted, and another condition False",
	    STATUS("'conditions':[{'type':'Accepted','status':'True'},"
		   "{'type':'Programmed','status':'False'}]"),
	    " gateway=" },
	{ "a listener refused",
	    "{" META ",'spec':{'listeners':[{'name':'l'},{'name':'m'}]},"
	    "'status':{'listeners':[{'name':'m','conditions':[{'type':"
	    "'Accepted','status':'False'}]}]}}",
	    " gateway= (l * 0) (m * 0 refused)" },

	{ "spec a list", "{" META ",'spec':[]}", NULL, "spec: not an object" },
	{ "parentRef a string", SPEC("'parentRef':'gw'"), NULL,
	    "spec.parentRef: not an object" },
	{ "name a number", PARENT("'name':1"), NULL,
	    "spec.parentRef.name: not a string" },
	{ "namespace a number", PARENT("'namespace':1"), NULL,
	    "spec.parentRef.namespace: not a string" },
	{ "kind a number", PARENT("'kind':1"), NULL,
	    "spec.parentRef.kind: not a string" },
	{ "group a number", PARENT("'group':1"), NULL,
	    "spec.parentRef.group: not a string" },
	{ "listeners a string", SPEC("'listeners':'x'"), NULL,
	    "spec.listeners: not a list" },
	{ "a port a string", SPEC("'listeners':[{'port':'80'}]"), NULL,
	    "spec.listeners[0].port: not an integer" },
	{ "status a list", "{" META ",'status':[]}", NULL,
	    "status: not an object" },
	{ "conditions an object", STATUS("'conditions':{}"), NULL,
	    "status.conditions: not a list" },
	{ "a condition's status true",
	    STATUS("'conditions':[{'type':'Accepted','status':true}]"), NULL,
	    "status.conditions[0].status: not a string" },
	{ "listeners of status a string", STATUS("'listeners':'x'"), NULL,
	    "status.listeners: not a list" },
};

static void print(struct buf *out, const struct object *object)
{
	const struct listenerset *set = (const struct listenerset *)object;

	decode_print_text(out, "group", set->parent.group);
	decode_print_text(out, "kind", set->parent.kind);
	decode_print_text(out, "namespace", set->parent.namespace);
	decode_print_text(out, "gateway", set->parent.name);
	for (uint32_t i = 0; i < set->nlisteners; i++) {
		const struct listener *listener = &set->listeners[i];

		buf_printf(out, " (%s %s %u%s)", listener->name,
		    listener->hostname ? listener->hostname : "*",
		    listener->port, listener->refused ? " refused" : "");
	}
	if (set->refused)
		buf_puts(out, " refused");
}

static void check(void **state)
{
	decode_check("ListenerSet", *state, print);
}

RUN_TABLE(rows, check)
