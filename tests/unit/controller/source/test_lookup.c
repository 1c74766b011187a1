/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lookup.c - whose claims hang on an object: exactly those are told when
 * it changes, comes or goes.
 */
#include "controller/object/lookup.h"

#include <stdlib.h>

#include "controller/source/claims.h"
#include "tests/unit/controller/source/routes.h"
#include "tests/unit/controller/source/rules.h"
#include "tests/unit/controller/source/world.h"

#define CLAIMING(kind, namespace, name, parents) \
	D(kind, CALLED(namespace, name, ""),     \
	    WITH(parents, "'www.example.com'"), "")
#define GW(name) "{'namespace':'dns','name':'" name "'}"
#define SVC(name, notes, spec)       \
	"{'kind':'Service'," CALLED( \
	    "web", name, ",'annotations':{" notes "}") ",'spec':{" spec "}}"
#define SLICE(namespace, labels)           \
	"{'kind':'EndpointSlice'," CALLED( \
	    namespace, "s", ",'labels':{" labels "}") "}"
#define FOR(service) "'kubernetes.io/service-name':'" service "'"
#define A_NODE(name) "{'kind':'Node','metadata':{'name':'" name "'}}"
#define SELECTING \
	"'allowedRoutes':{'namespaces':{'from':'Selector','selector':{}}}"

/* Those whose claims are made, and what they look at. */
static const char *const claiming[] = {
	CLAIMING("HTTPRoute", "web", "a", GW("main")),
	CLAIMING("HTTPRoute", "web", "b", GW("second") ",{'name':'own'}"),
	CLAIMING("HTTPRoute", "web", "c", TO_SET),
	CLAIMING("TLSRoute", "web", "d", GW("choosy")),
	CLAIMING("TLSRoute", "web", "e", GW("none") "," GW("second")),
	D("HTTPRoute",
	    CALLED("web", "f", ",'labels':{'k8s-gateway.dns/ignore':'true'}"),
	    WITH(GW("main"), "'www.example.com'"), ""),
	CLAIMING("GRPCRoute", "web", "g",
	    "{'group':'','kind':'Service','name':'main'}"),
	SVC("h", CORE "'h'", "'clusterIP':'None'"),
	SVC("i", "'k8s-gateway.dns/resolve-endpoints':'true'",
	    "'type':'LoadBalancer'"),
	SVC("k", "", "'clusterIP':'None'"),
	SVC("l", CORE "'l'", "'type':'LoadBalancer'"),
	SVC("n", CORE "'n'", "'type':'NodePort'"),
};

/* What is there besides. */
static const char *const others[] = {
	MAIN,
	SECOND,
	GATEWAY("choosy", "", "{'name':'t','protocol':'TLS'," SELECTING "}",
	    AT(IP7)),
	SET("", OF_MAIN, OPEN, ""),
	LABELLED("web", ""),
	LABELLED("team", ""),
	SLICE("web", FOR("h")),
	A_NODE("one"),
	NULL,
};

static const struct told {
	const char *name;
	const char *document;
	bool gone;
	const char *want;
} rows[] = {
	{ "a Gateway", MAIN, false, "ac" },
	{ "a Gateway that goes", MAIN, true, "ac" },
	{ "a Gateway of two routes", SECOND, false, "be" },
	{ "a Gateway that was missed", GATEWAY("none", "", OPEN, ""), false,
	    "e" },
	{ "another that was missed",
	    D("Gateway", CALLED("web", "own", ""), "", ""), false, "b" },
	{ "a Gateway of one's own namespace that nobody means",
	    D("Gateway", CALLED("web", "main", ""), "", ""), false, "" },
	{ "a Gateway of nobody", GATEWAY("other", "", OPEN, ""), false, "" },
	{ "a set", SET("", OF_MAIN, "", ""), false, "c" },
	{ "a set that goes", SET("", OF_MAIN, "", ""), true, "c" },
	{ "a set of nobody",
	    D("ListenerSet", CALLED("web", "extra", ""), "", ""), false, "" },
	{ "a namespace that a listener chooses", LABELLED("web", "'a':'b'"),
	    false, "d" },
	{ "a namespace that goes", LABELLED("web", ""), true, "d" },
	{ "a namespace without listeners that choose",
	    LABELLED("team", "'a':'b'"), false, "" },
	{ "a slice", SLICE("web", FOR("h")), false, "h" },
	{ "a slice that goes", SLICE("web", FOR("h")), true, "h" },
	{ "a slice that moves", SLICE("web", FOR("i")), false, "hi" },
	{ "a slice that moves to one that reads none", SLICE("web", FOR("k")),
	    false, "h" },
	{ "a slice that loses its label", SLICE("web", "'a':'b'"), false, "h" },
	{ "a slice in another namespace", SLICE("team", FOR("h")), false, "" },
	{ "a node", A_NODE("one"), false, "n" },
	{ "a node that comes", A_NODE("two"), false, "n" },
	{ "a node that goes", A_NODE("one"), true, "n" },
	{ "a route", CLAIMING("HTTPRoute", "web", "a", GW("second")), false,
	    "" },
	{ "a Service", SVC("main", "", ""), false, "" },
};

