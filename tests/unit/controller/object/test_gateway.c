/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_gateway.c - Gateways, and the listeners they share with ListenerSets.
 */
#include "controller/object/kind/gateway.h"

#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define LISTENER(rest) SPEC("'listeners':[{" rest "}]")
#define ROUTES(rest) LISTENER("'allowedRoutes':{" rest "}")
#define JUDGED(rest)                                                        \
	"{" META ",'spec':{'listeners':[{'name':'a'},{'name':'b'},{'name':" \
	"'a'}]},'status':{" rest "}}"
#define SETS(rest) SPEC("'allowedListeners':{'namespaces':{" rest "}}")
#define ADDRESSES(rest) STATUS("'addresses':[" rest "]")

static const struct decode_row rows[] = {
	{ "the least", "{" META "}", " sets=0" },
	{ "class, listeners, addresses",
	    "{'apiVersion':'gateway.networking.k8s.io/v1','kind':'Gateway',"
	    "" META ",'spec':{'gatewayClassName':'example','listeners':["
	    "{'name':'web','hostname':'*.example.com','port':443,"
	    "'protocol':'HTTPS','allowedRoutes':{'namespaces':{'from':'All'},"
	    "'kinds':[{'kind':'HTTPRoute'},{'group':'x.y','kind':'Z'}]},"
	    "'tls':{'mode':'Terminate'}},"
	    "{'name':'raw','port':80,'protocol':'example.com/raw'}],"
	    "'addresses':[{'value':'203.0.113.9'}]},"
	    "'status':{'addresses':[{'type':'IPAddress','value':'192.0.2.1'},"
	    "{'type':'Hostname','value':'lb.x'},{'value':'fd00::1'}]}}",
	    " class=example (web *.example.com HTTPS:443 from=2 /HTTPRoute"
	    " x.y/Z) (raw * example.com/raw:80 from=1)"
	    " IPAddress=192.0.2.1 Hostname=lb.x IPAddress=fd00::1 sets=0" },
	{ "everything null",
	    "{" META ",'spec':{'gatewayClassName':null,'allowedListeners':null,"
	    "'listeners':null},'status':{'addresses':null,'listeners':null}}",
	    " sets=0" },
	{ "spec and status null", "{" META ",'spec':null,'status':null}",
	    " sets=0" },
	{ "empty lists",
	    "{" META ",'spec':{'listeners':[]},'status':{'addresses':[],"
	    "'listeners':[]}}",
	    " sets=0" },
	{ "older versions",
	    "{'apiVersion':'gateway.networking.k8s.io/v1beta1'," META "}",
	    " sets=0" },
	{ "of duplicate keys the first",
	    SPEC("'gatewayClassName':'a','gatewayClassName':5,'listeners':["
		 "{'name':'x','name':7,'port':1,'port':'x'}],'listeners':5"),
	    " class=a (x * :1 from=1) sets=0" },
	{ "class empty", SPEC("'gatewayClassName':''"), " sets=0" },
	{ "class a list", SPEC("'gatewayClassName':[]"), NULL,
	    "spec.gatewayClassName: not a string" },
	{ "spec a string", "{" META ",'spec':'x'}", NULL,
	    "spec: not an object" },
	{ "status a string", "{" META ",'status':'x'}", NULL,
	    "status: not an object" },
	{ "another version",
	    "{'apiVersion':'gateway.networking.k8s.io/v1alpha1'," META "}",
	    NULL,
	    "apiVersion: 'gateway.networking.k8s.io/v1alpha1' has no Gateway "
	    "that is known" },
	{ "a Gateway of another API",
	    "{'apiVersion':'networking.istio.io/v1'," META "}", NULL,
	    "apiVersion: 'networking.istio.io/v1' has no Gateway that is "
	    "known" },

	/* Listeners. */
	{ "a listener of nothing", SPEC("'listeners':[{},null]"),
	    " ( * : from=1) ( * : from=1) sets=0" },
	{ "all of a listener null",
	    LISTENER("'name':null,'hostname':null,'port':null,'protocol':null,"
		     "'allowedRoutes':null"),
	    " ( * : from=1) sets=0" },
	{ "hostname empty", LISTENER("'hostname':''"),
	    " ( * : from=1) sets=0" },
	{ "hostname as it is", LISTENER("'hostname':'A.x\\n;'"),
	    " ( A.x\n; : from=1) sets=0" },
	{ "port 65535", LISTENER("'port':65535"),
	    " ( * :65535 from=1) sets=0" },
	{ "listeners an object", SPEC("'listeners':{}"), NULL,
	    "spec.listeners: not a list" },
	{ "a listener a string", SPEC("'listeners':[{},'x']"), NULL,
	    "spec.listeners[1]: not an object" },
	{ "name a number", SPEC("'listeners':[{},{'name':1}]"), NULL,
	    "spec.listeners[1].name: not a string" },
	{ "hostname a list", LISTENER("'hostname':[]"), NULL,
	    "spec.listeners[0].hostname: not a string" },
	{ "protocol true", LISTENER("'protocol':true"), NULL,
	    "spec.listeners[0].protocol: not a string" },
	{ "port a string", LISTENER("'port':'80'"), NULL,
	    "spec.listeners[0].port: not an integer" },
	{ "port a fraction", LISTENER("'port':80.5"), NULL,
	    "spec.listeners[0].port: not an integer" },
	{ "port below zero", LISTENER("'port':-1"), NULL,
	    "spec.listeners[0].port: -1 is no port" },
	{ "port 65536", LISTENER("'port':65536"), NULL,
	    "spec.listeners[0].port: 65536 is no port" },
	{ "port out of any range", LISTENER("'port':1e300"), NULL,
	    "spec.listeners[0].port: not an integer" },

	/* allowedRoutes. */
	{ "None", ROUTES("'namespaces':{'from':'None'}"),
	    " ( * : from=0) sets=0" },
	{ "Same", ROUTES("'namespaces':{'from':'Same'}"),
	    " ( * : from=1) sets=0" },
	{ "All", ROUTES("'namespaces':{'from':'All'}"),
	    " ( * : from=2) sets=0" },
	{ "an unknown word allows nothing",
	    ROUTES("'namespaces':{'from':'Any'}"), " ( * : from=0) sets=0" },
	{ "an empty word allows nothing", ROUTES("'namespaces':{'from':''}"),
	    " ( * : from=0) sets=0" },
	{ "from null", ROUTES("'namespaces':{'from':null}"),
	    " ( * : from=1) sets=0" },
	{ "namespaces null, kinds null",
	    ROUTES("'namespaces':null,'kinds':null"), " ( * : from=1) sets=0" },
	{ "a selector beside another word is not read",
	    ROUTES("'namespaces':{'from':'Same','selector':5}"),
	    " ( * : from=1) sets=0" },
	{ "kinds of nothing",
	    ROUTES("'kinds':[null,{'group':null},{'kind':"
		   "''}]"),
	    " ( * : from=1 / / /) sets=0" },
	{ "the usual group, and the core group",
	    ROUTES("'kinds':[{'group':'gateway.networking.k8s.io','kind':'A'},"
		   "{'group':'','kind':'B'}]"),
	    " ( * : from=1 /A core/B) sets=0" },
	{ "allowedRoutes a list", LISTENER("'allowedRoutes':[]"), NULL,
	    "spec.listeners[0].allowedRoutes: not an object" },
	{ "namespaces a string", ROUTES("'namespaces':'All'"), NULL,
	    "spec.listeners[0].allowedRoutes.namespaces: not an object" },
	{ "from a number", ROUTES("'namespaces':{'from':1}"), NULL,
	    "spec.listeners[0].allowedRoutes.namespaces.from: not a string" },
	{ "kinds an object", ROUTES("'kinds':{}"), NULL,
	    "spec.listeners[0].allowedRoutes.kinds: not a list" },
	{ "a kind a string", ROUTES("'kinds':['HTTPRoute']"), NULL,
	    "spec.listeners[0].allowedRoutes.kinds[0]: not an object" },
	{ "a kind's kind a number", ROUTES("'kinds':[{},{'kind':1}]"), NULL,
	    "spec.listeners[0].allowedRoutes.kinds[1].kind: not a string" },
	{ "a kind's group a number", ROUTES("'kinds':[{'group':1}]"), NULL,
	    "spec.listeners[0].allowedRoutes.kinds[0].group: not a string" },

	/* What status says of listeners. */
	{ "Accepted=False costs the listener",
	    JUDGED("'listeners':[{'name':'a','conditions':[{'type':'Accepted',"
		   "'status':'False'}]},{'name':'b','conditions':["
		   "{'type':'Accepted','status':'True'}]}]"),
	    " (a * : from=1 refused) (b * : from=1) (a * : from=1 refused)"
	    " sets=0" },
	{ "other conditions, other words, other names",
	    JUDGED("'listeners':[{'name':'a','conditions':[{'type':"
		   "'Programmed','status':'False'},{'type':'Accepted','status':"
		   "'Unknown'},{'type':'accepted','status':'False'},{},null]},"
		   "{'name':'c','conditions':[{'type':'Accepted','status':"
		   "'False'}]},null,{'name':'b','conditions':null}]"),
	    " (a * : from=1) (b * : from=1) (a * : from=1) sets=0" },
	{ "the Gateway's own conditions are not read",
	    JUDGED("'conditions':[{'type':'Accepted','status':'False'},5]"),
	    " (a * : from=1) (b * : from=1) (a * : from=1) sets=0" },
	{ "listeners of status an object", JUDGED("'listeners':{}"), NULL,
	    "status.listeners: not a list" },
	{ "one of them a string", JUDGED("'listeners':['a']"), NULL,
	    "status.listeners[0]: not an object" },
	{ "its name a number", JUDGED("'listeners':[{},{'name':1}]"), NULL,
	    "status.listeners[1].name: not a string" },
	{ "its conditions an object", JUDGED("'listeners':[{'conditions':{}}]"),
	    NULL, "status.listeners[0].conditions: not a list" },
	{ "a condition a string", JUDGED("'listeners':[{'conditions':['x']}]"),
	    NULL, "status.listeners[0].conditions[0]: not an object" },
	{ "a type a number",
	    JUDGED("'listeners':[{'conditions':[{},{'type':1}]}]"), NULL,
	    "status.listeners[0].conditions[1].type: not a string" },
	{ "a status true",
	    JUDGED("'listeners':[{'conditions':[{'status':true}]}]"), NULL,
	    "status.listeners[0].conditions[0].status: not a string" },

	/* Addresses. */
	{ "addresses without a value are none",
	    ADDRESSES("null,{},{'type':'Hostname','value':''},{'value':null},"
		      "{'type':null,'value':'192.0.2.1'},"
		      "{'type':'','value':'192.0.2.2'},"
		      "{'type':'example.com/x','value':'y'}"),
	    " IPAddress=192.0.2.1 IPAddress=192.0.2.2 example.com/x=y"
	    " sets=0" },
	{ "addresses an object", STATUS("'addresses':{}"), NULL,
	    "status.addresses: not a list" },
	{ "an address a string", ADDRESSES("{},'192.0.2.1'"), NULL,
	    "status.addresses[1]: not an object" },
	{ "value a number", ADDRESSES("{},{'value':1}"), NULL,
	    "status.addresses[1].value: not a string" },
	{ "type a number", ADDRESSES("{'type':1,'value':'192.0.2.1'}"), NULL,
	    "status.addresses[0].type: not a string" },

	/* allowedListeners. */
	{ "sets from all", SETS("'from':'All'"), " sets=2" },
	{ "sets from here", SETS("'from':'Same'"), " sets=1" },
	{ "sets by selector", SETS("'from':'Selector','selector':{}"),
	    " sets=3" },
	{ "sets, selector missing", SETS("'from':'Selector'"), " sets=0" },
	{ "sets, unknown word", SETS("'from':'all'"), " sets=0" },
	{ "sets, nothing said", SETS(""), " sets=0" },
	{ "sets, namespaces null",
	    SPEC("'allowedListeners':{'namespaces':null}"), " sets=0" },
	{ "allowedListeners a string", SPEC("'allowedListeners':'All'"), NULL,
	    "spec.allowedListeners: not an object" },
	{ "its namespaces a list", SPEC("'allowedListeners':{'namespaces':[]}"),
	    NULL, "spec.allowedListeners.namespaces: not an object" },
	{ "its from a number", SETS("'from':1"), NULL,
	    "spec.allowedListeners.namespaces.from: not a string" },
};

