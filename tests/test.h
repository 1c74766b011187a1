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

/*
 * The tests of a table: every row begins with .name and is handed to check as
 * *state, so that a failure prints the row's name.  Use with TABLE_COUNT.
 */
#define TABLE_TESTS(rows, check, tests)                                \
	for (size_t i_ = 0; i_ < ARRAY_LEN(rows); i_++)                \
		(tests)[i_] = (struct CMUnitTest)                      \
		{                                                      \
			.name = (rows)[i_].name, .test_func = (check), \
			.initial_state = (void *)&(rows)[i_],          \
		}

/* main() for a program that is one table. */
#define RUN_TABLE(rows, check)                                    \
	int main(void)                                            \
	{                                                         \
		static struct CMUnitTest tests[ARRAY_LEN(rows)];  \
		TABLE_TESTS(rows, check, tests);                  \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	}

#endif
