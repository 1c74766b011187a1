/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/record.h"

static const struct row {
	const char *name;
	uint16_t type;
	const char *text;
	size_t len;          /* 0: strlen */
	const char *printed; /* NULL: refused */
} rows[] = {
	{ "A", RR_A, "192.0.2.1", .printed = "192.0.2.1" },
	{ "A, leading zero", RR_A, "192.0.2.01" },
	{ "A, short form", RR_A, "192.0.2" },
	{ "A, a number", RR_A, "3221225985" },
	{ "A, too large", RR_A, "192.0.2.256" },
	{ "A, blank at the end", RR_A, "192.0.2.1 " },
	{ "A, NUL at the end", RR_A, "192.0.2.1\0x", 11 },
	{ "A, two", RR_A, "192.0.2.1 192.0.2.2" },
	{ "A, newline", RR_A, "192.0.2.1\nx" },
	{ "A, IPv6", RR_A, "2001:db8::1" },
	{ "A, empty", RR_A, "" },
	{ "AAAA", RR_AAAA, "2001:DB8:0:0::1", .printed = "2001:db8::1" },
	{ "AAAA, zone id", RR_AAAA, "fe80::1%eth0" },
	{ "AAAA, IPv4", RR_AAAA, "192.0.2.1" },
	{ "AAAA, too many groups", RR_AAAA, "1:2:3:4:5:6:7:8:9" },
	{ "CNAME", RR_CNAME, "LB.example.net", .printed = "lb.example.net." },
	{ "CNAME, escape", RR_CNAME, "a\\.b" },
	{ "CNAME, two names", RR_CNAME, "a b" },
	{ "NS", RR_NS, "ns1.example.com.", .printed = "ns1.example.com." },
	{ "PTR", RR_PTR, "host.example.com", .printed = "host.example.com." },
	{ "MX", RR_MX, "10 mail.example.com",
	    .printed = "10 mail.example.com." },
	{ "MX, largest", RR_MX, "65535 m", .printed = "65535 m." },
	{ "MX, too large: ldns would make it 4464", RR_MX, "70000 m" },
	{ "MX, 65536", RR_MX, "65536 m" },
	{ "MX, negative", RR_MX, "-1 m" },
	{ "MX, no host", RR_MX, "10" },
	{ "MX, no number", RR_MX, "m" },
	{ "MX, two blanks", RR_MX, "10  m" },
	{ "SRV", RR_SRV, "0 5 443 host.example",
	    .printed = "0 5 443 host.example." },
	{ "SRV, -1: ldns would make it 65535", RR_SRV, "0 5 -1 h" },
	{ "SRV, three fields", RR_SRV, "0 5 h" },
	{ "TXT", RR_TXT, "\"v=1\"", .printed = "\"v=1\"" },
	{ "TXT, two strings", RR_TXT, "\"a\" \"b\"", .printed = "\"a\" \"b\"" },
	{ "TXT, empty string", RR_TXT, "\"\"", .printed = "\"\"" },
	{ "TXT, escapes", RR_TXT, "\"a\\\"b\\\\c\\195\\188\"",
	    .printed = "\"a\\\"b\\\\c\\195\\188\"" },
	{ "TXT, needless escape", RR_TXT, "\"\\a\"", .printed = "\"a\"" },
	{ "TXT, newline as a number", RR_TXT, "\"\\010\"",
	    .printed = "\"\\010\"" },
	{ "TXT, tab: ldns prints it raw", RR_TXT, "\"\\009\"",
	    .printed = "\"\\009\"" },
	{ "TXT, newline", RR_TXT, "\"a\nb\"" },
	{ "TXT, semicolon", RR_TXT, "\"a;b\"", .printed = "\"a;b\"" },
	{ "TXT, no quotes", RR_TXT, "abc" },
	{ "TXT, unclosed: ldns takes it", RR_TXT, "\"abc" },
	{ "TXT, ends in an escape", RR_TXT, "\"abc\\\"" },
	{ "TXT, octet 256", RR_TXT, "\"\\256\"" },
	{ "TXT, cut number", RR_TXT, "\"\\25\"" },
	{ "TXT, more after it", RR_TXT, "\"a\"b" },
	{ "TXT, an include after it", RR_TXT, "\"a\" $INCLUDE /x" },
	{ "SOA is never parsed", RR_SOA, "a. b. 1 2 3 4 5" },
	{ "unknown type", 4711, "x" },
};

static void parse(void **state)
{
	const struct row *row = *state;
	struct arena arena = { 0 };
	struct buf text = BUF_INIT(100000);
	struct record record, again;
	struct err err;
	size_t len = row->len ? row->len : strlen(row->text);
	bool ok =
	    record_parse(&record, row->type, row->text, len, &arena, &err);

	assert_int_equal(ok, row->printed != NULL);
	if (ok) {
		record_print(&record, &text);
		assert_string_equal(buf_text(&text), row->printed);
		assert_true(record_parse(
		    &again, row->type, text.data, text.len, &arena, &err));
		assert_int_equal(record_compare(&record, &again), 0);
	}
	buf_clear(&text);
	arena_clear(&arena);
}

static void long_strings(void **state)
{
	struct arena arena = { 0 };
	struct record record;
	char text[300];
	struct err err;

	(void)state;
	memset(text, 'x', sizeof(text));
	text[0] = text[256] = '"';
	assert_true(record_parse(&record, RR_TXT, text, 257, &arena, &err));
	assert_int_equal(record.size, 256);
	text[256] = 'x';
	text[257] = '"';
	assert_false(record_parse(&record, RR_TXT, text, 258, &arena, &err));
	arena_clear(&arena);
}

static void sixteen_thousand_octets(void **state)
{
	struct buf text = BUF_INIT(100000);
	struct arena arena = { 0 };
	struct record record;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 62; i++)
		buf_printf(&text, "%s\"%0255d\"", i ? " " : "", 0);
	assert_true(
	    record_parse(&record, RR_TXT, text.data, text.len, &arena, &err));
	assert_int_equal(record.size, 62 * 256);
	buf_printf(&text, " \"%0255d\"", 0);
	assert_false(
	    record_parse(&record, RR_TXT, text.data, text.len, &arena, &err));
	assert_non_null(strstr(err.text, "longer than 16000"));
	buf_clear(&text);
	arena_clear(&arena);
}

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

int main(void)
{
	static struct CMUnitTest
	    tests[ARRAY_LEN(rows) + ARRAY_LEN(addresses) + 2];
	static struct CMUnitTest rest[] = {
		cmocka_unit_test(long_strings),
		cmocka_unit_test(sixteen_thousand_octets),
	};

	TABLE_TESTS(rows, parse, tests);
	TABLE_TESTS(addresses, address, tests + ARRAY_LEN(rows));
	memcpy(
	    tests + ARRAY_LEN(rows) + ARRAY_LEN(addresses), rest, sizeof(rest));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
