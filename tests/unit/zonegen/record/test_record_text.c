/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record_text.c - TXT, as rdata and as the target of an object (D3: text
 * is data).
 */
#include "tests/unit/zonegen/record/recordrow.h"

static const struct row rows[] = {
	{ "one", RR_TXT, "\"v=1\"", "\"v=1\"", .wire = "03763d31" },
	{ "two", RR_TXT, "\"a\" \"b\"", "\"a\" \"b\"", .wire = "01610162" },
	{ "blanks", RR_TXT, "\"a\"\t  \"b\"", "\"a\" \"b\"" },
	{ "empty string", RR_TXT, "\"\"", "\"\"", .wire = "00" },
	{ "escapes", RR_TXT, "\"a\\\"b\\\\c\\195\\188\"",
	    "\"a\\\"b\\\\c\\195\\188\"" },
	{ "needless escape", RR_TXT, "\"\\a\"", "\"a\"" },
	{ "newline as a number", RR_TXT, "\"\\010\"", "\"\\010\"" },
	{ "tab: ldns prints it raw", RR_TXT, "\"\\009\"", "\"\\009\"" },
	{ "semicolon", RR_TXT, "\"a;b\"", "\"a;b\"" },
	{ "newline", RR_TXT, "\"a\nb\"", .why = "not printable ASCII" },
	{ "8-bit", RR_TXT, "\"\xc3\xbc\"", .why = "not printable ASCII" },
	{ "no quotes", RR_TXT, "abc", .why = "not a quoted string" },
	{ "then no quotes", RR_TXT, "\"a\" b", .why = "not a quoted" },
	{ "unclosed: ldns takes it", RR_TXT, "\"abc", .why = "unclosed" },
	{ "ends in an escape", RR_TXT, "\"abc\\\"", .why = "unclosed" },
	{ "octet 256", RR_TXT, "\"\\256\"", .why = "bad escape" },
	{ "cut number", RR_TXT, "\"\\25\"", .why = "bad escape" },
	{ "more after it", RR_TXT, "\"a\"b", .why = "more than" },
	{ "no blank between", RR_TXT, "\"a\"\"b\"", .why = "more than" },
	{ "a blank behind", RR_TXT, "\"a\" ", .why = "behind its fields" },
	{ "a blank before", RR_TXT, " \"a\"", .why = "in front of its" },
	{ "the form", RR_TXT, "a", .why = "; TXT is \"STRING\" ..." },
	{ "an include after it", RR_TXT, "\"a\" $INCLUDE /x",
	    .why = "not a quoted string" },
	{ "in parentheses", RR_TXT, "( \"a\" )", .why = "not a quoted" },
	{ "empty", RR_TXT, "", .why = "not a quoted string" },
};

static const struct target {
	const char *name;
	const char *text;
	const char *printed;
	size_t len; /* 0: strlen */
} targets[] = {
	{ "raw", "v=spf1 -all", "\"v=spf1 -all\"" },
	{ "raw, empty", "", "\"\"" },
	{ "raw, blanks", "  a  ", "\"  a  \"" },
	{ "raw, a backslash", "a\\010b", "\"a\\\\010b\"" },
	{ "raw, quotes inside", "a \"b\" c", "\"a \\\"b\\\" c\"" },
	{ "raw, one quote", "\"", "\"\\\"\"" },
	{ "raw, a quote in front", "\"a", "\"\\\"a\"" },
	{ "raw, a quote behind", "a\"", "\"a\\\"\"" },
	{ "raw, zone syntax", "a\n$INCLUDE /x ; (\r\t",
	    "\"a\\010$INCLUDE /x ; (\\013\\009\"" },
	{ "raw, NUL", "a\0b", "\"a\\000b\"", 3 },
	{ "raw, UTF-8", "gr\xc3\xbc\xc3\x9f", "\"gr\\195\\188\\195\\159\"" },
	{ "raw, a line of a zone", "\" \nwww 60 IN A 6.6.6.6 ;",
	    "\"\\\" \\010www 60 IN A 6.6.6.6 ;\"" },
	{ "quoted", "\"v=1\"", "\"v=1\"" },
	{ "quoted, empty", "\"\"", "\"\"" },
	{ "quoted, two", "\"a\" \t\"b\"", "\"a\" \"b\"" },
	{ "quoted, escapes", "\"\\097\\\"\\\\\\x\"", "\"a\\\"\\\\x\"" },
	{ "quoted, UTF-8", "\"\xc3\xbc\"", "\"\\195\\188\"" },
	{ "quoted, newline", "\"a\nb\"", "\"a\\010b\"" },
	{ "quoted, NUL", "\"a\0b\"", "\"a\\000b\"", 5 },
	{ "not well-formed: no blank", "\"a\"\"b\"", "\"\\\"a\\\"\\\"b\\\"\"" },
	{ "not well-formed: a newline between", "\"a\"\n\"b\"",
	    "\"\\\"a\\\"\\010\\\"b\\\"\"" },
	{ "not well-formed: a comma between", "\"a\",\"b\"",
	    "\"\\\"a\\\",\\\"b\\\"\"" },
	{ "not well-formed: a blank behind", "\"a\" ", "\"\\\"a\\\" \"" },
	{ "not well-formed: the end is escaped", "\"a\\\"",
	    "\"\\\"a\\\\\\\"\"" },
	{ "not well-formed: octet 256", "\"\\256\"", "\"\\\"\\\\256\\\"\"" },
	{ "not well-formed: a comment", "\"a\" ; \"b\"",
	    "\"\\\"a\\\" ; \\\"b\\\"\"" },
};

