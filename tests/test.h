/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test.h - cmocka with its headers, and tables that become named tests.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "zonegen/base/base.h"

static inline int test_rows(const char *const *first, size_t size, size_t count,
    CMUnitTestFunction check, struct CMUnitTest *tests)
{
	const char *const *row = first;

	for (size_t i = 0; i < count; i++) {
		tests[i] = (struct CMUnitTest){ .name = *row,
			.test_func = check,
			.initial_state = (void *)(uintptr_t)row };
		row = (const void *)((const char *)row + size);
	}
	return _cmocka_run_group_tests("rows", tests, count, NULL, NULL);
}

/*
 * Runs a test for each row of a table, and tells how many failed.  Every row
 * begins with .name and is handed to check as *state, so that a failure prints
 * the row's name.
 */
#define RUN_ROWS(rows, check)                                                 \
	test_rows(&(rows)[0].name, sizeof((rows)[0]), ARRAY_LEN(rows), check, \
	    (struct CMUnitTest[ARRAY_LEN(rows)]){ { 0 } })

/* The same of tests: cmocka_unit_test(), and so on. */
#define RUN_TESTS(...)                                           \
	_cmocka_run_group_tests("tests",                         \
	    (const struct CMUnitTest[]){ __VA_ARGS__ },          \
	    sizeof((const struct CMUnitTest[]){ __VA_ARGS__ }) / \
		sizeof(struct CMUnitTest),                       \
	    NULL, NULL)

/* main() for a program that is one table. */
#define RUN_TABLE(rows, check)                \
	int main(void)                        \
	{                                     \
		return RUN_ROWS(rows, check); \
	}

#endif
