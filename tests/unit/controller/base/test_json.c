/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_json.c - JSON texts: what is refused, and what getters make of the rest.
 */
#include "controller/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"

#define TEXT(t) .text = (t), .len = sizeof(t) - 1

/* Each text is given as {"a":...}; a is printed, or the text is refused. */
static const struct row {
	const char *name;
	const char *text;
	size_t len;
	const char *string;  /* a as a string, or */
	const char *integer; /* as an integer; "no" when it is none, or */
	const char *refused; /* why the text is refused */
} rows[] = {
	{ "string", TEXT("{\"a\":\"web\"}"), .string = "web" },
	{ "empty string", TEXT("{\"a\":\"\"}"), .string = "" },
	{ "blanks around", TEXT(" \t\r\n{ \"a\" : \"x\" }\n "), .string = "x" },
	{ "brackets in a string", TEXT("{\"a\":\"[{]\"}"), .string = "[{]" },
	{ "escapes", TEXT("{\"a\":\"\\\"\\\\\\/\\n\\u0041\"}"),
	    .string = "\"\\/\nA" },
	{ "UTF-8", TEXT("{\"a\":\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"}"),
	    .string = "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80" },
	{ "surrogate pair", TEXT("{\"a\":\"\\ud83d\\ude00\"}"),
	    .string = "\xf0\x9f\x98\x80" },
	{ "last escape is a backslash", TEXT("{\"a\":\"x\\\\\"}"),
	    .string = "x\\" },
	{ "key in another case", TEXT("{\"A\":\"1\",\"a\":\"2\"}"),
	    .string = "2" },
	{ "key only in another case", TEXT("{\"A\":\"1\"}") },
	{ "the first of two", TEXT("{\"a\":\"1\",\"a\":\"2\"}"),
	    .string = "1" },
	{ "null", TEXT("{\"a\":null}") },
	{ "no object", TEXT("[\"a\"]") },

	{ "\\u0000", TEXT("{\"a\":\"x\\u0000y\"}"),
	    .refused = "a NUL (\\u0000) in a string" },
	{ "\\u0000 after a backslash", TEXT("{\"a\":\"\\\\\\u0000\"}"),
	    .refused = "a NUL (\\u0000) in a string" },
	{ "\\u0000 in a key", TEXT("{\"a\\u0000b\":1}"),
	    .refused = "a NUL (\\u0000) in a string" },
	{ "u0000 after an escaped backslash", TEXT("{\"a\":\"\\\\u0000\"}"),
	    .string = "\\u0000" },
	{ "\\u0001", TEXT("{\"a\":\"\\u0001\"}"), .string = "\x01" },
	{ "NUL between", TEXT("{\"a\":\0 1}"),
	    .refused = "not JSON: control character" },
	{ "NUL in a string", TEXT("{\"a\":\"x\0y\"}"),
	    .refused = "not JSON: control character in a string" },
	{ "newline in a string", TEXT("{\"a\":\"x\ny\"}"),
	    .refused = "not JSON: control character in a string" },
	{ "other control character",
	    TEXT("{\"a\":\x0b"
		 "1}"),
	    .refused = "not JSON: control character" },
	{ "Latin-1", TEXT("{\"a\":\"\xe4\"}"),
	    .refused = "not JSON: not UTF-8" },
	{ "overlong", TEXT("{\"a\":\"\xc0\xaf\"}"),
	    .refused = "not JSON: not UTF-8" },
	{ "overlong, three octets", TEXT("{\"a\":\"\xe0\x9f\xbf\"}"),
	    .refused = "not JSON: not UTF-8" },
	{ "overlong, four octets", TEXT("{\"a\":\"\xf0\x8f\xbf\xbf\"}"),
	    .refused = "not JSON: not UTF-8" },
	{ "surrogate as UTF-8", TEXT("{\"a\":\"\xed\xa0\x80\"}"),
	    .refused = "not JSON: not UTF-8" },
	{ "beyond U+10FFFF", TEXT("{\"a\":\"\xf4\x90\x80\x80\"}"),
	    .refused = "not JSON: not UTF-8" },
	{ "UTF-8 cut", TEXT("{\"a\":\"\xe2\x82"),
	    .refused = "not JSON: not UTF-8" },
	{ "lone surrogate", TEXT("{\"a\":\"\\ud83d\"}"),
	    .refused = "not JSON: octet 6" },
	{ "byte order mark", TEXT("\xef\xbb\xbf{\"a\":\"x\"}"), .string = "x" },
	{ "garbage behind", TEXT("{\"a\":1}x"),
	    .refused = "not JSON: octet 7: something follows the document" },
	{ "second document", TEXT("{\"a\":1}\n{\"a\":2}"),
	    .refused = "not JSON: octet 7: something follows the document" },
	{ "bracket behind", TEXT("{\"a\":1}}"),
	    .refused = "not JSON: octet 7: something follows the document" },
	{ "empty", TEXT(""), .refused = "not JSON: it is empty" },
	{ "blank", TEXT(" \n"), .refused = "not JSON: octet 1" },
	{ "cut in a string", TEXT("{\"a\":\"x"),
	    .refused = "not JSON: it ends inside a string" },
	{ "cut in an escape", TEXT("{\"a\":\"x\\"),
	    .refused = "not JSON: it ends inside a string" },
	{ "cut in \\u", TEXT("{\"a\":\"\\u00"),
	    .refused = "not JSON: it ends inside a string" },
	{ "cut in an object", TEXT("{\"a\":1"),
	    .refused = "not JSON: octet 5" },
	{ "word", TEXT("{\"a\":nul}"), .refused = "not JSON: octet 5" },
	{ "single quotes", TEXT("{'a':1}"), .refused = "not JSON: octet 2" },

	{ "integer", TEXT("{\"a\":443}"), .integer = "443" },
	{ "negative", TEXT("{\"a\":-1}"), .integer = "-1" },
	{ "integer with a zero fraction", TEXT("{\"a\":8.0}"), .integer = "8" },
	{ "exponent", TEXT("{\"a\":1e3}"), .integer = "1000" },
	{ "beyond int", TEXT("{\"a\":4294967296}"), .integer = "4294967296" },
	{ "largest exact", TEXT("{\"a\":9007199254740991}"),
	    .integer = "9007199254740991" },
	{ "smallest exact", TEXT("{\"a\":-9007199254740991}"),
	    .integer = "-9007199254740991" },
	{ "2^53 + 1", TEXT("{\"a\":9007199254740993}"), .integer = "no" },
	{ "-2^53 - 1", TEXT("{\"a\":-9007199254740993}"), .integer = "no" },
	{ "beyond int64", TEXT("{\"a\":99999999999999999999}"),
	    .integer = "no" },
	{ "infinity", TEXT("{\"a\":1e999}"), .integer = "no" },
	{ "fraction", TEXT("{\"a\":1.5}"), .integer = "no" },
	{ "string of digits", TEXT("{\"a\":\"1\"}"), .string = "1",
	    .integer = "no" },
	{ "boolean", TEXT("{\"a\":true}"), .integer = "no" },
};

