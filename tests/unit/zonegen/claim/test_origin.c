/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/claim/origin.h"

static const struct uid {
	const char *name, *uid;
	bool packed;
} uids[] = {
	{ "none", "", false },
	{ "a UUID", "0123abcd-4567-89ef-0000-ffffffffffff", true },
	{ "capitals", "0123ABCD-4567-89EF-0000-FFFFFFFFFFFF", false },
	{ "a digit too few", "0123abcd-4567-89ef-0000-fffffffffff", false },
	{ "a digit too many", "0123abcd-4567-89ef-0000-fffffffffffff", false },
	{ "no digit", "0123abcd-4567-89ef-0000-fffffffffffg", false },
	{ "a dash too early", "0123abc-d4567-89ef-0000-ffffffffffff", false },
	{ "no dashes", "0123abcd04567089ef000000ffffffffffff", false },
	{ "only dashes", "------------------------------------", false },
	{ "a word", "uid", false },
};

static void keeps_its_uid(void **state)
{
	const struct uid *row = *state;
	char text[ORIGIN_UID_SIZE];
	struct origin *a = origin_new("Ingress", "web", "www", row->uid, 5);
	struct origin *b = origin_from_text("Ingress web/www", row->uid, 5);

	assert_int_equal(a->packed, row->packed);
	assert_string_equal(origin_uid(a, text), row->uid);
	assert_true(origin_same(a, b));
	assert_string_equal(a->text, "Ingress web/www");
	assert_string_equal(origin_key(a), "web/www");
	assert_string_equal(origin_namespace(a), "web");
	for (size_t i = 0; i < ARRAY_LEN(uids); i++) {
		struct origin *c =
		    origin_new("Ingress", "web", "www", uids[i].uid, 5);

		assert_int_equal(origin_same_uid(a, c), &uids[i] == row);
		assert_int_equal(origin_same(a, c), &uids[i] == row);
		origin_unref(c);
	}
	origin_unref(a);
	origin_unref(b);
}

static const struct form {
	const char *name, *text;
	const char *namespace, *key; /* NULL: it is none */
} forms[] = {
	{ "in a namespace", "Ingress web/www", "web", "web/www" },
	{ "in none", "Node a", "", "a" },
	{ "no kind", " web/www", NULL, NULL },
	{ "no blank", "Ingress", NULL, NULL },
	{ "no name", "Ingress web/", NULL, NULL },
	{ "no namespace", "Ingress /www", NULL, NULL },
	{ "two blanks", "Ingress web/w w", NULL, NULL },
	{ "two slashes", "Ingress web/w/w", NULL, NULL },
	{ "nothing", "", NULL, NULL },
};

static void reads_its_text(void **state)
{
	const struct form *row = *state;
	struct origin *origin = origin_from_text(row->text, "", AGE_UNKNOWN);

	assert_int_equal(origin != NULL, row->key != NULL);
	if (!origin)
		return;
	assert_string_equal(origin->text, row->text);
	assert_string_equal(origin_namespace(origin), row->namespace);
	assert_string_equal(origin_key(origin), row->key);
	assert_false(origin_is_of(origin, "Ing"));
	assert_false(origin_is_of(origin, "Ingress web"));
	assert_true(
	    origin_is_of(origin, "Ingress") || origin_is_of(origin, "Node"));
	origin_unref(origin);
}

int main(void)
{
	static struct CMUnitTest first[ARRAY_LEN(uids)];
	static struct CMUnitTest second[ARRAY_LEN(forms)];

	TABLE_TESTS(uids, keeps_its_uid, first);
	TABLE_TESTS(forms, reads_its_text, second);
	return cmocka_run_group_tests(first, NULL, NULL) ||
	    cmocka_run_group_tests(second, NULL, NULL);
}