static void target(void **state)
{
	const struct target *row = *state;
	struct buf text = BUF_INIT(100000);
	struct arena arena = { 0 };
	struct record record;
	struct err err;
	size_t len = row->len ? row->len : strlen(row->text);

	assert_true(record_text(&record, row->text, len, &arena, &err));
	assert_int_equal(record.type, RR_TXT);
	check_printed(&record, &text, &arena);
	assert_string_equal(buf_text(&text), row->printed);
	buf_clear(&text);
	arena_clear(&arena);
}

/* Strings, one after the other, without their lengths. */
static void join(const struct record *record, struct buf *out)
{
	buf_reset(out);
	for (size_t i = 0; i < record->size; i += record->rdata[i] + 1u)
		buf_add(out, record->rdata + i + 1, record->rdata[i]);
}

static const struct size {
	const char *name;
	size_t len, strings; /* strings 0: too long */
} sizes[] = {
	{ "1 octet", 1, 1 },
	{ "255 octets", 255, 1 },
	{ "256 octets", 256, 2 },
	{ "510 octets", 510, 2 },
	{ "511 octets", 511, 3 },
	{ "4000 octets", 4000, 16 },
	{ "15 937 octets, 16 000 of rdata", 15937, 63 },
	{ "15 938 octets", 15938, 0 },
	{ "16 000 octets", 16000, 0 },
	{ "65 000 octets", 65000, 0 },
	{ "a million octets", 1000000, 0 },
};

/* Every octet in turn, raw; the same in quotes. */
static void size(void **state)
{
	const struct size *row = *state;
	struct buf raw = BUF_INIT(8u << 20), quoted = BUF_INIT(8u << 20);
	struct buf text = BUF_INIT(8u << 20), got = BUF_INIT(8u << 20);
	struct arena arena = { 0 };
	struct record record, again;
	struct err err = { .text = "" };
	bool ok;

	buf_putc(&quoted, '"');
	for (size_t i = 0; i < row->len; i++) {
		buf_putc(&raw, (char)i);
		buf_printf(&quoted, "\\%03zu", i % 256);
	}
	buf_putc(&quoted, '"');
	ok = record_text(&record, raw.data, raw.len, &arena, &err);
	assert_int_equal(ok, row->strings > 0);
	assert_int_equal(
	    record_text(&again, quoted.data, quoted.len, &arena, &err), ok);
	if (ok) {
		check_printed(&record, &text, &arena);
		join(&record, &got);
		assert_int_equal(got.len, row->len);
		assert_memory_equal(got.data, raw.data, raw.len);
		assert_int_equal(record.size, row->len + row->strings);
		assert_int_equal(record_compare(&record, &again), 0);
	} else {
		assert_true(record_too_long(&record));
		assert_true(record_too_long(&again));
		assert_string_equal(err.text, "longer than 16000 octets");
	}
	buf_clear(&raw);
	buf_clear(&quoted);
	buf_clear(&text);
	buf_clear(&got);
	arena_clear(&arena);
}

/* Of 255 octets and of 256: only a target is split. */
static void long_string(void **state)
{
	struct arena arena = { 0 };
	struct record record;
	char text[258];
	struct err err;

	(void)state;
	memset(text, 'x', sizeof(text));
	text[0] = text[256] = '"';
	assert_true(record_parse(&record, RR_TXT, text, 257, &arena, &err));
	assert_int_equal(record.size, 256);
	text[256] = 'x';
	text[257] = '"';
	assert_false(record_parse(&record, RR_TXT, text, 258, &arena, &err));
	assert_false(record_too_long(&record));
	assert_true(record_text(&record, text, 258, &arena, &err));
	assert_int_equal(record.size, 258);
	assert_int_equal(record.rdata[0], 255);
	assert_int_equal(record.rdata[256], 1);
	arena_clear(&arena);
}

/* 63 strings, RECORD_MAX octets and then one more. */
static void sixteen_thousand_octets(void **state)
{
	struct buf text = BUF_INIT(100000);
	struct arena arena = { 0 };
	struct record record;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 62; i++)
		buf_printf(&text, "\"%0255d\" ", 0);
	buf_printf(&text, "\"%0127d\"", 0);
	assert_true(
	    record_parse(&record, RR_TXT, text.data, text.len, &arena, &err));
	assert_int_equal(record.size, RECORD_MAX);
	buf_puts(&text, " \"\"");
	assert_false(
	    record_parse(&record, RR_TXT, text.data, text.len, &arena, &err));
	assert_true(record_too_long(&record));
	assert_string_equal(err.text, "longer than 16000 octets");
	buf_clear(&text);
	arena_clear(&arena);
}

int main(void)
{
	return RUN_ROWS(rows, check_row) + RUN_ROWS(targets, target) +
	    RUN_ROWS(sizes, size) +
	    RUN_TESTS(cmocka_unit_test(long_string),
		cmocka_unit_test(sixteen_thousand_octets));
}