static void print_listener(struct buf *out, const struct listener *listener)
{
	buf_printf(out, " (%s %s %s:", listener->name,
	    listener->hostname ? listener->hostname : "*", listener->protocol);
	if (listener->port)
		buf_printf(out, "%u", listener->port);
	buf_printf(out, " from=%d", (int)listener->allowed.from);
	for (uint32_t i = 0; i < listener->nkinds; i++) {
		const struct route_kind *kind = &listener->kinds[i];
		const char *group = kind->group ? kind->group : "";

		buf_printf(out, " %s/%s",
		    kind->group && !*kind->group ? "core" : group, kind->kind);
	}
	buf_puts(out, listener->refused ? " refused)" : ")");
}

static void print(struct buf *out, const struct object *object)
{
	const struct gateway *gateway = (const struct gateway *)object;

	decode_print_text(out, "class", gateway->class);
	for (uint32_t i = 0; i < gateway->nlisteners; i++)
		print_listener(out, &gateway->listeners[i]);
	for (uint32_t i = 0; i < gateway->naddresses; i++)
		decode_print_text(out, gateway->addresses[i].type,
		    gateway->addresses[i].value);
	buf_printf(out, " sets=%d", (int)gateway->allowed_sets.from);
}

static void check(void **state)
{
	decode_check("Gateway", *state, print);
}

