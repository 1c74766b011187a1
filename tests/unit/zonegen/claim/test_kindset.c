/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kindset.c - which kinds are said to have been seen.
 */
#include "zonegen/claim/kindset.h"

#include <stdio.h>

#include "tests/test.h"

static const struct row {
	const char *name;
	const char *origins[4];
	const char *kind;
	bool has;
} rows[] = {
	{ "none", { NULL }, "Ingress", false },
	{ "the only one", { "Ingress web/a" }, "Ingress", true },
	{ "another", { "Ingress web/a" }, "Service", false },
	{ "the first of two", { "Ingress web/a", "Service b" }, "Ingress",
	    true },
	{ "the second", { "Ingress web/a", "Service b" }, "Service", true },
	{ "the first again",
	    { "Ingress web/a", "Service b", "Ingress web/c", "Ingress web/d" },
	    "Service", true },
	{ "the beginning of one", { "IngressRoute web/a" }, "Ingress", false },
	{ "one that begins so", { "Ingress web/a" }, "IngressRoute", false },
};

static void add(struct kindset *set, const char *text)
{
	struct origin *origin = origin_from_text(text, "", AGE_UNKNOWN);

	assert_non_null(origin);
	kindset_add(set, origin);
	origin_unref(origin);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct kindset set = { 0 };

	for (size_t i = 0; i < 4 && row->origins[i]; i++)
		add(&set, row->origins[i]);
	assert_int_equal(kindset_has(&set, row->kind), row->has);
	kindset_clear(&set);
	assert_false(kindset_has(&set, row->kind));
}

/* A file of others has as many as it likes: then any may be there. */
static void any_beyond_its_room(void **state)
{
	struct kindset set = { 0 };
	char text[64];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(kindset_has(&set, "Ingress"), i > KINDSET_MAX);
		snprintf(text, sizeof(text), "Kind%d web/a", i);
		add(&set, text);
		assert_true(kindset_has(&set, "Kind0"));
	}
	assert_int_equal(set.count, KINDSET_MAX);
	kindset_clear(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_beyond_its_room),
	};

	return RUN_ROWS(rows, check) +
	    cmocka_run_group_tests(tests, NULL, NULL);
}
