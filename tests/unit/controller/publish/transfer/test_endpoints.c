/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_endpoints.c - addresses of Services: cleaned, compared, written, read.
 */
#include "controller/publish/transfer/endpoints.h"

#include <stdio.h>

#include "tests/test.h"

#define LIST(...)                                                 \
	(&(struct strings){ (const char *const[]){ __VA_ARGS__ }, \
	    sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *) })

static void changes_are_seen(void **state)
{
	struct endpoints endpoints = { .list = NULL };

	(void)state;
	assert_true(endpoints_set(&endpoints, "a/b", LIST("10.0.0.2")));
	assert_false(endpoints_set(
	    &endpoints, "a/b", LIST("10.0.0.2", "x", "10.0.0.2")));
	assert_true(
	    endpoints_set(&endpoints, "a/b", LIST("10.0.0.3", "10.0.0.2")));
	assert_false(
	    endpoints_set(&endpoints, "a/b", LIST("10.0.0.2", "10.0.0.3")));
	assert_true(endpoints_set(&endpoints, "a/c", LIST("::1")));
	assert_int_equal(endpoints_of(&endpoints, "a/b")->count, 2);
	assert_true(
	    endpoints_set(&endpoints, "a/b", &(struct strings){ NULL, 0 }));
	assert_int_equal(endpoints_of(&endpoints, "a/b")->count, 0);
	assert_int_equal(endpoints_of(&endpoints, "a/c")->count, 1);
	assert_int_equal(endpoints_of(&endpoints, "a/d")->count, 0);
	endpoints_clear(&endpoints);
}

/* The same ones, in whatever order they come. */
static void too_many_are_left_out(void **state)
{
	enum { MANY = 10000 };
	static char texts[MANY][20];
	static const char *list[MANY];
	struct endpoints endpoints = { .list = NULL };

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(
		    texts[i], sizeof(texts[i]), "10.0.%d.%d", i / 250, i % 250);
		list[i] = texts[i];
	}
	assert_true(
	    endpoints_set(&endpoints, "a/b", &(struct strings){ list, MANY }));
	for (int i = 0; i < MANY; i++)
		list[i] = texts[MANY - 1 - i];
	assert_false(
	    endpoints_set(&endpoints, "a/b", &(struct strings){ list, MANY }));
	assert_int_equal(endpoints_of(&endpoints, "a/b")->count, 512);
	assert_int_equal(endpoints_left(&endpoints, "a/b"), MANY - 512);
	assert_int_equal(endpoints_left(&endpoints, "a/c"), 0);
	endpoints_clear(&endpoints);
}

static void are_read_back(void **state)
{
	struct endpoints endpoints = { .list = NULL };
	struct buf text = BUF_INIT(1000);

	(void)state;
	endpoints_set(&endpoints, "a/b", LIST("fd00::1", "10.0.0.2"));
	endpoints_set(&endpoints, "a/c", &(struct strings){ NULL, 0 });
	buf_puts(&text, "pattern:\n");
	endpoints_print(&endpoints, "a/b", &text);
	endpoints_print(&endpoints, "a/c", &text);
	buf_puts(&text, "  notify: x\n");
	endpoints_clear(&endpoints);
	endpoints_recall(&endpoints, buf_text(&text));
	assert_int_equal(endpoints_of(&endpoints, "a/b")->count, 2);
	assert_string_equal(
	    endpoints_of(&endpoints, "a/b")->list[1], "fd00::1");
	assert_int_equal(endpoints_of(&endpoints, "a/c")->count, 0);
	endpoints_clear(&endpoints);
	buf_clear(&text);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(changes_are_seen),
	    cmocka_unit_test(too_many_are_left_out),
	    cmocka_unit_test(are_read_back));
}
