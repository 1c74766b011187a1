/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record.c - addresses, and what all records have in common.
 */
#include "tests/unit/zonegen/record/recordrow.h"

static const struct row rows[] = {
	{ "A", RR_A, "192.0.2.1", "192.0.2.1", .wire = "c0000201" },
	{ "A, leading zero", RR_A, "192.0.2.01" },
	{ "A, short form", RR_A, "192.0.2" },
	{ "A, a number", RR_A, "3221225985" },
	{ "A, too large", RR_A, "192.0.2.256" },
	{ "A, a blank before", RR_A, " 192.0.2.1" },
	{ "A, a blank behind", RR_A, "192.0.2.1 " },
	{ "A, NUL at the end", RR_A, "192.0.2.1\0x", .len = 11 },
	{ "A, two", RR_A, "192.0.2.1 192.0.2.2" },
	{ "A, newline", RR_A, "192.0.2.1\nx" },
	{ "A, IPv6", RR_A, "2001:db8::1" },
	{ "A, a name", RR_A, "lb.example.com" },
	{ "A, empty", RR_A, "" },
	{ "AAAA", RR_AAAA, "2001:DB8:0:0::1", "2001:db8::1",
	    .wire = "20010db8000000000000000000000001" },
	{ "AAAA, zone id", RR_AAAA, "fe80::1%eth0" },
	{ "AAAA, IPv4", RR_AAAA, "192.0.2.1" },
	{ "AAAA, mapped", RR_AAAA, "::ffff:192.0.2.1", .why = "is an IPv4" },
	{ "AAAA, mapped, in digits", RR_AAAA, "::FFFF:C000:201",
	    .why = "is an IPv4" },
	{ "AAAA, IPv4 at its end", RR_AAAA, "::102:304", "::1.2.3.4" },
	{ "AAAA, too many groups", RR_AAAA, "1:2:3:4:5:6:7:8:9" },
	{ "AAAA, brackets", RR_AAAA, "[2001:db8::1]" },
	{ "AAAA, empty", RR_AAAA, "" },
	{ "SOA is never parsed", RR_SOA, "a. b. 1 2 3 4 5",
	    .why = "type 6 cannot be parsed" },
	{ "unknown type", 4711, "\\# 1 00", .why = "type 4711 cannot" },
	{ "type 65279", 65279, "\\# 1 00", .why = "type 65279 cannot" },
	{ "type 65535", 65535, "\\# 1 00", .why = "type 65535 cannot" },
	{ "type 0", 0, "", .why = "type 0 cannot" },
};

static const struct address {
	const char *name, *text;
	uint16_t type; /* 0: refused */
	bool odd;
} addresses[] = {
	{ "IPv4", "192.0.2.1", RR_A },
	{ "IPv6", "2001:db8::1", RR_AAAA },
	{ "mapped", "::ffff:192.0.2.1", RR_A },
	{ "host name", "lb.example.com", 0 },
	{ "zone id", "fe80::1%eth0", 0 },
	{ "leading zero", "010.0.0.1", 0 },
	{ "hexadecimal", "0x7f.0.0.1", 0 },
	{ "port", "192.0.2.1:80", 0 },
	{ "brackets", "[2001:db8::1]", 0 },
	{ "prefix", "192.0.2.0/24", 0 },
	{ "blank", " 192.0.2.1", 0 },
	{ "empty", "", 0 },
	{ "unspecified", "0.0.0.0", RR_A, true },
	{ "loopback", "127.0.0.53", RR_A, true },
	{ "multicast", "239.1.2.3", RR_A, true },
	{ "unspecified 6", "::", RR_AAAA, true },
	{ "loopback 6", "::1", RR_AAAA, true },
	{ "multicast 6", "ff02::1", RR_AAAA, true },
};

static void address(void **state)
{
	const struct address *row = *state;
	struct arena arena = { 0 };
	struct record record;
	struct err err;
	bool ok = record_address(&record, row->text, &arena, &err);

	assert_int_equal(ok, row->type != 0);
	if (ok) {
		assert_int_equal(record.type, row->type);
		assert_int_equal(record_odd(&record) != NULL, row->odd);
	}
	arena_clear(&arena);
}

/* RFC 4034 6.3: octets, left aligned; the type first; never the TTL. */
static void order(void **state)
{
	static const struct {
		uint16_t type;
		const char *text;
	} sorted[] = {
		{ RR_NS, "a.x" },
		{ RR_A, "192.0.2.9" },
		{ RR_A, "192.0.2.10" },
		{ RR_MX, "1 z.x" },
		{ RR_MX, "256 a.x" },
		{ RR_TXT, "\"b\"" },
		{ RR_TXT, "\"b\" \"\"" },
		{ RR_TXT, "\"aa\"" },
		{ RR_CAA, "0 issue \"a\"" },
		{ RR_PRIVATE_FIRST, "\\# 0" },
		{ RR_PRIVATE_FIRST, "\\# 1 00" },
	};
	struct record records[ARRAY_LEN(sorted)];
	struct arena arena = { 0 };
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sorted); i++) {
		assert_true(record_parse(&records[i], sorted[i].type,
		    sorted[i].text, strlen(sorted[i].text), &arena, &err));
		records[i].ttl = (uint32_t)(1000 - i);
		for (size_t j = 0; j < i; j++) {
			assert_true(
			    record_compare(&records[j], &records[i]) < 0);
			assert_true(
			    record_compare(&records[i], &records[j]) > 0);
		}
	}
	arena_clear(&arena);
}

int main(void)
{
	return RUN_ROWS(rows, check_row) + RUN_ROWS(addresses, address) +
	    RUN_TESTS(cmocka_unit_test(order));
}