static void check_values(const struct row *row, const struct json *a)
{
	const char *string = NULL;
	int64_t integer = 0;
	char digits[32];

	assert_int_equal(a != NULL, row->string || row->integer);
	if (!a)
		return;
	assert_int_equal(json_string(a, &string), row->string != NULL);
	if (row->string)
		assert_string_equal(string, row->string);
	if (!row->integer)
		return;
	if (json_integer(a, &integer))
		snprintf(digits, sizeof(digits), "%lld", (long long)integer);
	else
		snprintf(digits, sizeof(digits), "no");
	assert_string_equal(digits, row->integer);
}

static void check(void **state)
{
	const struct row *row = *state;
	/* Not terminated, so that reading on is seen by the sanitizers. */
	char *copy = malloc(row->len + !row->len);
	struct err err = { 0 };
	struct json *document;

	assert_non_null(copy);
	memcpy(copy, row->text, row->len);
	document = json_parse(copy, row->len, &err);
	free(copy);
	if (row->refused) {
		assert_null(document);
		assert_string_equal(err.text, row->refused);
		assert_int_equal(err.kind, ERR_INPUT);
	} else {
		assert_non_null(document);
		check_values(row, json_get(document, "a"));
	}
	json_free(document);
}

static struct json *parsed(const char *text)
{
	struct err err = { 0 };
	struct json *document = json_parse(text, strlen(text), &err);

	assert_non_null(document);
	return document;
}

static bool parses_nested(size_t depth)
{
	struct buf text = BUF_INIT(10000);
	struct err err = { 0 };
	struct json *document;
	bool ok;

	for (size_t i = 0; i < depth; i++)
		buf_puts(&text, "[");
	for (size_t i = 0; i < depth; i++)
		buf_puts(&text, "]");
	document = json_parse(text.data, text.len, &err);
	ok = document != NULL;
	if (!ok)
		assert_string_equal(err.text, "not JSON: nested too deeply");
	json_free(document);
	buf_clear(&text);
	return ok;
}