static const struct config rules = { ONE, .node_port = true };

/* Each claims as if its turn had come. */
static void claim_all(const struct lookup *lookup)
{
	char origin[OBJECT_KEY_SIZE + 64];

	for (size_t i = 0; i < ARRAY_LEN(claiming); i++) {
		struct object *object = decode(claiming[i]);
		struct claims claims = { .config = &rules,
			.lookup = lookup,
			.object = object,
			.origin = origin };

		snprintf(origin, sizeof(origin), "%s %s", object->kind->name,
		    object_key(object));
		reads_begin(lookup->reads);
		run(&claims);
		reads_end(lookup->reads, object->kind, origin);
		claims_clear(&claims);
		object_free(object);
	}
}

static void change(struct store *store, const struct told *row)
{
	const struct kind *kind = kind_in(row->document);
	struct buf json = BUF_INIT(1 << 16);
	struct err err;
	bool ok;

	to_json(&json, row->document);
	if (row->gone)
		ok = store_delete(store, kind, buf_text(&json), json.len, &err);
	else
		ok = store_put(store, kind, buf_text(&json), json.len, &err);
	if (!ok)
		fail_msg("%s", err.text);
	buf_clear(&json);
}

static void found(void *arg, const struct kind *kind, const char *key)
{
	assert_non_null(source_find(kind->name));
	assert_memory_equal(key, "web/", 4);
	buf_puts(arg, key + 4);
}

static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void check_told(void **state)
{
	const struct told *row = *state;
	struct store *store = store_new();
	struct lookup lookup = { store, reads_new(), slices_new() };
	struct buf got = BUF_INIT(1000);
	struct store_change at;

	fill(store, &lookup, others);
	claim_all(&lookup);
	change(store, row);
	assert_true(store_next(store, &at));
	lookup_changed(&lookup, &at, found, &got);
	assert_false(store_next(store, &at));
	if (got.len)
		qsort(got.data, got.len, 1, compare);
	assert_string_equal(buf_text(&got), row->want);
	buf_clear(&got);
	reads_free(lookup.reads);
	slices_free(lookup.slices);
	store_free(store);
}

/* Of a kind that is not listed yet nothing is found, but it is noted. */
static void partial_worlds(void **state)
{
	struct store *store = store_new();
	struct lookup lookup = { store, reads_new(), slices_new() };
	const struct told put = { .document = MAIN };
	size_t at = 0;

	(void)state;
	change(store, &put);
	reads_begin(lookup.reads);
	assert_null(lookup_get(&lookup, "Gateway", "dns", "main"));
	assert_null(lookup_each(&lookup, "Gateway", &at));
	reads_end(lookup.reads, kind_find("HTTPRoute"), "HTTPRoute web/a");
	assert_int_equal(reads_kinds(lookup.reads, "HTTPRoute web/a"),
	    1u << kind_index(kind_find("Gateway")));
	store_commit(store, kind_find("Gateway"));
	assert_non_null(lookup_get(&lookup, "Gateway", "dns", "main"));
	assert_non_null(lookup_each(&lookup, "Gateway", &at));
	reads_free(lookup.reads);
	slices_free(lookup.slices);
	store_free(store);
}

int main(void)
{
	return RUN_ROWS(rows, check_told) +
	    RUN_TESTS(cmocka_unit_test(partial_worlds));
}
