/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_endpointslice.c - slices: whose they are, and who is ready.
 */
#include "controller/object/kind/endpointslice.h"

#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define SLICE(rest) "{" META "," rest "}"
#define ONE(rest) SLICE("'endpoints':[{'addresses':['10.0.0.1']," rest "}]")

static const struct decode_row rows[] = {
	{ "the least", "{" META "}", "" },
	{ "a Service and its addresses",
	    "{'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice',"
	    "'metadata':{'namespace':'web','name':'www-abc','labels':"
	    "{'kubernetes.io/service-name':'www'}},'addressType':'IPv4',"
	    "'endpoints':[{'addresses':['10.0.0.1','10.0.0.2'],"
	    "'conditions':{'ready':true}},{'addresses':['10.0.0.3'],"
	    "'conditions':{'ready':false,'serving':true}},"
	    "{'addresses':['10.0.0.4']}],'ports':[{'port':80}]}",
	    " service=www at=10.0.0.1 at=10.0.0.2 at=10.0.0.4" },
	{ "IPv6",
	    SLICE("'addressType':'IPv6','endpoints':[{'addresses':"
		  "['fd00::1']}]"),
	    " at=fd00::1" },
	{ "host names are no addresses",
	    SLICE("'addressType':'FQDN','endpoints':[{'addresses':['a.b']}]"),
	    "" },
	{ "ready null", ONE("'conditions':{'ready':null}"), " at=10.0.0.1" },
	{ "conditions null", ONE("'conditions':null"), " at=10.0.0.1" },
	{ "conditions empty", ONE("'conditions':{}"), " at=10.0.0.1" },
	{ "not ready", ONE("'conditions':{'ready':false}"), "" },
	{ "serving and terminating are not read",
	    ONE("'conditions':{'serving':5,'terminating':'x'}"),
	    " at=10.0.0.1" },
	{ "nulls and empty ones in between",
	    SLICE("'addressType':null,'endpoints':[null,{},{'addresses':null},"
		  "{'addresses':[]},{'addresses':[null,'','10.0.0.1']}]"),
	    " at=10.0.0.1" },
	{ "endpoints null", SLICE("'endpoints':null"), "" },
	{ "no endpoints", SLICE("'endpoints':[]"), "" },
	{ "of duplicate keys the first",
	    SLICE("'endpoints':[{'addresses':['10.0.0.1'],'addresses':5}],"
		  "'endpoints':5"),
	    " at=10.0.0.1" },

	{ "addressType a number", SLICE("'addressType':4"), NULL,
	    "addressType: not a string" },
	{ "endpoints an object", SLICE("'endpoints':{}"), NULL,
	    "endpoints: not a list" },
	{ "an endpoint a string", SLICE("'endpoints':[{},'10.0.0.1']"), NULL,
	    "endpoints[1]: not an object" },
	{ "addresses a string", SLICE("'endpoints':[{'addresses':'10.0.0.1'}]"),
	    NULL, "endpoints[0].addresses: not a list" },
	{ "an address a number", SLICE("'endpoints':[{},{'addresses':['',1]}]"),
	    NULL, "endpoints[1].addresses[1]: not a string" },
	{ "an address of who is not ready a number",
	    SLICE("'endpoints':[{'addresses':[1],'conditions':"
		  "{'ready':false}}]"),
	    NULL, "endpoints[0].addresses[0]: not a string" },
	{ "an address among host names a number",
	    SLICE("'addressType':'FQDN','endpoints':[{'addresses':[1]}]"), NULL,
	    "endpoints[0].addresses[0]: not a string" },
	{ "conditions a list", ONE("'conditions':[]"), NULL,
	    "endpoints[0].conditions: not an object" },
	{ "ready a string", ONE("'conditions':{'ready':'true'}"), NULL,
	    "endpoints[0].conditions.ready: not true or false" },
	{ "the label a number",
	    "{'metadata':{'namespace':'web','name':'www','labels':"
	    "{'kubernetes.io/service-name':1}}}",
	    NULL, "metadata.labels.kubernetes.io/service-name: not a string" },
};

static void print(struct buf *out, const struct object *object)
{
	const struct endpointslice *slice =
	    (const struct endpointslice *)object;

	decode_print_text(out, "service", slice->service);
	decode_print_list(out, "at", slice->addresses, slice->naddresses);
}

static void check(void **state)
{
	decode_check("EndpointSlice", *state, print);
}

/* The largest that Kubernetes makes is kept in little more than its text. */
static void thousand(void **state)
{
	struct err err;
	struct object *object = decode_many("EndpointSlice",
	    "{" META ",'addressType':'IPv4','endpoints':[null",
	    ",{'addresses':['10.244.100.7'],'conditions':{'ready':true,"
	    "'serving':true,'terminating':false},'nodeName':'node-1',"
	    "'targetRef':{'kind':'Pod','name':'www-7c5ddbdf54-abcde'}}",
	    1000, "]}", &err);

	(void)state;
	assert_non_null(object);
	assert_int_equal(((struct endpointslice *)object)->naddresses, 1000);
	assert_in_range(decode_size(object), 1000 * (8 + 13), 1000 * 22 + 300);
	object_free(object);
}

static void many(void **state)
{
	struct err err;
	struct object *object = decode_many("EndpointSlice",
	    "{" META ",'endpoints':[{'addresses':['1'", ",'1'", 1 << 20, "]}]}",
	    &err);

	(void)state;
	assert_non_null(object);
	assert_int_equal(
	    ((struct endpointslice *)object)->naddresses, (1 << 20) + 1);
	object_free(object);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(thousand), cmocka_unit_test(many));
}
