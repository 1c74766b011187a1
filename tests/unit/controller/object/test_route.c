/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_route.c - routes: host names, parents, and what controllers say.
 */
#include "controller/object/kind/route.h"

#include "controller/object/kinds.h"
#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define PARENT(rest) SPEC("'parentRefs':[{" rest "}]")
#define JUDGED(refs, parents)                   \
	"{" META ",'spec':{'parentRefs':[" refs \
	"]},'status':{'parents':[" parents "]}}"
#define SAYS(ref, status)                                                    \
	"{'parentRef':{" ref "},'controllerName':'c','conditions':[{'type':" \
	"'Accepted','status':'" status "'}]}"

static const struct decode_row rows[] = {
	{ "the least", "{" META "}", "" },
	{ "host names and parents",
	    SPEC("'hostnames':['a.x','*.B.x'],'parentRefs':[{'group':"
		 "'gateway.networking.k8s.io','kind':'Gateway','namespace':"
		 "'infra','name':'gw','sectionName':'https','port':443},"
		 "{'name':'other'}],'rules':[{'backendRefs':5}]"),
	    " host=a.x host=*.B.x (//infra/gw https:443) (///other)" },
	{ "a ListenerSet", PARENT("'kind':'ListenerSet','name':'ls'"),
	    " (/ListenerSet//ls)" },
	{ "a Service", PARENT("'group':'','kind':'Service','name':'svc'"),
	    " (core/Service//svc)" },
	{ "its own namespace, said", PARENT("'namespace':'web','name':'gw'"),
	    " (///gw)" },
	{ "empty ones",
	    PARENT("'kind':'','namespace':'','name':'','sectionName':'',"
		   "'port':0"),
	    " (///)" },
	{ "all null",
	    PARENT("'group':null,'kind':null,'namespace':null,'name':null,"
		   "'sectionName':null,'port':null"),
	    " (///)" },
	{ "a parent that is null", SPEC("'parentRefs':[null]"), " (///)" },
	{ "lists null", SPEC("'hostnames':null,'parentRefs':null"), "" },
	{ "empty lists", SPEC("'hostnames':[],'parentRefs':[]"), "" },
	{ "null and empty host names", SPEC("'hostnames':[null,'','a.x']"),
	    " host=a.x" },
	{ "host names as they are", SPEC("'hostnames':['a\\nb 60 IN A ;']"),
	    " host=a\nb 60 IN A ;" },
	{ "of duplicate keys the first",
	    PARENT("'name':'gw','name':5,'port':1,'port':2"), " (///gw :1)" },
	{ "spec and status null", "{" META ",'spec':null,'status':null}", "" },
	{ "parents of status null", STATUS("'parents':null"), "" },

	/* status */
	{ "accepted", JUDGED("{'name':'gw'}", SAYS("'name':'gw'", "True")),
	    " (///gw +)" },
	{ "refused", JUDGED("{'name':'gw'}", SAYS("'name':'gw'", "False")),
	    " (///gw -)" },
	{ "unknown", JUDGED("{'name':'gw'}", SAYS("'name':'gw'", "Unknown")),
	    " (///gw)" },
	{ "lower case is no status",
	    JUDGED("{'name':'gw'}", SAYS("'name':'gw'", "true")), " (///gw)" },
	{ "controllers disagree",
	    JUDGED("{'name':'gw'}",
		SAYS("'name':'gw'", "True") "," SAYS("'name':'gw'", "False")),
	    " (///gw +-)" },
	{ "controllers disagree, the other way round",
	    JUDGED("{'name':'gw'}",
		SAYS("'name':'gw'", "False") "," SAYS("'name':'gw'", "True")),
	    " (///gw +-)" },
	{ "conditions disagree",
	    JUDGED("{'name':'gw'}",
		"{'parentRef':{'name':'gw'},'conditions':[{'type':'Accepted',"
		"'status':'False'},{'type':'Accepted','status':'True'}]}"),
	    " (///gw +-)" },
	{ "another condition",
	    JUDGED("{'name':'gw'}",
		"{'parentRef':{'name':'gw'},'conditions':[{'type':"
		"'ResolvedRefs','status':'False'}]}"),
	    " (///gw)" },
	{ "defaults said in status only",
	    JUDGED("{'name':'gw'}",
		SAYS("'group':'gateway.networking.k8s.io','kind':'Gateway',"
		     "'namespace':'web','name':'gw'",
		    "True")),
	    " (///gw +)" },
	{ "defaults said in spec only",
	    JUDGED("{'group':'gateway.networking.k8s.io','kind':'Gateway',"
		   "'namespace':'web','name':'gw'}",
		SAYS("'name':'gw'", "False")),
	    " (///gw -)" },
	{ "another name", JUDGED("{'name':'gw'}", SAYS("'name':'g'", "False")),
	    " (///gw)" },
	{ "another namespace",
	    JUDGED("{'name':'gw'}",
		SAYS("'name':'gw','namespace':'infra'", "False")),
	    " (///gw)" },
	{ "another kind",
	    JUDGED("{'name':'gw'}",
		SAYS("'name':'gw','kind':'ListenerSet'", "False")),
	    " (///gw)" },
	{ "another group",
	    JUDGED("{'name':'gw'}", SAYS("'name':'gw','group':''", "False")),
	    " (///gw)" },
	{ "another section",
	    JUDGED("{'name':'gw','sectionName':'a'},{'name':'gw',"
		   "'sectionName':'b'},{'name':'gw'}",
		SAYS("'name':'gw','sectionName':'b'", "False")),
	    " (///gw a) (///gw b-) (///gw)" },
	{ "another port",
	    JUDGED("{'name':'gw','port':80},{'name':'gw','port':443}",
		SAYS("'name':'gw','port':443", "True")),
	    " (///gw :80) (///gw :443+)" },
	{ "the same reference twice",
	    JUDGED("{'name':'gw'},{'name':'gw'}", SAYS("'name':'gw'", "False")),
	    " (///gw -) (///gw -)" },
	{ "a verdict on nothing",
	    JUDGED("{'name':'gw'}",
		"null,{},{'parentRef':null,"
		"'conditions':null}"),
	    " (///gw)" },
	{ "a verdict without parents",
	    STATUS("'parents':[" SAYS("'name':'gw'", "False") "]"), "" },

	{ "spec a list", "{" META ",'spec':[]}", NULL, "spec: not an object" },
	{ "hostnames a string", SPEC("'hostnames':'a.x'"), NULL,
	    "spec.hostnames: not a list" },
	{ "a host name a number", SPEC("'hostnames':['a.x',1]"), NULL,
	    "spec.hostnames[1]: not a string" },
	{ "parentRefs an object", SPEC("'parentRefs':{}"), NULL,
	    "spec.parentRefs: not a list" },
	{ "a parent a string", SPEC("'parentRefs':[{},'gw']"), NULL,
	    "spec.parentRefs[1]: not an object" },
	{ "group a number", PARENT("'group':1"), NULL,
	    "spec.parentRefs[0].group: not a string" },
	{ "kind a number", PARENT("'kind':1"), NULL,
	    "spec.parentRefs[0].kind: not a string" },
	{ "namespace a number", PARENT("'namespace':1"), NULL,
	    "spec.parentRefs[0].namespace: not a string" },
	{ "name a number", SPEC("'parentRefs':[{},{'name':1}]"), NULL,
	    "spec.parentRefs[1].name: not a string" },
	{ "section a number", PARENT("'sectionName':1"), NULL,
	    "spec.parentRefs[0].sectionName: not a string" },
	{ "port a string", PARENT("'port':'80'"), NULL,
	    "spec.parentRefs[0].port: not an integer" },
	{ "port 65536", PARENT("'port':65536"), NULL,
	    "spec.parentRefs[0].port: 65536 is no port" },
	{ "status a string", "{" META ",'status':'x'}", NULL,
	    "status: not an object" },
	{ "parents an object", STATUS("'parents':{}"), NULL,
	    "status.parents: not a list" },
	{ "one of them a string", STATUS("'parents':['x']"), NULL,
	    "status.parents[0]: not an object" },
	{ "its parentRef a string", STATUS("'parents':[{'parentRef':'gw'}]"),
	    NULL, "status.parents[0].parentRef: not an object" },
	{ "its name a number",
	    STATUS("'parents':[{},{'parentRef':{'name':1}}]"), NULL,
	    "status.parents[1].parentRef.name: not a string" },
	{ "its port a string", STATUS("'parents':[{'parentRef':{'port':'1'}}]"),
	    NULL, "status.parents[0].parentRef.port: not an integer" },
	{ "its conditions an object", STATUS("'parents':[{'conditions':{}}]"),
	    NULL, "status.parents[0].conditions: not a list" },
	{ "a condition a string", STATUS("'parents':[{'conditions':['x']}]"),
	    NULL, "status.parents[0].conditions[0]: not an object" },
	{ "a condition's type a number",
	    STATUS("'parents':[{'conditions':[{'type':1}]}]"), NULL,
	    "status.parents[0].conditions[0].type: not a string" },
	{ "a condition's status true",
	    STATUS("'parents':[{},{'conditions':[{'status':true}]}]"), NULL,
	    "status.parents[1].conditions[0].status: not a string" },
	{ "no name", "{'metadata':{'namespace':'web'}}", NULL,
	    "metadata.name: missing" },
};

