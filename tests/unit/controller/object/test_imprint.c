/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_imprint.c - which edits of an object make it another one.
 */
#include "controller/object/part/imprint.h"

#include <string.h>

#include "controller/object/decode.h"
#include "controller/object/kinds.h"
#include "tests/test.h"

#define META(more) \
	"{\"metadata\":{\"namespace\":\"web\",\"name\":\"x\"" more "}"
#define HOSTS(hosts) META("") ",\"spec\":{\"rules\":[" hosts "]}}"
#define STATUS(status) META("") ",\"status\":{" status "}}"
#define CONDITION(status, time, message)                                      \
	"\"conditions\":[{\"type\":\"Accepted\",\"status\":\"" status         \
	"\",\"lastTransitionTime\":\"" time "\",\"observedGeneration\":" time \
	",\"message\":\"" message "\"}]"

static const struct row {
	const char *name, *kind, *before, *after;
	bool same;
} rows[] = {
	{ "nothing", "Ingress", META("") "}", META("") "}", true },
	{ "another version", "Ingress",
	    META(",\"resourceVersion\":\"1\",\"generation\":1") "}",
	    META(",\"resourceVersion\":\"2\",\"generation\":2") "}", true },
	{ "who wrote it", "Ingress", META("") "}",
	    META(",\"managedFields\":[{\"manager\":\"a\"}]") "}", true },
	{ "an annotation that nobody reads", "Ingress", META("") "}",
	    META(",\"annotations\":{\"a\":\"b\"}") "}", true },
	{ "one that a rule reads", "Ingress", META("") "}",
	    META(",\"annotations\":{\"coredns.io/hostname\":\"b\"}") "}",
	    false },
	{ "a label", "Ingress", META(",\"labels\":{\"a\":\"b\"}") "}",
	    META(",\"labels\":{\"a\":\"c\"}") "}", false },
	{ "where a label ends", "Ingress",
	    META(",\"labels\":{\"a\":\"bc\"}") "}",
	    META(",\"labels\":{\"ab\":\"c\"}") "}", false },
	{ "a host", "Ingress", HOSTS("{\"host\":\"a.test\"}"),
	    HOSTS("{\"host\":\"b.test\"}"), false },
	{ "one host less", "Ingress",
	    HOSTS("{\"host\":\"a.test\"},{\"host\":\"b.test\"}"),
	    HOSTS("{\"host\":\"a.test\"}"), false },
	{ "their order", "Ingress",
	    HOSTS("{\"host\":\"a.test\"},{\"host\":\"b.test\"}"),
	    HOSTS("{\"host\":\"b.test\"},{\"host\":\"a.test\"}"), false },
	{ "an address", "Ingress",
	    STATUS("\"loadBalancer\":{\"ingress\":[{\"ip\":\"192.0.2.1\"}]}"),
	    STATUS("\"loadBalancer\":{\"ingress\":[{\"ip\":\"192.0.2.2\"}]}"),
	    false },
	{ "when a condition was seen", "Gateway",
	    STATUS(CONDITION("True", "1", "a")),
	    STATUS(CONDITION("True", "2", "b")), true },
	{ "a condition", "Gateway", STATUS(CONDITION("True", "1", "a")),
	    STATUS(CONDITION("False", "1", "a")), false },
	{ "routes that a listener has", "Gateway",
	    STATUS("\"listeners\":[{\"name\":\"a\",\"attachedRoutes\":1}]"),
	    STATUS("\"listeners\":[{\"name\":\"a\",\"attachedRoutes\":2}]"),
	    true },
	{ "a TTL", "DNSEndpoint",
	    META("") ",\"spec\":{\"endpoints\":[{\"recordTTL\":1}]}}",
	    META("") ",\"spec\":{\"endpoints\":[{\"recordTTL\":2}]}}", false },
	{ "true or false", "EndpointSlice",
	    META("") ",\"endpoints\":[{\"conditions\":{\"ready\":true}}]}",
	    META("") ",\"endpoints\":[{\"conditions\":{\"ready\":false}}]}",
	    false },
};

static uint64_t digest_of(const char *kind, const char *text)
{
	char key[OBJECT_KEY_SIZE];
	struct object *object;
	uint64_t digest;
	struct err err;

	object =
	    object_decode(kind_find(kind), text, strlen(text), NULL, key, &err);
	if (!object)
		fail_msg("%s", err.text);
	digest = object->digest;
	object_free(object);
	return digest;
}

static void check(void **state)
{
	const struct row *row = *state;
	uint64_t before = digest_of(row->kind, row->before);
	uint64_t after = digest_of(row->kind, row->after);

	assert_true(before && after);
	assert_int_equal(before == after, row->same);
}

RUN_TABLE(rows, check)