static void nests_200_deep(void **state)
{
	(void)state;
	assert_true(parses_nested(200));
	assert_false(parses_nested(201));
}

static void getters_take_fallbacks(void **state)
{
	struct json *document = parsed("{\"n\":null}");
	const struct json *list = document;
	const char *string = NULL;
	struct err err = { 0 };
	int64_t integer = 0;
	bool truth = false;

	(void)state;
	assert_true(json_get_string(document, "n", "x", &string, &err));
	assert_string_equal(string, "x");
	assert_true(json_get_integer(document, "absent", 7, &integer, &err));
	assert_int_equal(integer, 7);
	assert_true(json_get_bool(NULL, "absent", true, &truth, &err));
	assert_true(truth);
	assert_true(json_get_array(document, "n", &list, &err));
	assert_null(list);
	list = document;
	assert_true(json_get_object(document, "absent", &list, &err));
	assert_null(list);
	json_free(document);
}

static void getters_find_values(void **state)
{
	struct json *document = parsed(
	    "{\"s\":\"x\",\"i\":5,\"b\":true,\"l\":[1],\"o\":{\"k\":2}}");
	const struct json *node = NULL;
	const char *string = NULL;
	struct err err = { 0 };
	int64_t integer = 0;
	bool truth = false;

	(void)state;
	assert_true(json_get_string(document, "s", NULL, &string, &err));
	assert_string_equal(string, "x");
	assert_true(json_get_integer(document, "i", 0, &integer, &err));
	assert_int_equal(integer, 5);
	assert_true(json_get_bool(document, "b", false, &truth, &err));
	assert_true(truth);
	assert_true(json_get_array(document, "l", &node, &err));
	assert_true(json_integer(json_first(node), &integer));
	assert_null(json_next(json_first(node)));
	assert_true(json_get_object(document, "o", &node, &err));
	assert_string_equal(json_key(json_first(node)), "k");
	assert_null(json_key(document));
	json_free(document);
}

static void getters_name_the_key(void **state)
{
	struct json *document = parsed("{\"s\":\"x\",\"i\":5}");
	const struct json *node = NULL;
	const char *string = NULL;
	struct err err = { 0 };
	int64_t integer = 0;
	bool truth = false;

	(void)state;
	assert_false(json_get_string(document, "i", NULL, &string, &err));
	assert_string_equal(err.text, "i: not a string");
	assert_false(json_get_integer(document, "s", 0, &integer, &err));
	assert_string_equal(err.text, "s: not an integer");
	assert_false(json_get_bool(document, "s", false, &truth, &err));
	assert_string_equal(err.text, "s: not true or false");
	assert_false(json_get_array(document, "s", &node, &err));
	assert_string_equal(err.text, "s: not a list");
	assert_false(json_get_object(document, "s", &node, &err));
	assert_string_equal(err.text, "s: not an object");
	json_free(document);
}

static void types_are_told_apart(void **state)
{
	static const enum json_type want[] = { JSON_NULL, JSON_BOOL, JSON_BOOL,
		JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };
	struct json *document = parsed("[null,true,false,1,\"\",[],{}]");
	const struct json *node = json_first(document);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(want); i++, node = json_next(node))
		assert_int_equal(json_type(node), want[i]);
	assert_null(node);
	json_free(document);
}

static void quotes(void **state)
{
	struct buf out = BUF_INIT(1000);

	(void)state;
	json_quote(&out, "a\"b\\c/\n\r\t\x01\x7f[\xc3\xa4\xff\xc3");
	assert_string_equal(buf_text(&out),
	    "\"a\\\"b\\\\c/\\n\\r\\t\\u0001\\u007f[\xc3\xa4"
	    "\xef\xbf\xbd\xef\xbf\xbd\"");
	buf_reset(&out);
	json_quote(&out, "");
	assert_string_equal(buf_text(&out), "\"\"");
	buf_clear(&out);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(nests_200_deep),
		cmocka_unit_test(getters_take_fallbacks),
		cmocka_unit_test(getters_find_values),
		cmocka_unit_test(getters_name_the_key),
		cmocka_unit_test(types_are_told_apart),
		cmocka_unit_test(quotes),
	};

	return RUN_ROWS(rows, check) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
