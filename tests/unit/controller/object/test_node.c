/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_node.c - Nodes, and Namespaces, which are little more than their name.
 */
#include "controller/object/kind/node.h"

#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define NODE(rest) "{'metadata':{'name':'n-1.x'},'status':{" rest "}}"

static const struct decode_row rows[] = {
	{ "the least", "{'metadata':{'name':'n'}}", "" },
	{ "a namespace means nothing",
	    "{'metadata':{'name':'n','namespace':'../x'}}", "" },
	{ "addresses by type",
	    NODE("'addresses':[{'type':'InternalIP','address':'10.0.0.1'},"
		 "{'type':'Hostname','address':'n-1'},"
		 "{'type':'ExternalIP','address':'192.0.2.1'},"
		 "{'type':'InternalIP','address':'fd00::1'},"
		 "{'type':'InternalDNS','address':'n-1.x'}]"),
	    " hostname=n-1 internal=10.0.0.1 internal=fd00::1"
	    " external=192.0.2.1" },
	{ "of several host names the first",
	    NODE("'addresses':[{'type':'Hostname','address':'a'},"
		 "{'type':'Hostname','address':'b'}]"),
	    " hostname=a" },
	{ "nulls and empty ones in between",
	    NODE("'addresses':[null,{},{'type':null,'address':null},"
		 "{'type':'Hostname','address':''},"
		 "{'type':'Hostname','address':'a'},"
		 "{'type':'InternalIP'},{'address':'10.0.0.1'},"
		 "{'type':'ExternalIP','address':null}]"),
	    " hostname=a" },
	{ "blocks of its pods",
	    "{'metadata':{'name':'n'},'spec':{'podCIDR':'10.1.0.0/24',"
	    "'podCIDRs':['10.1.0.0/24','','fd00:1::/64']}}",
	    " block=10.1.0.0/24 block=fd00:1::/64" },
	{ "addresses null", NODE("'addresses':null"), "" },
	{ "no addresses", NODE("'addresses':[]"), "" },
	{ "status null", "{'metadata':{'name':'n'},'status':null}", "" },
	{ "of duplicate keys the first",
	    NODE("'addresses':[{'type':'Hostname','type':'InternalIP',"
		 "'address':'a','address':'b'}],'addresses':5"),
	    " hostname=a" },
	{ "addresses are kept as they are",
	    NODE("'addresses':[{'type':'InternalIP','address':'a\\nb;'}]"),
	    " internal=a\nb;" },
	{ "what is not read may be anything",
	    NODE("'images':5,'addresses':[{'type':'Hostname','address':'a',"
		 "'x':[]}]},'spec':{"),
	    " hostname=a" },

	{ "a block a number",
	    "{'metadata':{'name':'n'},'spec':{'podCIDRs':[1]}}", NULL,
	    "spec.podCIDRs[0]: not a string" },
	{ "status a list", "{'metadata':{'name':'n'},'status':[]}", NULL,
	    "status: not an object" },
	{ "addresses an object", NODE("'addresses':{}"), NULL,
	    "status.addresses: not a list" },
	{ "an address a string", NODE("'addresses':[{},'10.0.0.1']"), NULL,
	    "status.addresses[1]: not an object" },
	{ "type a number", NODE("'addresses':[{'type':1}]"), NULL,
	    "status.addresses[0].type: not a string" },
	{ "the address of a type that is not read a number",
	    NODE("'addresses':[{},{'type':'x','address':1}]"), NULL,
	    "status.addresses[1].address: not a string" },
	{ "no name", "{'metadata':{}}", NULL, "metadata.name: missing" },
	{ "a name with a slash", "{'metadata':{'name':'a/b'}}", NULL,
	    "metadata.name: 'a/b' is no DNS-1123 name" },
};

static void print_node(struct buf *out, const struct object *object)
{
	const struct node *node = (const struct node *)object;

	assert_string_equal(object_namespace(object), "");
	assert_string_equal(object_key(object), object_name(object));
	decode_print_text(out, "hostname", node->hostname);
	decode_print_list(out, "internal", node->internal, node->ninternal);
	decode_print_list(out, "external", node->external, node->nexternal);
	decode_print_list(out, "block", node->blocks, node->nblocks);
}

static void check(void **state)
{
	decode_check("Node", *state, print_node);
}

static const struct decode_row namespaces[] = {
	{ "labels", "{'metadata':{'name':'web','labels':{'a':'b'}}}",
	    " web a=b" },
	{ "kind and version its own",
	    "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'w'}}",
	    " w" },
	{ "spec and status are not read",
	    "{'metadata':{'name':'w'},'spec':5,'status':[]}", " w" },
	{ "a name with a dot", "{'metadata':{'name':'a.b'}}", NULL,
	    "metadata.name: 'a.b' is no DNS-1123 label" },
	{ "labels a list", "{'metadata':{'name':'w','labels':[]}}", NULL,
	    "metadata.labels: not an object" },
	{ "a Node", "{'kind':'Node','metadata':{'name':'w'}}", NULL,
	    "kind: 'Node' is not Namespace" },
};

static void print_namespace(struct buf *out, const struct object *object)
{
	buf_printf(out, " %s", object_key(object));
	for (uint32_t i = 0; i < object->nlabels; i++)
		buf_printf(out, " %s=%s", object->labels[i].key,
		    object->labels[i].value);
}

static void check_namespace(void **state)
{
	decode_check("Namespace", *state, print_namespace);
}

static void many_addresses(void **state)
{
	struct err err;
	struct object *object = decode_many("Node",
	    "{'metadata':{'name':'n'},'status':{'addresses':[{}",
	    ",{'type':'InternalIP','address':'1'}", 400000, "]}}", &err);

	(void)state;
	assert_non_null(object);
	assert_int_equal(((struct node *)object)->ninternal, 400000);
	object_free(object);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(namespaces, check_namespace) +
	    RUN_TESTS(cmocka_unit_test(many_addresses));
}
