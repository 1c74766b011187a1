/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/record/name.h"

#define L63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789-"
#define L61 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz012345678"

static const struct row {
	const char *name;
	const char *text;
	size_t len;         /* 0: strlen */
	const char *parsed; /* or */
	const char *refused;
} rows[] = {
	{ "plain", "www.example.com", .parsed = "www.example.com" },
	{ "final dot", "www.example.com.", .parsed = "www.example.com" },
	{ "upper case", "WWW.Example.COM", .parsed = "www.example.com" },
	{ "one label", "web", .parsed = "web" },
	{ "underscore", "_acme-challenge.www.x",
	    .parsed = "_acme-challenge.www.x" },
	{ "wildcard", "*.apps.example.com", .parsed = "*.apps.example.com" },
	{ "wildcard alone", "*", .parsed = "*" },
	{ "digits", "123.45", .parsed = "123.45" },
	{ "hyphens at the ends", "-a-.b", .parsed = "-a-.b" },
	{ "label of 63", L63 ".x", .parsed = L63 ".x" },
	{ "name of 253", L63 "." L63 "." L63 "." L61,
	    .parsed = L63 "." L63 "." L63 "." L61 },
	{ "umlaut", "m\xc3\xbcnchen.example",
	    .parsed = "xn--mnchen-3ya.example" },
	{ "upper-case umlaut", "M\xc3\x9cNCHEN.example",
	    .parsed = "xn--mnchen-3ya.example" },
	{ "sharp s is not ss",
	    "stra\xc3\x9f"
	    "e.de",
	    .parsed = "xn--strae-oqa.de" },
	{ "punycode stays", "xn--mnchen-3ya.example",
	    .parsed = "xn--mnchen-3ya.example" },
	{ "underscore beside an umlaut", "_x.\xc3\xbc.de",
	    .parsed = "_x.xn--tda.de" },
	{ "empty", "", .refused = "it is empty" },
	{ "a dot", ".", .refused = "it is the root" },
	{ "two dots at the end", "a..", .refused = "an empty label" },
	{ "leading dot", ".a", .refused = "an empty label" },
	{ "empty label", "a..b", .refused = "an empty label" },
	{ "label of 64", L63 "x.y", .refused = "label longer than 63" },
	{ "name of 254", L63 "." L63 "." L63 "." L61 "x",
	    .refused = "longer than 255" },
	{ "blank", "a b.c", .refused = "a character" },
	{ "newline", "a\nb.c", .refused = "a character" },
	{ "NUL", "a\0b.c", 5, .refused = "a character" },
	{ "quote", "a\"b.c", .refused = "a character" },
	{ "semicolon", "a;b.c", .refused = "a character" },
	{ "dollar", "$INCLUDE.c", .refused = "a character" },
	{ "backslash", "a\\046b.c", .refused = "a character" },
	{ "slash", "a/b.c", .refused = "a character" },
	{ "at sign", "@", .refused = "a character" },
	{ "wildcard inside", "a.*.b", .refused = "'*' must be" },
	{ "wildcard in part", "*a.b", .refused = "'*' must be" },
	{ "two stars", "**.b", .refused = "'*' must be" },
	{ "broken UTF-8", "a\xff.b", .refused = "bad name 'a\\255.b': " },
	{ "broken punycode", "xn--\x7f.b",
	    .refused = "bad name 'xn--\\127.b': " },
	{ "punycode of ASCII", "xn--abc-.b",
	    .refused = "bad name 'xn--abc-.b': " },
	{ "a blank of no width", "a\xe2\x80\x8b c.b",
	    .refused = "bad name 'a\\226\\128\\139 c.b': " },
	{ "full-width dot",
	    "a\xef\xbc\x8e"
	    "b.c",
	    .refused = "not a valid" },
	{ "full-width star", "\xef\xbc\x8a.c", .refused = "not a valid" },
	{ "only a soft hyphen", "\xc2\xad.c", .refused = "not a valid" },
};

