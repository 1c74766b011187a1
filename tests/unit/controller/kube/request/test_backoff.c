/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_backoff.c - the real limits, as promised, and the waits between tries.
 */
#include "controller/kube/request/backoff.h"

#include "tests/test.h"

#define LIMIT(member, value)                                         \
	{                                                            \
#member, offsetof(struct limits, member),            \
		    sizeof(((struct limits *)NULL)->member), (value) \
	}

static const struct row {
	const char *name;
	size_t at, size;
	uint64_t value;
} rows[] = {
	LIMIT(connect, 10000),
	LIMIT(response, 30000),
	LIMIT(silence, 30000),
	LIMIT(wall, 30000),
	LIMIT(response_size, 4194304),
	LIMIT(keep_idle, 30),
	LIMIT(keep_interval, 10),
	LIMIT(keep_count, 3),
	LIMIT(user_timeout, 45000),
	LIMIT(item_size, 16777216),
	LIMIT(body_size, 2147483648),
	LIMIT(lists, 2),
	LIMIT(restarts, 2),
	LIMIT(watch_least, 300000),
	LIMIT(watch_spread, 300000),
	LIMIT(watch_grace, 30000),
	LIMIT(idle, 150000),
	LIMIT(idle_grace, 10000),
	LIMIT(brief, 1000),
	LIMIT(resume, 1000),
	LIMIT(line_size, 16777216),
	LIMIT(bad_lines, 2),
	LIMIT(silences, 2),
	LIMIT(relist, 21600000),
	LIMIT(backoff_first, 800),
	LIMIT(backoff_cap, 30000),
	LIMIT(backoff_reset, 120000),
	LIMIT(retry_after, 120000),
	LIMIT(patience, 30000),
	LIMIT(tries, 3),
	LIMIT(recheck, 300000),
	LIMIT(absent_poll, 30000),
	LIMIT(absent_checks, 3),
	LIMIT(absent_span, 300000),
	LIMIT(credentials, 60000),
	LIMIT(plugin, 60000),
	LIMIT(plugin_size, 1048576),
};

static void check(void **state)
{
	const struct row *row = *state;
	const char *at = (const char *)&limits_real + row->at;

	if (row->size == sizeof(uint64_t))
		assert_int_equal(
		    *(const uint64_t *)(const void *)at, row->value);
	else
		assert_int_equal(
		    *(const uint32_t *)(const void *)at, row->value);
}

static uint32_t lowest(uint32_t n)
{
	(void)n;
	return 0;
}

static uint32_t highest(uint32_t n)
{
	return n - 1;
}

static void doubles_to_the_cap(void **state)
{
	static const uint64_t waits[] = { 800, 1600, 3200, 6400, 12800, 25600,
		30000, 30000 };
	struct backoff low = { 0 }, high = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(waits); i++) {
		assert_int_equal(
		    backoff_next(&low, &limits_real, lowest), waits[i]);
		assert_int_equal(backoff_next(&high, &limits_real, highest),
		    2 * waits[i] - 1);
	}
	low.steps = 0;
	assert_int_equal(backoff_next(&low, &limits_real, lowest), 800);
}

static void spreads(void **state)
{
	(void)state;
	assert_int_equal(backoff_around(1000, lowest), 800);
	assert_int_equal(backoff_around(1000, highest), 1199);
	assert_int_equal(backoff_within(1000, lowest), 0);
	assert_int_equal(backoff_within(1000, highest), 999);
	assert_int_equal(backoff_within(0, highest), 0);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(doubles_to_the_cap),
		cmocka_unit_test(spreads));
}
