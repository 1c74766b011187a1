/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/rate.h"

#include "tests/test.h"

static void a_burst_then_the_interval(void **state)
{
	struct rate rate = { .interval = 100, .burst = 3 };

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(rate_allows(&rate, 1000));
	assert_false(rate_allows(&rate, 1000));
	assert_false(rate_allows(&rate, 1099 - 99));
	assert_true(rate_allows(&rate, 1101));
	assert_false(rate_allows(&rate, 1101));
	assert_true(rate_allows(&rate, 1201));
}

static void rest_saves_up_no_more_than_a_burst(void **state)
{
	struct rate rate = { .interval = 100, .burst = 2 };

	(void)state;
	assert_true(rate_allows(&rate, 5));
	assert_true(rate_allows(&rate, 1000000));
	assert_true(rate_allows(&rate, 1000000));
	assert_false(rate_allows(&rate, 1000000));
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(a_burst_then_the_interval),
	    cmocka_unit_test(rest_saves_up_no_more_than_a_burst));
}
