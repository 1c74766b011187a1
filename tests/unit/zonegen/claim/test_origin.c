/* SPDX-License-Identifier: Apache-2.0 */

#include "tests/test.h"
#include "zonegen/base/buf.h"
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
	{ "a tab", "Ingress web/w\tw", NULL, NULL },
	{ "a line", "Ingress w\nb/www", NULL, NULL },
	{ "not printable", "Ingr\351ss web/www", NULL, NULL },
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

static const struct limit {
	const char *name;
	int kind, namespace, object, uid; /* octets */
	bool fits;
} limits[] = {
	{ "all of it at its limit", 63, 63, 253, 128, true },
	{ "a long kind", 64, 1, 1, 1, false },
	{ "a long namespace", 1, 64, 1, 1, false },
	{ "a long name", 1, 1, 254, 1, false },
	{ "a long uid", 1, 1, 1, 129, false },
	{ "70 000 octets of uid", 1, 1, 1, 70000, false },
	{ "70 000 octets of name", 1, 1, 70000, 1, false },
};

static void has_limits(void **state)
{
	const struct limit *row = *state;
	struct buf text = BUF_INIT(1u << 20), uid = BUF_INIT(1u << 20);
	char kept[ORIGIN_UID_SIZE];
	struct origin *origin;

	buf_printf(&text, "%0*d %0*d/%0*d", row->kind, 0, row->namespace, 0,
	    row->object, 0);
	buf_printf(&uid, "%0*d", row->uid, 0);
	origin = origin_from_text(buf_text(&text), buf_text(&uid), 1);
	assert_int_equal(origin != NULL, row->fits);
	if (origin) {
		assert_string_equal(origin->text, buf_text(&text));
		assert_string_equal(origin_uid(origin, kept), buf_text(&uid));
	}
	origin_unref(origin);
	buf_clear(&text);
	buf_clear(&uid);
}

int main(void)
{
	return RUN_ROWS(uids, keeps_its_uid) + RUN_ROWS(forms, reads_its_text) +
	    RUN_ROWS(limits, has_limits);
}