static void parse(void **state)
{
	const struct row *row = *state;
	size_t len = row->len ? row->len : strlen(row->text);
	char out[NAME_SIZE] = "untouched", again[NAME_SIZE];
	struct err err = { .text = "" };

	if (row->refused) {
		assert_false(name_parse(row->text, len, out, &err));
		assert_string_equal(out, "untouched");
		assert_non_null(strstr(err.text, row->refused));
		assert_null(strchr(err.text, '\n'));
		return;
	}
	assert_true(name_parse(row->text, len, out, &err));
	assert_string_equal(out, row->parsed);
	assert_true(name_parse(out, strlen(out), again, &err));
	assert_string_equal(again, out);
}

/* Names that no host has; what is not among them is parsed as a host's. */
static const struct row record_rows[] = {
	{ "a host", "WWW.Example.com.", .parsed = "www.example.com" },
	{ "an umlaut of a host", "m\xc3\xbcnchen.example",
	    .parsed = "xn--mnchen-3ya.example" },
	{ "a range", "0/25.2.0.192.in-addr.arpa",
	    .parsed = "0/25.2.0.192.in-addr.arpa" },
	{ "a name in it", "1.0/25.2.0.192.IN-ADDR.ARPA.",
	    .parsed = "1.0/25.2.0.192.in-addr.arpa" },
	{ "a range as its file has it", "0\\04725.2.0.192.in-addr.arpa",
	    .parsed = "0/25.2.0.192.in-addr.arpa" },
	{ "a range of IPv6", "0/2.8.b.d.0.1.0.0.2.ip6.arpa",
	    .parsed = "0/2.8.b.d.0.1.0.0.2.ip6.arpa" },
	{ "a wildcard in it", "*.0/25.2.0.192.in-addr.arpa",
	    .parsed = "*.0/25.2.0.192.in-addr.arpa" },
	{ "a slash elsewhere", "0/25.example.com", .refused = "a character" },
	{ "a slash at the front", "/25.0.192.in-addr.arpa",
	    .refused = "a character" },
	{ "a slash at the end", "0/.0.192.in-addr.arpa",
	    .refused = "ends with" },
	{ "two slashes", "0//25.0.192.in-addr.arpa", .refused = "a character" },
	{ "dots by escapes", "0/\\046\\046/x.0.192.in-addr.arpa",
	    .refused = "a character" },
	{ "a letter by an escape", "xn--ee\\ar.0.192.in-addr.arpa",
	    .refused = "a character" },
	{ "an empty label of a range", "0/25..192.in-addr.arpa",
	    .refused = "an empty label" },
	{ "a range of 64 octets",
	    L63 "/1."
		"0.192.in-addr.arpa",
	    .refused = "a character" },
	{ "an instance", "HP\\032Laser._ipp._tcp.example.com",
	    .parsed = "hp\\032laser._ipp._tcp.example.com" },
	{ "an instance as it is", "HP Laser._ipp._TCP.example.com",
	    .parsed = "hp\\032laser._ipp._tcp.example.com" },
	{ "an instance in UTF-8", "B\xc3\xbcro._ipp._udp.example.com",
	    .parsed = "b\\195\\188ro._ipp._udp.example.com" },
	{ "an instance with a dot", "2\\.Stock._ipp._tcp.x",
	    .parsed = "2\\046stock._ipp._tcp.x" },
	{ "syntax of a zone file", "a;\n\"$(@\\\\._ipp._tcp.x",
	    .parsed = "a\\059\\010\\034\\036\\040\\064\\092._ipp._tcp.x" },
	{ "NUL", "a\0b._ipp._tcp.x", 15, .parsed = "a\\000b._ipp._tcp.x" },
	{ "left of the transport", "a b._tcp.x", .parsed = "a\\032b._tcp.x" },
	{ "a wildcard of a service", "*._ipp._tcp.x",
	    .parsed = "*._ipp._tcp.x" },
	{ "a service", "_ipp._tcp.x", .parsed = "_ipp._tcp.x" },
	{ "further left", "a b.c._ipp._tcp.x", .refused = "a character" },
	{ "another transport", "a b._ipp._sctp.x", .refused = "a character" },
	{ "a service that is mapped", "m b._u\xc3\xbc._udp.x",
	    .refused = "a character" },
	{ "right of it", "a._ipp._tcp.b c", .refused = "a character" },
	{ "an escape right of it", "a._ipp._tcp.b\\046c",
	    .refused = "a character" },
	{ "a bad escape", "a\\999._ipp._tcp.x", .refused = "a bad escape" },
	{ "an escape that is cut", "a\\", .refused = "a character" },
	{ "64 octets", L63 "x._ipp._tcp.x", .refused = "label longer" },
	{ "too long as text",
	    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff._ipp._tcp." L63
	    "." L63 "." L63 ".xxxxxxxxx",
	    .refused = "longer than 255" },
	{ "empty", "", .refused = "it is empty" },
	{ "no instance", "._ipp._tcp.x", .refused = "an empty label" },
};

