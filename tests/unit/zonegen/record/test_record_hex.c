/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record_hex.c - digests, and octets of types that nobody knows.
 */
#include "tests/unit/zonegen/record/recordrow.h"

static const struct row rows[] = {
	{ "DS, SHA-1", RR_DS,
	    "12345 13 1 abababababababababababababababababababab",
	    .printed = "12345 13 1 abababababababababababababababababababab" },
	{ "DS, SHA-256", RR_DS,
	    "12345 13 2 "
	    "AbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAb",
	    .printed = "12345 13 2 "
		       "abababababababababababababababababababababababababababa"
		       "babababab",
	    .wire = "30390d02ababababababababababababababababababababababababab"
		    "ababababababab" },
	{ "DS, SHA-384", RR_DS,
	    "65535 255 4 "
	    "ababababababababababababababababababababababababababababababababab"
	    "ababababababababababababababab",
	    .printed = "65535 255 4 "
		       "abababababababababababababababababababababababababababa"
		       "babababababababababababababababababababab" },
	{ "DS, groups", RR_DS,
	    "1 8 2 abababababababababababababababab "
	    "\tababababababababababababababab 0F",
	    .printed = "1 8 2 "
		       "abababababababababababababababababababababababababababa"
		       "bababab0f" },
	{ "DS, SHA-256 cut", RR_DS,
	    "12345 13 2 "
	    "ababababababababababababababababababababababababababababababab",
	    .why = "31 octets, not 32" },
	{ "DS, SHA-256 and more", RR_DS,
	    "12345 13 2 "
	    "ababababababababababababababababababababababababababababababababa"
	    "b",
	    .why = "33 octets, not 32" },
	{ "DS, SHA-1 for SHA-256", RR_DS,
	    "12345 13 2 abababababababababababababababababababab",
	    .why = "20 octets, not 32" },
	{ "DS, SHA-384 cut", RR_DS,
	    "12345 13 4 "
	    "ababababababababababababababababababababababababababababababababab"
	    "abababababababababababababab",
	    .why = "47 octets, not 48" },
	{ "DS, SHA-1 and more", RR_DS,
	    "12345 13 1 ababababababababababababababababababababab",
	    .why = "21 octets, not 20" },
	{ "DS, GOST: not for Knot", RR_DS,
	    "12345 13 3 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "digest type 3" },
	{ "DS, unknown digest", RR_DS,
	    "12345 13 7 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "digest type 7" },
	{ "DS, digest 0", RR_DS, "12345 13 0 00", .why = "digest type 0" },
	{ "DS, algorithm 0", RR_DS,
	    "12345 0 2 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "algorithm 0" },
	{ "DS, algorithm by name", RR_DS,
	    "12345 ECDSAP256SHA256 2 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "not a number" },
	{ "DS, algorithm 256", RR_DS,
	    "12345 256 2 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "not a number of 0 to 255" },
	{ "DS, tag 65536", RR_DS,
	    "65536 13 2 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "not a number" },
	{ "DS, tag -1", RR_DS,
	    "-1 13 2 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "not a number" },
	{ "DS, no digest", RR_DS, "12345 13 2", .why = "a field is missing" },
	{ "DS, no digest but a blank", RR_DS, "12345 13 2 ",
	    .why = "behind its fields" },
	{ "DS, odd", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababababababababababababababababababa",
	    .why = "an even number" },
	{ "DS, an odd group", RR_DS,
	    "12345 13 2 a "
	    "abababababababababababababababababababababababababababababababb",
	    .why = "an even number" },
	{ "DS, not hexadecimal", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababababababababababababababababababag",
	    .why = "not hexadecimal" },
	{ "DS, base64", RR_DS,
	    "12345 13 2 q6urq6urq6s=", .why = "not hexadecimal" },
	{ "DS, a blank behind", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababababababababababababababababababab ",
	    .why = "behind its fields" },
	{ "DS, newline", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababab\nabababababababababababababababa"
	    "b",
	    .why = "an even number" },
	{ "DS, CRLF", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababab\r\nababababababababababababababab"
	    "ab",
	    .why = "not hexadecimal" },
	{ "DS, NUL", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababababababababababababababababababa"
	    "\000",
	    .why = "not hexadecimal", .len = 75 },
	{ "DS, in parentheses", RR_DS,
	    "12345 13 2 ( "
	    "abababababababababababababababababababababababababababababababab "
	    ")",
	    .why = "an even number" },
	{ "DS, a comment", RR_DS,
	    "12345 13 2 "
	    "abababababababababababababababababababababababababababababababab "
	    ";x",
	    .why = "not hexadecimal" },
	{ "DS, 0x", RR_DS,
	    "12345 13 2 "
	    "0xababababababababababababababababababababababababababababababab",
	    .why = "not hexadecimal" },
	{ "DS, empty", RR_DS, "", .why = "not a number" },
	{ "SSHFP, SHA-1", RR_SSHFP,
	    "1 1 abababababababababababababababababababab",
	    .printed = "1 1 abababababababababababababababababababab",
	    .wire = "0101abababababababababababababababababababab" },
	{ "SSHFP, SHA-256", RR_SSHFP,
	    "4 2 "
	    "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB",
	    .printed = "4 2 "
		       "abababababababababababababababababababababababababababa"
		       "babababab" },
	{ "SSHFP, to come", RR_SSHFP, "255 3 ab", .printed = "255 3 ab" },
	{ "SSHFP, SHA-1 cut: BIND refuses it", RR_SSHFP,
	    "1 1 ababababababababababababababababababab",
	    .why = "19 octets, not 20" },
	{ "SSHFP, SHA-256 cut", RR_SSHFP,
	    "1 2 "
	    "ababababababababababababababababababababababababababababababab",
	    .why = "31 octets, not 32" },
	{ "SSHFP, algorithm 0", RR_SSHFP,
	    "0 1 abababababababababababababababababababab",
	    .why = "algorithm 0" },
	{ "SSHFP, type 0", RR_SSHFP,
	    "1 0 abababababababababababababababababababab",
	    .why = "fingerprint type 0" },
	{ "SSHFP, 256", RR_SSHFP,
	    "256 1 abababababababababababababababababababab",
	    .why = "not a number of 0 to 255" },
	{ "SSHFP, nothing", RR_SSHFP, "1 3", .why = "a field is missing" },
	{ "SSHFP, empty", RR_SSHFP, "", .why = "not a number" },
	{ "TLSA, SHA-256", RR_TLSA,
	    "3 1 1 "
	    "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB",
	    .printed = "3 1 1 "
		       "abababababababababababababababababababababababababababa"
		       "babababab",
	    .wire = "030101abababababababababababababababababababababababababab"
		    "abababababab" },
	{ "TLSA, SHA-512", RR_TLSA,
	    "2 0 2 "
	    "ababababababababababababababababababababababababababababababababab"
	    "ababababababababababababababababababababababababababababababab",
	    .printed = "2 0 2 "
		       "abababababababababababababababababababababababababababa"
		       "bababababababababababababababababababababababababababab"
		       "ababababababababab" },
	{ "TLSA, a key itself", RR_TLSA,
	    "3 1 0 "
	    "ababababababababababababababababababababababababababababababababab"
	    "ababababababababababababababababababababababababababababababababab"
	    "ababababababababababababababababababababababababab",
	    .printed =
		"3 1 0 "
		"ababababababababababababababababababababababababababababababab"
		"ababababababababababababababababababababababababababababababab"
		"ababababababababababababababababababababababababababababab" },
	{ "TLSA, private use", RR_TLSA, "255 255 255 00",
	    .printed = "255 255 255 00" },
	{ "TLSA, SHA-256 cut", RR_TLSA,
	    "3 1 1 "
	    "ababababababababababababababababababababababababababababababab",
	    .why = "31 octets, not 32" },
	{ "TLSA, SHA-256 for SHA-512", RR_TLSA,
	    "3 1 2 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "32 octets, not 64" },
	{ "TLSA, no data", RR_TLSA, "3 1 0", .why = "a field is missing" },
	{ "TLSA, words", RR_TLSA,
	    "DANE-EE SPKI SHA2-256 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "not a number" },
	{ "TLSA, 256", RR_TLSA,
	    "3 256 1 "
	    "abababababababababababababababababababababababababababababababab",
	    .why = "not a number of 0 to 255" },
	{ "TLSA, odd", RR_TLSA, "3 1 0 abc", .why = "an even number" },
	{ "TLSA, empty", RR_TLSA, "", .why = "not a number" },
	{ "unknown", RR_PRIVATE_FIRST, "\\# 3 010203",
	    .printed = "\\# 3 010203", .wire = "010203" },
	{ "unknown, upper case", RR_PRIVATE_LAST, "\\# 2 ABCD",
	    .printed = "\\# 2 abcd" },
	{ "unknown, groups", RR_PRIVATE_LAST, "\\#\t3  01 02\t03",
	    .printed = "\\# 3 010203" },
	{ "unknown, nothing", RR_PRIVATE_FIRST, "\\# 0", .printed = "\\# 0",
	    .wire = "" },
	{ "unknown, nothing and more", RR_PRIVATE_FIRST, "\\# 0 00",
	    .why = "more than its fields" },
	{ "unknown, nothing and a blank", RR_PRIVATE_FIRST, "\\# 0 ",
	    .why = "a blank or line break behind its fields" },
	{ "unknown, too few", RR_PRIVATE_FIRST, "\\# 4 010203",
	    .why = "not 4 octets" },
	{ "unknown, too many", RR_PRIVATE_FIRST, "\\# 2 010203",
	    .why = "not 2 octets" },
	{ "unknown, none of three", RR_PRIVATE_FIRST, "\\# 3",
	    .why = "a field is missing" },
	{ "unknown, no length", RR_PRIVATE_FIRST, "\\# 010203",
	    .why = "not a number" },
	{ "unknown, length -1", RR_PRIVATE_FIRST, "\\# -1 00",
	    .why = "not a number" },
	{ "unknown, length 65536", RR_PRIVATE_FIRST, "\\# 65536 00",
	    .why = "not a number" },
	{ "unknown, odd", RR_PRIVATE_FIRST, "\\# 1 0",
	    .why = "an even number" },
	{ "unknown, odd groups", RR_PRIVATE_FIRST, "\\# 2 0 102 3",
	    .why = "an even number" },
	{ "unknown, not hexadecimal", RR_PRIVATE_FIRST, "\\# 1 xx",
	    .why = "not hexadecimal" },
	{ "unknown, no sign", RR_PRIVATE_FIRST, "3 010203",
	    .why = "not '\\# LENGTH OCTETS'" },
	{ "unknown, no backslash", RR_PRIVATE_FIRST, "# 3 010203",
	    .why = "not '\\# LENGTH OCTETS'" },
	{ "unknown, sign and length", RR_PRIVATE_FIRST, "\\#3 010203",
	    .why = "not '\\# LENGTH OCTETS'" },
	{ "unknown, a string", RR_PRIVATE_FIRST, "\"x\"",
	    .why = "not '\\# LENGTH OCTETS'" },
	{ "unknown, empty", RR_PRIVATE_FIRST, "",
	    .why = "not '\\# LENGTH OCTETS'" },
	{ "RFC 3597 for a known type", RR_A, "\\# 4 c0000201",
	    .why = "is not an IPv4 address" },
	{ "RFC 3597 for TXT", RR_TXT, "\\# 2 0161",
	    .why = "not a quoted string" },
};

/* The largest record of any such type, and one octet more. */
static void largest(void **state)
{
	struct buf text = BUF_INIT(100000), printed = BUF_INIT(100000);
	struct arena arena = { 0 };
	struct record record;
	struct err err;

	(void)state;
	buf_printf(&text, "\\# 16000 %032000d", 0);
	assert_true(record_parse(
	    &record, RR_PRIVATE_FIRST, text.data, text.len, &arena, &err));
	assert_int_equal(record.size, RECORD_MAX);
	check_printed(&record, &printed, &arena);
	assert_string_equal(buf_text(&printed), buf_text(&text));
	buf_reset(&text);
	buf_printf(&text, "\\# 16001 %032002d", 0);
	assert_false(record_parse(
	    &record, RR_PRIVATE_FIRST, text.data, text.len, &arena, &err));
	assert_true(record_too_long(&record));
	buf_reset(&text);
	buf_printf(&text, "3 1 0 %032000d", 0);
	assert_false(
	    record_parse(&record, RR_TLSA, text.data, text.len, &arena, &err));
	assert_true(record_too_long(&record));
	assert_int_equal(strncmp(err.text, "longer than", 11), 0);
	buf_clear(&text);
	buf_clear(&printed);
	arena_clear(&arena);
}

int main(void)
{
	return RUN_ROWS(rows, check_row) + RUN_TESTS(cmocka_unit_test(largest));
}
