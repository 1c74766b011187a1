/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_originsfile.c - lines of .origins, read and printed again.
 */
#include "zonegen/version/originsfile.h"

#include <string.h>

#include "tests/test.h"

#define U32 "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
#define U128 U32 U32 U32 U32
#define A "www\tA\tIngress\tweb/www\t"
#define DIGEST "0123456789abcdef"

static const struct row {
	const char *name, *line;
	bool bad;
} rows[] = {
	{ "an origin", A "u1\t1\n" },
	{ "of no uid, of no age", A "-\t-\n" },
	{ "a long uid", A U128 "\t1\n" },
	{ "with a digest", A "u1\t1\t" DIGEST "\n" },
	{ "a digest of all bits", A "-\t-\tffffffffffffffff\n" },
	{ "a uid that is too long", A U128 "u\t1\n", true },
	{ "a digest that is too long", A "u1\t1\t" DIGEST "0\n", true },
	{ "one that is too short", A "u1\t1\t123456789abcdef\n", true },
	{ "in capitals", A "u1\t1\t0123456789ABCDEF\n", true },
	{ "with a sign", A "u1\t1\t-123456789abcdef\n", true },
	{ "that is empty", A "u1\t1\t\n", true },
	{ "and something else", A "u1\t1\t" DIGEST "\tx\n", true },
	{ "cut off", A "u1\t1\t" DIGEST, true },
	{ "no time", A "u1\tx\n", true },
	{ "no kind", "www\tA\t\tweb/www\tu1\t1\n", true },
	{ "nothing", "\n", true },
};

static void check(void **state)
{
	const struct row *row = *state;
	const char *at = row->line, *end = at + strlen(at);
	struct rrset set = {
		.type = RR_A, .ttl = 60, .count = 1, .norigins = 1
	};
	const struct record record = { .type = RR_A,
		.ttl = 60,
		.size = 4,
		.rdata = (const uint8_t *)"\300\0\2\1" };
	struct buf out = BUF_INIT(10000);
	struct originsfile_line line;
	struct rrsets *rrsets;

	assert_int_equal(
	    originsfile_next("a.test", &at, end, &line), !row->bad);
	if (row->bad)
		return;
	assert_string_equal(line.name, "www.a.test");
	set.records = &record;
	set.origins = &line.origin;
	rrsets = rrsets_new("www", &set, 1, NULL);
	originsfile_print("a.test", line.name, rrsets, &out);
	assert_string_equal(buf_text(&out), row->line);
	rrsets_unref(rrsets);
	origin_unref(line.origin);
	buf_clear(&out);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];

	TABLE_TESTS(rows, check, tests);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
