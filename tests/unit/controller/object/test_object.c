/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_object.c - documents: what is kept of them, and what is refused.
 */
#include "controller/object/part/object.h"

#include <malloc.h>
#include <string.h>

#include "controller/object/decode.h"
#include "controller/object/kind/ingress.h"
#include "controller/object/kinds.h"
#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"
#include "zonegen/base/buf.h"
#include "zonegen/claim/origin.h"

/* A row's text is the document, ' standing for ". */
#define META "'metadata':{'namespace':'web','name':'www'}"
#define ING(rest) "{" META ",'spec':{" rest "}}"
#define BALANCED(rest) "{" META ",'status':{'loadBalancer':{" rest "}}}"

#define TTL_OF(prefix) ",'" prefix "/ttl':'1'"
#define FOUR(p) TTL_OF(p "a") TTL_OF(p "b") TTL_OF(p "c") TTL_OF(p "d")
#define EIGHT(p) FOUR(p) FOUR(p "z")

static const struct row {
	const char *name;
	const char *kind;
	const char *text;
	const char *want; /* what is kept, or */
	const char *why;  /* why it is refused */
	const char *key;  /* then */
} rows[] = {
	/* What all kinds have. */
	{ "the least", "Ingress", "{" META "}", "web/www" },
	{ "age, uid, version", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','uid':'u-1',"
	    "'resourceVersion':'7','creationTimestamp':"
	    "'1970-01-01T00:01:00Z'}}",
	    "web/www uid=u-1 version=7 created=60" },
	{ "everything null", "Ingress",
	    "{'kind':null,'apiVersion':null,'metadata':{'namespace':'web',"
	    "'name':'www','uid':null,'resourceVersion':null,"
	    "'creationTimestamp':null,'labels':null,'annotations':null},"
	    "'spec':null,'status':null}",
	    "web/www" },
	{ "labels all, annotations those that are read", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','labels':{"
	    "'a/b':'c','d':''},'annotations':{'x':3,'coredns.io/hostname':"
	    "'h','external-dns.kubernetes.io/ttl':'60',"
	    "'kubernetes.io/ingress.class':'nginx','kubectl.kubernetes.io/"
	    "last-applied-configuration':'{}'}}}",
	    "web/www a/b=c d= @coredns.io/hostname=h"
	    " @external-dns.kubernetes.io/ttl=60"
	    " @kubernetes.io/ingress.class=nginx" },
	{ "annotations of A3 under any prefix", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','annotations':{"
	    "'a.b/c/ttl':'1','e.f/target':'2','hostname':'3','e.f/targets':"
	    "'4','e.f/x':5}}}",
	    "web/www @a.b/c/ttl=1 @e.f/target=2" },
	{ "too many of them", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','annotations':{"
	    "'x':'y'" EIGHT("a") EIGHT("b") EIGHT("c") EIGHT("d") EIGHT("e")
		EIGHT("f") EIGHT("g") EIGHT("h") "}}}",
	    NULL, "metadata.annotations: more than 63 that could be read",
	    "web/www" },
	{ "a label and an annotation that are null", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','labels':"
	    "{'a':null,'b':'c'},'annotations':{'coredns.io/hostname':null}}}",
	    "web/www b=c" },
	{ "of duplicate keys the first", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','labels':"
	    "{'a':'1'},'annotations':{'coredns.io/hostname':'x',"
	    "'coredns.io/hostname':'y'}},'metadata':{'name':'other'}}",
	    "web/www a=1 @coredns.io/hostname=x" },
	{ "kind and version its own", "Ingress",
	    "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress'," META "}",
	    "web/www" },
	{ "a name of several labels", "Ingress",
	    "{'metadata':{'namespace':'web','name':'a.b-c.0'}}",
	    "web/a.b-c.0" },

	{ "no JSON", "Ingress", "{'metadata", NULL, "not JSON: ", "" },
	{ "empty", "Ingress", "", NULL, "not JSON: ", "" },
	{ "an array", "Ingress", "[]", NULL, "not an object", "" },
	{ "no metadata", "Ingress", "{}", NULL, "metadata.name: missing", "" },
	{ "metadata no object", "Ingress", "{'metadata':[]}", NULL,
	    "metadata: not an object", "" },
	{ "no name", "Ingress", "{'metadata':{'namespace':'web'}}", NULL,
	    "metadata.name: missing", "web/" },
	{ "name a number", "Ingress",
	    "{'metadata':{'namespace':'web','name':7}}", NULL,
	    "metadata.name: not a string", "" },
	{ "no namespace", "Ingress", "{'metadata':{'name':'www'}}", NULL,
	    "metadata.namespace: missing", "www" },
	{ "namespace a list", "Ingress",
	    "{'metadata':{'namespace':[],'name':'www'}}", NULL,
	    "metadata.namespace: not a string", "" },
	{ "capitals", "Ingress",
	    "{'metadata':{'namespace':'web','name':'Www'}}", NULL,
	    "metadata.name: 'Www' is no DNS-1123 name", "web/Www" },
	{ "newline", "Ingress",
	    "{'metadata':{'namespace':'web','name':'w\\nw'}}", NULL,
	    "metadata.name: 'w?w' is no DNS-1123 name", "web/w?w" },
	{ "underscore", "Ingress",
	    "{'metadata':{'namespace':'web','name':'a_b'}}", NULL,
	    "metadata.name: 'a_b' is no DNS-1123 name", "web/a_b" },
	{ "slash", "Ingress", "{'metadata':{'namespace':'web','name':'a/b'}}",
	    NULL, "metadata.name: 'a/b' is no DNS-1123 name", "web/a/b" },
	{ "empty label", "Ingress",
	    "{'metadata':{'namespace':'web','name':'a..b'}}", NULL,
	    "metadata.name: 'a..b' is no DNS-1123 name", "web/a..b" },
	{ "final dot", "Ingress",
	    "{'metadata':{'namespace':'web','name':'a.'}}", NULL,
	    "metadata.name: 'a.' is no DNS-1123 name", "web/a." },
	{ "hyphen at the end", "Ingress",
	    "{'metadata':{'namespace':'web','name':'a-'}}", NULL,
	    "metadata.name: 'a-' is no DNS-1123 name", "web/a-" },
	{ "namespace with a dot", "Ingress",
	    "{'metadata':{'namespace':'a.b','name':'www'}}", NULL,
	    "metadata.namespace: 'a.b' is no DNS-1123 label", "a.b/www" },
	{ "namespace of 64", "Ingress",
	    "{'metadata':{'namespace':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaa','name':'www'}}",
	    NULL,
	    "metadata.namespace: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaa' is no DNS-1123 label",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "/www" },
	{ "another kind", "Ingress", "{'kind':'Service'," META "}", NULL,
	    "kind: 'Service' is not Ingress", "web/www" },
	{ "another version", "Ingress",
	    "{'apiVersion':'extensions/v1beta1'," META "}", NULL,
	    "apiVersion: 'extensions/v1beta1' has no Ingress that is known",
	    "web/www" },
	{ "kind a number", "Ingress", "{'kind':1," META "}", NULL,
	    "kind: not a string", "web/www" },
	{ "uid a number", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','uid':1}}", NULL,
	    "metadata.uid: not a string", "web/www" },
	{ "uid of 129", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','uid':'"
	    "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
	    "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
	    "u'}}",
	    NULL, "metadata.uid: not up to 128 printable octets", "web/www" },
	{ "uid of two words", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','uid':'a b'}}", NULL,
	    "metadata.uid: not up to 128 printable octets", "web/www" },
	{ "resourceVersion a number", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www',"
	    "'resourceVersion':1}}",
	    NULL, "metadata.resourceVersion: not a string", "web/www" },
	{ "age no time", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www',"
	    "'creationTimestamp':'yesterday'}}",
	    NULL, "metadata.creationTimestamp: 'yesterday' is no RFC 3339 time",
	    "web/www" },
	{ "labels a list", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','labels':[]}}", NULL,
	    "metadata.labels: not an object", "web/www" },
	{ "a label true", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','labels':"
	    "{'k8s-gateway.dns/ignore':true}}}",
	    NULL, "metadata.labels.k8s-gateway.dns/ignore: not a string",
	    "web/www" },
	{ "an annotation a number", "Ingress",
	    "{'metadata':{'namespace':'web','name':'www','annotations':"
	    "{'external-dns.kubernetes.io/ttl':60}}}",
	    NULL,
	    "metadata.annotations.external-dns.kubernetes.io/ttl: "
	    "not a string",
	    "web/www" },

	/* Ingress */
	{ "class and hosts", "Ingress",
	    ING("'ingressClassName':'nginx','rules':[{'host':'a.x'},"
		"{'host':'B.x','http':{'paths':[7]}}],'tls':[{'hosts':"
		"['a.x','c.x'],'secretName':'s'},{},{'hosts':['d.x']}]"),
	    "web/www class=nginx host=a.x host=B.x tls=a.x tls=c.x tls=d.x" },
	{ "status", "Ingress",
	    BALANCED("'ingress':[{'ip':'192.0.2.1','ports':[]},{'hostname':"
		     "'lb.x'},{'ip':'192.0.2.2','hostname':'l.y'},{}]"),
	    "web/www lb=192.0.2.1/ lb=/lb.x lb=192.0.2.2/l.y lb=/" },
	{ "nulls and empty ones in between", "Ingress",
	    ING("'rules':[null,{},{'host':null},{'host':''},{'host':'a.x'}],"
		"'tls':[null,{'hosts':null},{'hosts':[null,'','a.x']}]"),
	    "web/www host=a.x tls=a.x" },
	{ "empty lists", "Ingress", ING("'rules':[],'tls':[]"), "web/www" },
	{ "hosts are kept as they are", "Ingress",
	    ING("'rules':[{'host':'a\\nb 60 IN A 6.6.6.6 ;'},{'host':"
		"'\\'$INCLUDE /etc/passwd'}]"),
	    "web/www host=a\nb 60 IN A 6.6.6.6 ; "
	    "host=\"$INCLUDE /etc/passwd" },
	{ "spec a list", "Ingress", "{" META ",'spec':[]}", NULL,
	    "spec: not an object", "web/www" },
	{ "class a number", "Ingress", ING("'ingressClassName':1"), NULL,
	    "spec.ingressClassName: not a string", "web/www" },
	{ "rules an object", "Ingress", ING("'rules':{}"), NULL,
	    "spec.rules: not a list", "web/www" },
	{ "a rule a string", "Ingress", ING("'rules':[{},'a.x']"), NULL,
	    "spec.rules[1]: not an object", "web/www" },
	{ "a host a number", "Ingress",
	    ING("'rules':[{'host':'a.x'},{'host':1}]"), NULL,
	    "spec.rules[1].host: not a string", "web/www" },
	{ "NUL in a host", "Ingress", ING("'rules':[{'host':'a\\u0000b'}]"),
	    NULL, "a NUL (\\u0000) in a string", "web/www" },
	{ "tls a string", "Ingress", ING("'tls':'a.x'"), NULL,
	    "spec.tls: not a list", "web/www" },
	{ "an element of tls a string", "Ingress", ING("'tls':['a.x']"), NULL,
	    "spec.tls[0]: not an object", "web/www" },
	{ "hosts of tls a string", "Ingress", ING("'tls':[{},{'hosts':'a.x'}]"),
	    NULL, "spec.tls[1].hosts: not a list", "web/www" },
	{ "a host of tls a number", "Ingress",
	    ING("'tls':[{'hosts':['a.x',1]}]"), NULL,
	    "spec.tls[0].hosts[1]: not a string", "web/www" },
	{ "status a string", "Ingress", "{" META ",'status':'ok'}", NULL,
	    "status: not an object", "web/www" },
	{ "loadBalancer a list", "Ingress",
	    "{" META ",'status':{'loadBalancer':[]}}", NULL,
	    "status.loadBalancer: not an object", "web/www" },
	{ "ingress an object", "Ingress", BALANCED("'ingress':{}"), NULL,
	    "status.loadBalancer.ingress: not a list", "web/www" },
	{ "an entry a string", "Ingress", BALANCED("'ingress':['192.0.2.1']"),
	    NULL, "status.loadBalancer.ingress[0]: not an object", "web/www" },
	{ "ip a number", "Ingress", BALANCED("'ingress':[{},{'ip':1}]"), NULL,
	    "status.loadBalancer.ingress[1].ip: not a string", "web/www" },
	{ "hostname true", "Ingress", BALANCED("'ingress':[{'hostname':true}]"),
	    NULL, "status.loadBalancer.ingress[0].hostname: not a string",
	    "web/www" },
};

