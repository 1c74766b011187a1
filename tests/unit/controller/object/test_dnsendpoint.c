/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_dnsendpoint.c - DNSEndpoints: each entry stands alone.
 */
#include "controller/object/kind/dnsendpoint.h"

#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define LIST(rest) SPEC("'endpoints':[" rest "]")
#define TTL(text) LIST("{'dnsName':'a.x','recordTTL':" text "}")

static const struct decode_row rows[] = {
	{ "the least", "{" META "}", "" },
	{ "a record of each part",
	    "{'apiVersion':'externaldns.k8s.io/v1alpha1','kind':'DNSEndpoint',"
	    "" META ",'spec':{'endpoints':[{'dnsName':'_svc._tcp.example.org',"
	    "'recordType':'SRV','targets':['0 0 80 a.','0 0 80 b.'],"
	    "'recordTTL':180,'setIdentifier':'x','labels':{'a':'b'},"
	    "'providerSpecific':[{'name':'n','value':'v'}]},"
	    "{'dnsName':'a.x.','recordType':'A','targets':['192.0.2.1']}]}}",
	    " _svc._tcp.example.org/SRV 180 [0 0 80 a.] [0 0 80 b.]"
	    " a.x./A 0 [192.0.2.1]" },
	{ "empty targets count",
	    LIST("{'dnsName':'a.x','recordType':'TXT','targets':['',null]}"),
	    " a.x/TXT 0 [] []" },
	{ "text is kept as it is",
	    LIST("{'dnsName':'a.x\\n','recordType':'T XT','targets':"
		 "['\\'a\\' ;(\\n$INCLUDE /x']}"),
	    " a.x\n/T XT 0 [\"a\" ;(\n$INCLUDE /x]" },
	{ "an entry of nothing", LIST("{}"), " / 0" },
	{ "an entry that is null", LIST("null"), " / 0" },
	{ "all null",
	    LIST("{'dnsName':null,'recordType':null,'targets':null,"
		 "'recordTTL':null}"),
	    " / 0" },
	{ "no targets", LIST("{'dnsName':'a.x','targets':[]}"), " a.x/ 0" },
	{ "of duplicate keys the first",
	    LIST("{'dnsName':'a.x','dnsName':5,'recordTTL':5,'recordTTL':'x',"
		 "'targets':['a'],'targets':7}"),
	    " a.x/ 5 [a]" },
	{ "spec null", "{" META ",'spec':null}", "" },
	{ "endpoints null", SPEC("'endpoints':null"), "" },
	{ "no endpoints", LIST(""), "" },

	{ "TTL zero", TTL("0"), " a.x/ 0" },
	{ "TTL below zero", TTL("-1"), " a.x/ 0" },
	{ "TTL far below zero", TTL("-1e300"), " a.x/ 0" },
	{ "TTL one", TTL("1"), " a.x/ 1" },
	{ "TTL 1e2", TTL("1e2"), " a.x/ 100" },
	{ "the longest TTL", TTL("2147483647"), " a.x/ 2147483647" },
	{ "a TTL too long", TTL("2147483648"), " a.x/ 0 bad_ttl" },
	{ "TTL of 64 bits", TTL("9223372036854775807"), " a.x/ 0 bad_ttl" },
	{ "TTL out of any range", TTL("1e999"), " a.x/ 0 bad_ttl" },
	{ "a fraction", TTL("1.5"), " a.x/ 0 !.recordTTL: not an integer" },
	{ "a fraction below zero", TTL("-0.5"),
	    " a.x/ 0 !.recordTTL: not an integer" },
	{ "TTL a string", TTL("'60'"), " a.x/ 0 !.recordTTL: not an integer" },
	{ "TTL true", TTL("true"), " a.x/ 0 !.recordTTL: not an integer" },

	{ "an entry a string, its neighbours stay",
	    LIST("{'dnsName':'a.x'},'b.x',{'dnsName':'c.x'}"),
	    " a.x/ 0 / 0 !: not an object c.x/ 0" },
	{ "an entry a list", LIST("[]"), " / 0 !: not an object" },
	{ "dnsName a number", LIST("{'dnsName':1,'recordType':'A'}"),
	    " / 0 !.dnsName: not a string" },
	{ "recordType a number", LIST("{'dnsName':'a.x','recordType':1}"),
	    " a.x/ 0 !.recordType: not a string" },
	{ "targets a string",
	    LIST("{'dnsName':'a.x','recordType':'A','targets':'192.0.2.1'}"),
	    " a.x/A 0 !.targets: not a list" },
	{ "a target a number, the others go with it",
	    LIST("{'dnsName':'a.x','recordType':'A','targets':"
		 "['192.0.2.1',2]}"),
	    " a.x/A 0 !.targets[1]: not a string" },
	{ "a target an object",
	    LIST("{'dnsName':'a.x','recordType':'A','targets':[{}]}"),
	    " a.x/A 0 !.targets[0]: not a string" },
	{ "one that is bad after a good one",
	    LIST("{'dnsName':'a.x','recordTTL':5,'targets':['t']},"
		 "{'dnsName':'a.x','recordTTL':5,'targets':7}"),
	    " a.x/ 5 [t] a.x/ 5 !.targets: not a list" },
	{ "what is ignored may be anything",
	    LIST("{'dnsName':'a.x','setIdentifier':5,'labels':[],"
		 "'providerSpecific':'x'}"),
	    " a.x/ 0" },
	{ "status is not read", "{" META ",'status':5}", "" },

	{ "spec a list", "{" META ",'spec':[]}", NULL, "spec: not an object" },
	{ "endpoints an object", SPEC("'endpoints':{}"), NULL,
	    "spec.endpoints: not a list" },
	{ "endpoints a string", SPEC("'endpoints':'a.x'"), NULL,
	    "spec.endpoints: not a list" },
	{ "NUL in a target", LIST("{'targets':['a\\u0000b']}"), NULL,
	    "a NUL (\\u0000) in a string" },
	{ "another version", "{'apiVersion':'externaldns.k8s.io/v1'," META "}",
	    NULL,
	    "apiVersion: 'externaldns.k8s.io/v1' has no DNSEndpoint that is "
	    "known" },
};

