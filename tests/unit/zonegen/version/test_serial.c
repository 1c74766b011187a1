/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"
#include "zonegen/version/serial.h"

#define NOV_23 1795467600 /* 2026-11-23 21:00 UTC */

static const struct row {
	const char *name;
	enum serial_policy policy;
	uint32_t previous;
	int64_t now;
	uint32_t next;
} rows[] = {
	{ "unixtime is the clock", SERIAL_UNIXTIME, 5, NOV_23, NOV_23 },
	{ "twice in a second", SERIAL_UNIXTIME, NOV_23, NOV_23, NOV_23 + 1 },
	{ "clock behind", SERIAL_UNIXTIME, NOV_23 + 9, NOV_23, NOV_23 + 10 },
	{ "date serial before", SERIAL_UNIXTIME, 2026112301, NOV_23,
	    2026112302 },
	{ "date", SERIAL_DATE, 2026112200, NOV_23, 2026112300 },
	{ "date, second of the day", SERIAL_DATE, 2026112300, NOV_23,
	    2026112301 },
	{ "date, beyond 99 a day", SERIAL_DATE, 2026112399, NOV_23,
	    2026112400 },
	{ "date, the day after a hundred and more", SERIAL_DATE, 2026112307,
	    NOV_23 - 86400, 2026112308 },
	{ "date, which caught up", SERIAL_DATE, 2026112207, NOV_23,
	    2026112300 },
	{ "counter", SERIAL_COUNTER, 7, NOV_23, 8 },
	{ "counter from zero", SERIAL_COUNTER, 0, NOV_23, 1 },
	{ "zero is skipped", SERIAL_COUNTER, UINT32_MAX, NOV_23, 1 },
	{ "over the top", SERIAL_UNIXTIME, UINT32_MAX - 1, 5, 5 },
	{ "exactly half the ring ahead", SERIAL_UNIXTIME, 10,
	    10 + (INT64_C(1) << 31), 11 },
};

static void next_serial(void **state)
{
	const struct row *row = *state;
	uint32_t next = serial_next(row->policy, row->previous, row->now);

	assert_int_equal(next, row->next);
	assert_true(serial_later(next, row->previous));
}

static void compares_by_rfc1982(void **state)
{
	(void)state;
	assert_true(serial_later(1, 0));
	assert_false(serial_later(0, 1));
	assert_false(serial_later(7, 7));
	assert_true(serial_later(0, UINT32_MAX));
	assert_true(serial_later(0x7fffffff, 0));
	assert_false(serial_later(0x80000000, 0));
	assert_false(serial_later(0, 0x80000000));
}

static void first_serials(void **state)
{
	(void)state;
	assert_int_equal(serial_first(SERIAL_UNIXTIME, NOV_23), NOV_23);
	assert_int_equal(serial_first(SERIAL_UNIXTIME, 0), 1);
	assert_int_equal(serial_first(SERIAL_DATE, NOV_23), 2026112300);
	assert_int_equal(serial_first(SERIAL_COUNTER, NOV_23), 1);
}

int main(void)
{
	return RUN_ROWS(rows, next_serial) +
	    RUN_TESTS(cmocka_unit_test(compares_by_rfc1982),
		cmocka_unit_test(first_serials));
}