static void print_balancers(
    struct buf *out, const struct balancer *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_printf(out, " lb=%s/%s", list[i].ip ? list[i].ip : "",
		    list[i].hostname ? list[i].hostname : "");
}

static void print_list(
    struct buf *out, const char *word, const char *const *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_printf(out, " %s=%s", word, list[i]);
}

static void print_ingress(struct buf *out, const struct object *object)
{
	const struct ingress *ingress = (const struct ingress *)object;

	if (ingress->class)
		buf_printf(out, " class=%s", ingress->class);
	print_list(out, "host", ingress->hosts, ingress->nhosts);
	if (ingress->ntls_hosts)
		print_list(out, "tls", ingress->hosts + ingress->tls_at,
		    ingress->ntls_hosts);
	print_balancers(out, ingress->balancers, ingress->nbalancers);
}

static void print(struct buf *out, const struct object *object)
{
	char uid[ORIGIN_UID_SIZE];

	buf_printf(out, "%s", object_key(object));
	if (*origin_uid(object->origin, uid))
		buf_printf(out, " uid=%s", origin_uid(object->origin, uid));
	if (*object->resource_version)
		buf_printf(out, " version=%s", object->resource_version);
	if (object->origin->created != AGE_UNKNOWN)
		buf_printf(
		    out, " created=%lld", (long long)object->origin->created);
	for (uint32_t i = 0; i < object->nlabels; i++)
		buf_printf(out, " %s=%s", object->labels[i].key,
		    object->labels[i].value);
	for (uint32_t i = 0; i < object->nannotations; i++)
		buf_printf(out, " @%s=%s", object->annotations[i].key,
		    object->annotations[i].value);
	print_ingress(out, object);
}