static void parse_of_a_record(void **state)
{
	const struct row *row = *state;
	size_t len = row->len ? row->len : strlen(row->text);
	char out[NAME_SIZE] = "untouched", again[NAME_SIZE];
	char file[NAME_FILE_SIZE];
	struct err err = { .text = "" };
	uint8_t wire[NAME_WIRE];
	size_t size, used;

	if (row->refused) {
		assert_false(name_parse_record(row->text, len, out, &err));
		assert_string_equal(out, "untouched");
		assert_non_null(strstr(err.text, row->refused));
		return;
	}
	assert_true(name_parse_record(row->text, len, out, &err));
	assert_string_equal(out, row->parsed);
	assert_true(name_parse_record(out, strlen(out), again, &err));
	assert_string_equal(again, out);
	name_for_file(out, file);
	assert_null(strchr(file, '/'));
	if (!strstr(out, "_tcp")) {
		assert_true(name_parse_record(file, strlen(file), again, &err));
		assert_string_equal(again, out);
	}
	size = name_to_wire(out, wire);
	assert_true(name_from_wire(wire, size, again, &used));
	assert_string_equal(again, out);
}

static void wire_and_back(void **state)
{
	const struct row *row = *state;
	uint8_t wire[NAME_WIRE];
	char out[NAME_SIZE];
	size_t size, used;

	if (!row->parsed)
		return;
	size = name_to_wire(row->parsed, wire);
	assert_int_equal(size, strlen(row->parsed) + 2);
	assert_true(name_from_wire(wire, size, out, &used));
	assert_int_equal(used, size);
	assert_string_equal(out, row->parsed);
	for (size_t cut = 0; cut < size; cut++)
		assert_false(name_from_wire(wire, cut, out, &used));
}

/* RFC 4034 6.1, its own example. */
static void canonical_order(void **state)
{
	static const char *const sorted[] = { "example", "a.example",
		"yljkjljk.a.example", "z.a.example", "zabc.a.example",
		"z.example", "\\001.z.example", "\\032x.z.example",
		"*.z.example", "a.z.example", "\\200.z.example", "zz.example" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sorted); i++)
		for (size_t j = 0; j < ARRAY_LEN(sorted); j++) {
			int d = name_compare(sorted[i], sorted[j]);

			assert_int_equal((d > 0) - (d < 0), (i > j) - (i < j));
		}
}

static void zones_contain_names(void **state)
{
	(void)state;
	assert_true(name_within("example.com", "example.com"));
	assert_true(name_within("a.b.example.com", "example.com"));
	assert_true(name_within("a", ""));
	assert_false(name_within("xexample.com", "example.com"));
	assert_false(name_within("com", "example.com"));
	assert_string_equal(name_parent("a.b"), "b");
	assert_string_equal(name_parent("b"), "");
	assert_null(name_parent(""));
	assert_true(name_is_wildcard("*.a"));
	assert_false(name_is_wildcard("a.b"));
}

static void odd_names_are_told(void **state)
{
	(void)state;
	assert_null(name_odd("www.example.com"));
	assert_null(name_odd("_acme-challenge.www"));
	assert_null(name_odd("_443._tcp.www"));
	assert_non_null(name_odd("foo_bar.example.com"));
	assert_non_null(name_odd("-a.example.com"));
	assert_non_null(name_odd("a-.example.com"));
}

int main(void)
{
	return RUN_ROWS(rows, parse) + RUN_ROWS(rows, wire_and_back) +
	    RUN_ROWS(record_rows, parse_of_a_record) +
	    RUN_TESTS(cmocka_unit_test(canonical_order),
		cmocka_unit_test(zones_contain_names),
		cmocka_unit_test(odd_names_are_told));
}