static void print_parent(struct buf *out, const struct parent *parent)
{
	const char *group = parent->to.group ? parent->to.group : "";

	buf_printf(out, " (%s/%s/%s/%s",
	    parent->to.group && !*parent->to.group ? "core" : group,
	    parent->to.kind ? parent->to.kind : "",
	    parent->to.namespace ? parent->to.namespace : "", parent->to.name);
	if (parent->section || parent->port || parent->accepted ||
	    parent->refused)
		buf_putc(out, ' ');
	if (parent->section)
		buf_puts(out, parent->section);
	if (parent->port)
		buf_printf(out, ":%u", parent->port);
	if (parent->accepted)
		buf_putc(out, '+');
	buf_puts(out, parent->refused ? "-)" : ")");
}

static void print(struct buf *out, const struct object *object)
{
	const struct route *route = (const struct route *)object;

	decode_print_list(out, "host", route->hostnames, route->nhostnames);
	for (uint32_t i = 0; i < route->nparents; i++)
		print_parent(out, &route->parents[i]);
}

static const char *const kinds[] = { "HTTPRoute", "GRPCRoute", "TLSRoute",
	"TCPRoute", "UDPRoute" };

static void check(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		decode_check(kinds[i], *state, print);
}

/* Each verdict is held against each parent: there are bounds. */
static void bounds(void **state)
{
	static const char spec[] = "{" META ",'spec':{'parentRefs':[{}";
	static const char status[] = "{" META ",'status':{'parents':[{}";
	struct object *object;
	struct err err;

	(void)state;
	object = decode_many("HTTPRoute", spec, ",{}", 999, "]}}", &err);
	assert_non_null(object);
	assert_int_equal(((struct route *)object)->nparents, 1000);
	object_free(object);
	assert_null(decode_many("HTTPRoute", spec, ",{}", 1000, "]}}", &err));
	assert_string_equal(
	    err.text, "spec.parentRefs: more than 1000 entries");
	object = decode_many("HTTPRoute", status, ",{}", 999, "]}}", &err);
	assert_non_null(object);
	object_free(object);
	assert_null(
	    decode_many("HTTPRoute", status, ",{}", 1 << 20, "]}}", &err));
	assert_string_equal(err.text, "status.parents: more than 1000 entries");
}

/* What the API server adds costs nothing. */
static void one_block(void **state)
{
	struct err err;
	struct object *object = decode_many("HTTPRoute",
	    "{" META ",'spec':{'hostnames':['www.example.com'],'parentRefs':["
	    "{'group':'gateway.networking.k8s.io','kind':'Gateway','namespace':"
	    "'web','name':'gw'}],'rules':[{}",
	    ",{'backendRefs':[{'name':'svc','port':80}]}", 20,
	    "]},'status':{'parents':[{'parentRef':{'group':"
	    "'gateway.networking.k8s.io','kind':'Gateway','namespace':'web',"
	    "'name':'gw'},'controllerName':'example.com/c','conditions':["
	    "{'type':'Accepted','status':'True','reason':'Accepted'}]}]}}",
	    &err);

	(void)state;
	assert_non_null(object);
	assert_in_range(decode_size(object), sizeof(struct route),
	    sizeof(struct route) + sizeof(struct parent) + 60);
	object_free(object);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(bounds), cmocka_unit_test(one_block));
}