static void check(void **state)
{
	const struct row *row = *state;
	const struct kind *kind = kind_find(row->kind);
	struct buf text = BUF_INIT(100000), got = BUF_INIT(100000);
	char key[OBJECT_KEY_SIZE];
	struct object *object;
	struct err err = { 0 };

	for (const char *p = row->text; *p; p++)
		buf_putc(&text, *p == '\'' ? '"' : *p);
	object =
	    object_decode(kind, buf_text(&text), text.len, NULL, key, &err);
	if (row->want) {
		if (!object)
			fail_msg("%s", err.text);
		print(&got, object);
		assert_string_equal(buf_text(&got), row->want);
		assert_string_equal(key, object_key(object));
		assert_string_equal(strrchr(key, '/') + 1, object_name(object));
	} else {
		assert_null(object);
		assert_memory_equal(err.text, row->why, strlen(row->why));
		assert_string_equal(key, row->key);
		assert_int_equal(err.kind, ERR_INPUT);
	}
	object_free(object);
	buf_clear(&text);
	buf_clear(&got);
}

/* A document of which one string, at %s, has len octets. */
static struct object *decode_long(const char *before, const char *after,
    size_t len, char key[OBJECT_KEY_SIZE], struct err *err)
{
	struct buf text = BUF_INIT(SIZE_MAX);
	struct object *object;

	buf_puts(&text, before);
	for (size_t i = 0; i < len; i++)
		buf_putc(&text, i % 2 ? ',' : 'a');
	buf_puts(&text, after);
	object = object_decode(
	    kind_find("Ingress"), buf_text(&text), text.len, NULL, key, err);
	buf_clear(&text);
	return object;
}