static void print(struct buf *out, const struct object *object)
{
	const struct dnsendpoint *endpoint = (const struct dnsendpoint *)object;

	for (uint32_t i = 0; i < endpoint->nentries; i++) {
		const struct endpoint_entry *entry = &endpoint->entries[i];

		buf_printf(
		    out, " %s/%s %u", entry->name, entry->type, entry->ttl);
		if (entry->bad_ttl)
			buf_puts(out, " bad_ttl");
		if (entry->fault)
			buf_printf(out, " !%s", entry->fault);
		for (uint32_t t = 0; t < entry->ntargets; t++) {
			const struct target *target = &entry->targets[t];

			assert_int_equal(strlen(target->text), target->len);
			buf_printf(out, " [%s]", target->text);
		}
	}
}

static void check(void **state)
{
	decode_check("DNSEndpoint", *state, print);
}

static void one_block(void **state)
{
	struct err err;
	struct object *object =
	    decode_many("DNSEndpoint", "{" META ",'spec':{'endpoints':[{}",
		",{'dnsName':'www.example.com','recordType':'A','targets':"
		"['192.0.2.1']}",
		100, "]}}", &err);
	const size_t each = sizeof(struct endpoint_entry) +
	    sizeof(struct target) + sizeof("www.example.com") + sizeof("A") +
	    sizeof("192.0.2.1") + 20;

	(void)state;
	assert_non_null(object);
	assert_in_range(decode_size(object), 100, 101 * each + 300);
	object_free(object);
}

/* As many as any document holds, and more than that. */
static void many(void **state)
{
	static const char before[] = "{" META ",'spec':{'endpoints':[{}";
	struct object *object;
	struct err err;

	(void)state;
	object = decode_many("DNSEndpoint", before, ",{}", 499999, "]}}", &err);
	assert_non_null(object);
	assert_int_equal(((struct dnsendpoint *)object)->nentries, 500000);
	object_free(object);
	assert_null(
	    decode_many("DNSEndpoint", before, ",{}", 500000, "]}}", &err));
	assert_string_equal(
	    err.text, "spec.endpoints: more than 500000 entries");
	object = decode_many("DNSEndpoint", before, ",1", 499999, "]}}", &err);
	assert_non_null(object);
	object_free(object);
}

static void many_targets(void **state)
{
	struct err err;
	struct object *object = decode_many("DNSEndpoint",
	    "{" META ",'spec':{'endpoints':[{'targets':[''", ",''", 1 << 20,
	    "]}]}}", &err);

	(void)state;
	assert_non_null(object);
	assert_int_equal(
	    ((struct dnsendpoint *)object)->entries[0].ntargets, (1 << 20) + 1);
	object_free(object);
}

/* 16 MiB in one target, as long as a document may be. */
static void long_target(void **state)
{
	struct err err;
	struct object *object = decode_many("DNSEndpoint",
	    "{" META ",'spec':{'endpoints':[{'dnsName':'a.x','targets':['",
	    "0123456789abcdef", 1 << 20, "']}]}}", &err);

	(void)state;
	assert_non_null(object);
	assert_int_equal(
	    ((struct dnsendpoint *)object)->entries[0].targets[0].len,
	    16 << 20);
	object_free(object);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(one_block), cmocka_unit_test(many),
		cmocka_unit_test(many_targets), cmocka_unit_test(long_target));
}