static const struct {
	const char *name;
	const char *before, *each, *after, *why;
} lists[] = {
	{ "listeners", "{" META ",'spec':{'listeners':[{}", ",{}", "]}}",
	    "spec.listeners: more than 1000 entries" },
	{ "listeners of status", "{" META ",'status':{'listeners':[{}", ",{}",
	    "]}}", "status.listeners: more than 1000 entries" },
	{ "kinds",
	    "{" META ",'spec':{'listeners':[{'allowedRoutes':{'kinds':[{}",
	    ",{}", "]}}]}}",
	    "spec.listeners[0].allowedRoutes.kinds: more than 1000 entries" },
};

/* Each of a list is held against each of another: there are bounds. */
static void check_list(void **state)
{
	const char *const *row = *state;
	struct object *object;
	struct err err;

	object = decode_many("Gateway", row[1], row[2], 999, row[3], &err);
	assert_non_null(object);
	object_free(object);
	assert_null(decode_many("Gateway", row[1], row[2], 1000, row[3], &err));
	assert_string_equal(err.text, row[4]);
	assert_null(
	    decode_many("Gateway", row[1], row[2], 1 << 20, row[3], &err));
}

static void many_addresses(void **state)
{
	struct err err;
	struct object *object =
	    decode_many("Gateway", "{" META ",'status':{'addresses':[{}",
		",{'value':'1'}", 1 << 20, "]}}", &err);

	(void)state;
	assert_non_null(object);
	assert_int_equal(((struct gateway *)object)->naddresses, 1 << 20);
	object_free(object);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(lists, check_list) +
	    RUN_TESTS(cmocka_unit_test(many_addresses));
}