static void long_annotation(void **state)
{
	const size_t len = 16 << 20;
	char key[OBJECT_KEY_SIZE];
	struct object *object;
	struct err err;

	(void)state;
	object = decode_long("{\"metadata\":{\"namespace\":\"web\",\"name\":"
			     "\"www\",\"annotations\":{\"coredns.io/hostname\""
			     ":\"",
	    "\"}}}", len, key, &err);
	assert_non_null(object);
	assert_int_equal(
	    strlen(object_annotation(object, "coredns.io/hostname")), len);
	object_free(object);
}

/* Nothing is left over beside what is kept: there are many objects. */
static void one_block(void **state)
{
	static const char text[] =
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"www\","
	    "\"labels\":{\"app\":\"x\"}},\"spec\":{\"rules\":[{\"host\":"
	    "\"www.example.com\"}],\"tls\":[{\"hosts\":"
	    "[\"www.example.com\"]}]},\"status\":{\"loadBalancer\":"
	    "{\"ingress\":[{\"ip\":\"192.0.2.1\"}]}}}";
	char key[OBJECT_KEY_SIZE];
	const struct ingress *ingress;
	struct object *object;
	struct err err;
	const char *end;

	(void)state;
	object = object_decode(
	    kind_find("Ingress"), text, strlen(text), NULL, key, &err);
	assert_non_null(object);
	ingress = (const struct ingress *)object;
	end = (const char *)object + malloc_usable_size(object);
	assert_in_range(malloc_usable_size(object), sizeof(*ingress),
	    sizeof(*ingress) + 150);
	assert_true((const char *)object->labels < end &&
	    (const char *)object->labels > (const char *)object);
	assert_true(ingress->balancers[0].ip < end &&
	    ingress->balancers[0].ip > (const char *)object);
	assert_int_equal(ingress->tls_at, 0);
	object_free(object);
}

