/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_outbox.c - what is written when: once, in order, and not too much.
 */
#include "controller/notice/outbox.h"

#include <stdio.h>

#include "tests/test.h"

enum { MINUTE = 60000 };

static bool allows(
    struct outbox *outbox, const char *object, unsigned number, uint64_t now)
{
	const struct speaker speaker = { "web", object };
	char said[100];

	snprintf(said, sizeof(said), "%s %u", object, number);
	return outbox_allows(outbox, &speaker, said, now);
}

static void once_in_half_an_hour(void **state)
{
	struct outbox outbox;

	(void)state;
	outbox_init(&outbox);
	assert_true(allows(&outbox, "a", 1, MINUTE));
	assert_false(allows(&outbox, "a", 1, MINUTE));
	assert_true(allows(&outbox, "a", 2, MINUTE));
	assert_true(allows(&outbox, "b", 1, MINUTE));
	assert_false(allows(&outbox, "a", 1, 30 * MINUTE));
	assert_true(allows(&outbox, "a", 1, 32 * MINUTE));
	outbox_clear(&outbox);
}

static void one_object_says_little(void **state)
{
	struct outbox outbox;
	unsigned said = 0;

	(void)state;
	outbox_init(&outbox);
	for (unsigned i = 0; i < 1000; i++)
		said += allows(&outbox, "loud", i, 5);
	assert_int_equal(said, 10);
	assert_true(allows(&outbox, "quiet", 0, 5));
	for (unsigned i = 0; i < 1000; i++)
		said += allows(&outbox, "loud", 1000 + i, 5 * MINUTE + 6);
	assert_int_equal(said, 11);
	outbox_clear(&outbox);
}

/* Somebody with very many objects: others are heard all the same. */
static void many_objects(void **state)
{
	struct outbox outbox;
	struct speaker speaker = { "web", "o" };
	char object[40];
	unsigned said = 0;

	(void)state;
	outbox_init(&outbox);
	for (unsigned i = 0; i < 3 * OUTBOX_MEMORY; i++) {
		snprintf(object, sizeof(object), "o%u", i);
		said += allows(&outbox, object, 0, 5);
	}
	assert_int_equal(said, 100);
	assert_int_equal(outbox.said.count, 100);
	speaker.namespace = "shop";
	assert_true(outbox_allows(&outbox, &speaker, "here", 5));
	outbox_clear(&outbox);
}

/* Very many namespaces: memory stays as it is, and what is old makes room. */
static void many_namespaces(void **state)
{
	struct outbox outbox;
	char text[40];
	struct speaker speaker = { text, text };
	unsigned said = 0;

	(void)state;
	outbox_init(&outbox);
	for (unsigned i = 0; i < 3 * OUTBOX_MEMORY; i++) {
		snprintf(text, sizeof(text), "n%u", i);
		said += outbox_allows(&outbox, &speaker, text, 5);
	}
	assert_int_equal(said, OUTBOX_MEMORY);
	assert_int_equal(outbox.said.count, OUTBOX_MEMORY);
	assert_true(allows(&outbox, "new", 0, 40 * MINUTE));
	assert_int_equal(outbox.said.count, 1);
	outbox_clear(&outbox);
}

static void in_order_and_not_at_once(void **state)
{
	struct outbox outbox;
	struct letter *letter;
	char path[20];

	(void)state;
	outbox_init(&outbox);
	for (unsigned i = 0; i < 30; i++) {
		snprintf(path, sizeof(path), "/%u", i);
		outbox_put(&outbox, HTTP_POST, path, "{}");
	}
	for (unsigned i = 0; i < 25; i++) {
		snprintf(path, sizeof(path), "/%u", i);
		letter = outbox_take(&outbox, 7);
		assert_non_null(letter);
		assert_string_equal(letter->path, path);
		letter_free(letter);
	}
	assert_null(outbox_take(&outbox, 7));
	letter = outbox_take(&outbox, 300);
	assert_string_equal(letter->path, "/25");
	outbox_return(&outbox, letter);
	assert_int_equal(letter->tries, 1);
	letter = outbox_take(&outbox, 600);
	assert_string_equal(letter->path, "/26");
	letter_free(letter);
	outbox_clear(&outbox);
}

static void what_does_not_fit(void **state)
{
	struct outbox outbox;

	(void)state;
	outbox_init(&outbox);
	for (unsigned i = 0; i < OUTBOX_QUEUE + 5; i++)
		outbox_put(&outbox, HTTP_POST, "/", "{}");
	assert_int_equal(outbox.count, OUTBOX_QUEUE);
	assert_int_equal(outbox.dropped, 5);
	assert_false(allows(&outbox, "a", 1, 0));
	outbox_clear(&outbox);
}

static void one_method_is_forgotten(void **state)
{
	struct outbox outbox;
	struct letter *letter;

	(void)state;
	outbox_init(&outbox);
	assert_true(allows(&outbox, "a", 1, 0));
	outbox_put(&outbox, HTTP_POST, "/1", "{}");
	outbox_put(&outbox, HTTP_MERGE, "/2", "{}");
	outbox_put(&outbox, HTTP_POST, "/3", "{}");
	outbox_forget(&outbox, HTTP_POST);
	assert_int_equal(outbox.count, 1);
	letter = outbox_take(&outbox, 0);
	assert_string_equal(letter->path, "/2");
	letter_free(letter);
	assert_null(outbox_take(&outbox, 0));
	assert_true(allows(&outbox, "a", 1, 0));
	outbox_clear(&outbox);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(once_in_half_an_hour),
		cmocka_unit_test(one_object_says_little),
		cmocka_unit_test(many_objects),
		cmocka_unit_test(many_namespaces),
		cmocka_unit_test(in_order_and_not_at_once),
		cmocka_unit_test(what_does_not_fit),
		cmocka_unit_test(one_method_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
