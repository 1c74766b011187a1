/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_leaserecord.c - a Lease as others wrote it, and as it is written.
 */
#include <string.h>

#include "controller/kube/wire/leaserecord.h"
#include "tests/test.h"

#define META "\"metadata\":{\"resourceVersion\":\"12\"}"

static const struct row {
	const char *name, *text;
	const char *holder; /* NULL: it is refused */
	int64_t seconds, transitions;
} rows[] = {
	{ "theirs",
	    "{" META ",\"spec\":{\"holderIdentity\":\"them\","
	    "\"leaseDurationSeconds\":15,\"leaseTransitions\":3}}",
	    "them", 15, 3 },
	{ "nothing in it", "{" META ",\"spec\":{}}", "", 0, 0 },
	{ "no spec", "{" META "}", "", 0, 0 },
	{ "nulls",
	    "{" META ",\"spec\":{\"holderIdentity\":null,"
	    "\"leaseDurationSeconds\":null}}",
	    "", 0, 0 },
	{ "other types",
	    "{" META ",\"spec\":{\"holderIdentity\":7,"
	    "\"leaseDurationSeconds\":\"15\",\"leaseTransitions\":[1]}}",
	    "", 0, 0 },
	{ "numbers that are nobody's",
	    "{" META ",\"spec\":{\"leaseDurationSeconds\":-1,"
	    "\"leaseTransitions\":1e300}}",
	    "", 0, 0 },
	{ "a spec that is a text", "{" META ",\"spec\":\"x\"}", "", 0, 0 },
	{ "no version", "{\"metadata\":{},\"spec\":{}}", NULL, 0, 0 },
	{ "no object", "[]", NULL, 0, 0 },
	{ "no JSON", "{", NULL, 0, 0 },
	{ "nothing", "", NULL, 0, 0 },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct arena arena = { .chunk = 0 };
	struct leaserecord record;
	struct err err;
	bool ok = leaserecord_parse(
	    row->text, strlen(row->text), &arena, &record, &err);

	assert_int_equal(ok, row->holder != NULL);
	if (ok) {
		assert_string_equal(record.version, "12");
		assert_string_equal(record.holder, row->holder);
		assert_int_equal(record.seconds, row->seconds);
		assert_int_equal(record.transitions, row->transitions);
	}
	arena_clear(&arena);
}

static void prints(void **state)
{
	struct leasetext text = { .namespace = "dns",
		.name = "k8s-nsd",
		.holder = "us",
		.seconds = 15,
		.taken = true,
		.wall = 1795429416 };
	struct buf out = BUF_INIT(10000);

	(void)state;
	leaserecord_print(&text, &out);
	assert_string_equal(buf_text(&out),
	    "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\","
	    "\"metadata\":{\"name\":\"k8s-nsd\",\"namespace\":\"dns\"},"
	    "\"spec\":{\"holderIdentity\":\"us\",\"leaseDurationSeconds\":15,"
	    "\"leaseTransitions\":0,"
	    "\"renewTime\":\"2026-11-23T10:23:36.000000Z\","
	    "\"acquireTime\":\"2026-11-23T10:23:36.000000Z\"}}");
	/* Renewed: by its version, and since when it is ours stays. */
	text.version = "12";
	text.taken = false;
	buf_reset(&out);
	leaserecord_print(&text, &out);
	assert_non_null(strstr(
	    buf_text(&out), "\"metadata\":{\"resourceVersion\":\"12\"}"));
	assert_null(strstr(buf_text(&out), "acquireTime"));
	buf_clear(&out);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(prints));
}