static void long_name(void **state)
{
	char key[OBJECT_KEY_SIZE];
	struct err err;

	(void)state;
	assert_null(decode_long("{\"metadata\":{\"namespace\":\"web\","
				"\"name\":\"",
	    "\"}}", 1 << 20, key, &err));
	assert_int_equal(strlen(key), OBJECT_KEY_SIZE - 1);
}

static void many_small_things(void **state)
{
	struct buf text = BUF_INIT(SIZE_MAX);
	char key[OBJECT_KEY_SIZE];
	struct object *object;
	struct err err;

	(void)state;
	buf_puts(&text,
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":"
	    "\"www\"},\"status\":{\"loadBalancer\":{\"ingress\":[");
	for (size_t i = 0; i < 99999; i++)
		buf_puts(&text, "{},");
	buf_puts(&text, "{}]}}}");
	object = object_decode(
	    kind_find("Ingress"), buf_text(&text), text.len, NULL, key, &err);
	assert_non_null(object);
	assert_int_equal(((struct ingress *)object)->nbalancers, 100000);
	object_free(object);
	buf_clear(&text);
}

/* The order in which others read them. */
static const char *const order[] = { "Namespace", "Node", "EndpointSlice",
	"Gateway", "ListenerSet", "HTTPRoute", "GRPCRoute", "TLSRoute",
	"TCPRoute", "UDPRoute", "Ingress", "Service", "DNSEndpoint" };

static void kinds(void **state)
{
	(void)state;
	assert_int_equal(kind_count(), ARRAY_LEN(order));
	for (size_t i = 0; i < kind_count(); i++) {
		const struct kind *kind = kind_at(i);

		assert_int_equal(kind_index(kind), i);
		assert_string_equal(kind->name, order[i]);
		assert_ptr_equal(kind_find(order[i]), kind);
		assert_int_equal(kind->namespaced, i > 1);
	}
	assert_null(kind_find("ingress"));
}

static const struct served {
	const char *name;
	const char *version, *kind;
	bool known;
} served[] = {
	{ "Ingress", "networking.k8s.io/v1", "Ingress", true },
	{ "Service", "v1", "Service", true },
	{ "Node", "v1", "Node", true },
	{ "Namespace", "v1", "Namespace", true },
	{ "EndpointSlice", "discovery.k8s.io/v1", "EndpointSlice", true },
	{ "DNSEndpoint", "externaldns.k8s.io/v1alpha1", "DNSEndpoint", true },
	{ "Gateway", "gateway.networking.k8s.io/v1", "Gateway", true },
	{ "an older Gateway", "gateway.networking.k8s.io/v1beta1", "Gateway",
	    true },
	{ "TLSRoute", "gateway.networking.k8s.io/v1alpha3", "TLSRoute", true },
	{ "TCPRoute", "gateway.networking.k8s.io/v1alpha2", "TCPRoute", true },
	{ "ListenerSet", "gateway.networking.k8s.io/v1", "ListenerSet", true },
	{ "a Gateway too old", "gateway.networking.k8s.io/v1alpha1", "Gateway",
	    false },
	{ "a Gateway of another API", "networking.istio.io/v1", "Gateway",
	    false },
	{ "an Ingress too old", "extensions/v1beta1", "Ingress", false },
	{ "another version", "networking.k8s.io/v1beta1", "Ingress", false },
	{ "no group", "v1", "Ingress", false },
	{ "an empty group", "/v1", "Service", false },
	{ "another group", "serving.knative.dev/v1", "Service", false },
	{ "nothing", "", "Service", false },
};

static void check_served(void **state)
{
	const struct served *row = *state;

	assert_ptr_equal(kind_find_api(row->version, row->kind),
	    row->known ? kind_find(row->kind) : NULL);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(long_annotation),
		cmocka_unit_test(long_name),
		cmocka_unit_test(one_block),
		cmocka_unit_test(many_small_things),
		cmocka_unit_test(kinds),
	};

	return RUN_ROWS(rows, check) + RUN_ROWS(served, check_served) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
