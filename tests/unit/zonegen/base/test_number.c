/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/number.h"

static const struct row {
	const char *name;
	const char *text;
	uint64_t most, value;
	bool bad;
} rows[] = {
	{ "nothing", "", 9, .bad = true },
	{ "zero", "0", 9, 0 },
	{ "the most", "65535", 65535, 65535 },
	{ "one more", "65536", 65535, .bad = true },
	{ "zeros in front", "0000000000000000000000007", 9, 7 },
	{ "more than any number has", "99999999999999999999999999999", 9,
	    .bad = true },
	{ "a sign", "+1", 9, .bad = true },
	{ "a blank behind it", "1 ", 9, .bad = true },
	{ "a letter", "1a", 99, .bad = true },
};

static void check(void **state)
{
	const struct row *row = *state;
	uint64_t value = 0;
	bool good =
	    number_read(row->text, strlen(row->text), row->most, &value);

	assert_int_equal(good, !row->bad);
	if (good)
		assert_int_equal(value, row->value);
}

RUN_TABLE(rows, check)
