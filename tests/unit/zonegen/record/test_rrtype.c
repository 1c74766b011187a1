/* SPDX-License-Identifier: Apache-2.0 */

#include "tests/test.h"
#include "zonegen/record/rrtype.h"

static const struct row {
	const char *name;
	uint16_t type; /* 0: refused */
} rows[] = {
	{ "A", 1 },
	{ "NS", 2 },
	{ "CNAME", 5 },
	{ "PTR", 12 },
	{ "MX", 15 },
	{ "TXT", 16 },
	{ "AAAA", 28 },
	{ "SRV", 33 },
	{ "NAPTR", 35 },
	{ "DNAME", 39 },
	{ "DS", 43 },
	{ "SSHFP", 44 },
	{ "TLSA", 52 },
	{ "SVCB", 64 },
	{ "HTTPS", 65 },
	{ "URI", 256 },
	{ "CAA", 257 },
	{ "TYPE65280", 65280 },
	{ "TYPE65289", 65289 },
	{ "TYPE65290", 65290 },
	{ "TYPE65529", 65529 },
	{ "TYPE65530", 65530 },
	{ "TYPE65534", 65534 },
	{ "SOA", 0 },
	{ "TYPE65279", 0 },
	{ "TYPE65535", 0 },
	{ "TYPE65536", 0 },
	{ "TYPE130816", 0 }, /* 65280 and 65536 */
	{ "TYPE065280", 0 },
	{ "TYPE65280 ", 0 },
	{ "TYPE65280x", 0 },
	{ "TYPE6528", 0 },
	{ "TYPE65", 0 },
	{ "TYPE", 0 },
	{ "TYPE5", 0 },
	{ "TYPE5x", 0 }, /* ldns: CNAME */
	{ "TYPE1", 0 },
	{ "TYPE-1", 0 },
	{ "type65280", 0 },
	{ "65280", 0 },
	{ "a", 0 },
	{ "", 0 },
	{ " A", 0 },
	{ "A ", 0 },
	{ "A\n", 0 },
	{ "ANY", 0 },
	{ "AXFR", 0 },
	{ "RRSIG", 0 },
	{ "DNSKEY", 0 },
	{ "CDS", 0 },
	{ "HINFO", 0 },
	{ "ALIAS", 0 },
	{ "?", 0 },
};

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(rr_type_parse(row->name), row->type);
	if (row->type) {
		assert_string_equal(rr_type_text(row->type), row->name);
		assert_non_null(rr_type_fields(row->type));
	}
}

/* A word for each type that has fields, and the way back. */
static void all_numbers(void **state)
{
	size_t known = 0;

	(void)state;
	for (unsigned type = 0; type <= UINT16_MAX; type++) {
		const char *word = rr_type_text((uint16_t)type);

		if (!rr_type_fields((uint16_t)type)) {
			assert_int_equal(rr_type_parse(word), 0);
			continue;
		}
		known++;
		assert_int_equal(rr_type_parse(word), type);
	}
	assert_int_equal(known, 17 + 255);
	assert_string_equal(rr_type_text(RR_SOA), "SOA");
	assert_string_equal(rr_type_text(4711), "?");
}

static void order(void **state)
{
	(void)state;
	assert_true(rr_type_order(RR_SOA) < rr_type_order(RR_NS));
	assert_true(rr_type_order(RR_NS) < rr_type_order(RR_A));
	assert_true(rr_type_order(RR_A) < rr_type_order(RR_CNAME));
	assert_true(rr_type_order(RR_CAA) < rr_type_order(RR_PRIVATE_FIRST));
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(all_numbers), cmocka_unit_test(order));
}
