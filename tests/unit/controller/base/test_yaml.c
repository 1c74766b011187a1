/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_yaml.c - YAML texts as JSON, or why not; places; streams cut up.
 */
#include "controller/base/yaml.h"
#include "controller/base/yamlstream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"

#define TEXT(t) .text = (t), .len = sizeof(t) - 1

#define QUOTES ": a text that begins with '*' needs quotes"

static const struct row {
	const char *name;
	const char *text;
	size_t len;
	const char *json;    /* "" for a document that holds nothing, or */
	const char *refused; /* why not */
	bool places;         /* as a configuration is read */
} rows[] = {
	{ "mapping", TEXT("a: b\nc: {d: e}\n"),
	    "{\"a\":\"b\",\"c\":{\"d\":\"e\"}}" },
	{ "sequence", TEXT("- a\n- [b, c]\n- - d\n"),
	    "[\"a\",[\"b\",\"c\"],[\"d\"]]" },
	{ "empty collections", TEXT("a: {}\nb: []\nc:\n"),
	    "{\"a\":{},\"b\":[],\"c\":null}" },
	{ "JSON", TEXT("{\"a\": [1, true, null, \"x\\/\\u00e4\"]}"),
	    "{\"a\":[1,true,null,\"x/\xc3\xa4\"]}" },
	{ "string alone", TEXT("a b\n"), "\"a b\"" },
	{ "nothing", TEXT(""), "" },
	{ "only a comment", TEXT("# a: b\n"), "" },
	{ "only a marker", TEXT("---\n"), "" },
	{ "null", TEXT("~"), "" },
	{ "quoted nothing", TEXT("\"\""), "\"\"" },
	{ "byte order mark",
	    TEXT("\xef\xbb\xbf"
		 "a: b"),
	    "{\"a\":\"b\"}" },
	{ "CR LF", TEXT("a: b\r\nc: d\r\n"), "{\"a\":\"b\",\"c\":\"d\"}" },
	{ "literal", TEXT("a: |\n  x\n   y\nb: |-\n  z\n"),
	    "{\"a\":\"x\\n y\\n\",\"b\":\"z\"}" },
	{ "folded", TEXT("a: >-\n  x\n  y\n"), "{\"a\":\"x y\"}" },
	{ "empty block at the end", TEXT("a: >\n"), "{\"a\":\"\"}" },
	{ "plain over two lines", TEXT("a: x\n  y\n"), "{\"a\":\"x y\"}" },
	{ "comments", TEXT("a: b # c\n# d\ne: f#g\n"),
	    "{\"a\":\"b\",\"e\":\"f#g\"}" },
	{ "directive", TEXT("%YAML 1.1\n---\na: yes\n"), "{\"a\":\"yes\"}" },

	{ "nulls", TEXT("[~, null, Null, NULL, 'null', nuLL]"),
	    "[null,null,null,null,\"null\",\"nuLL\"]" },
	{ "booleans", TEXT("[true, True, TRUE, false, False, FALSE, tRue]"),
	    "[true,true,true,false,false,false,\"tRue\"]" },
	{ "no booleans", TEXT("[yes, no, on, off, y, n, 'true']"),
	    "[\"yes\",\"no\",\"on\",\"off\",\"y\",\"n\",\"true\"]" },
	{ "integers", TEXT("[0, 12, -7, +7, 007, -0]"), "[0,12,-7,7,7,-0]" },
	{ "other bases", TEXT("[0o17, 0x1F, 0xffffffffffffffff]"),
	    "[15,31,18446744073709551615]" },
	{ "no other bases", TEXT("[0o8, 0xg, 0o, 0x, -0x1, 0b1, 0X1]"),
	    "[\"0o8\",\"0xg\",\"0o\",\"0x\",\"-0x1\",\"0b1\",\"0X1\"]" },
	{ "large integer keeps its digits",
	    TEXT("[123456789012345678901234567890]"),
	    "[123456789012345678901234567890]" },
	{ "floats", TEXT("[1.5, .5, 5., -1.50, 1e3, 1E+3, 1.5e-3, 00.1]"),
	    "[1.5,0.5,5,-1.50,1e3,1e+3,1.5e-3,0.1]" },
	{ "no floats", TEXT("[1.2.3, 1e, e3, ., +, 1_000, 12:30]"),
	    "[\"1.2.3\",\"1e\",\"e3\",\".\",\"+\",\"1_000\","
	    "\"12:30\"]" },
	{ "quoted numbers", TEXT("['1', \"2\"]"), "[\"1\",\"2\"]" },
	{ "keys are strings", TEXT("1: a\ntrue: b\n~: c\n"),
	    "{\"1\":\"a\",\"true\":\"b\",\"~\":\"c\"}" },
	{ "quoted <<", TEXT("'<<': a"), "{\"<<\":\"a\"}" },
	{ "same key elsewhere", TEXT("a: {b: 1}\nb: {b: 2}\n"),
	    "{\"a\":{\"b\":1},\"b\":{\"b\":2}}" },
	{ "annotation with quotes", TEXT("a: 'x \"y\" \\ ''z'''"),
	    "{\"a\":\"x \\\"y\\\" \\\\ 'z'\"}" },

	{ "infinity", TEXT("a: .inf"), NULL, "f:7:4: '.inf' is no number" },
	{ "not a number", TEXT("a: .NaN"), NULL, "f:7:4: '.NaN' is no number" },
	{ "hexadecimal beyond 64 bits", TEXT("a: 0x10000000000000000"), NULL,
	    "f:7:4: number is too large" },
	{ "endless number",
	    TEXT("a: 1234567890123456789012345678901234567890"
		 "123456789012345678901"),
	    NULL, "f:7:4: number is too long" },
	{ "alias, with places", TEXT("a: 1\nb: *a"), NULL,
	    "f:8:5: aliases are not supported" QUOTES, true },
	{ "anchor, with places", TEXT("a: &x 1"), NULL,
	    "f:7:7: anchors are not supported", true },
	{ "merge key, with places", TEXT("a:\n  <<: b"), NULL,
	    "f:8:3: merge keys are not supported", true },
	{ "alias without an anchor", TEXT("a: 1\nb: *a"), NULL,
	    "f:8:5: there is no such anchor before" QUOTES },
	{ "alias of what is around it", TEXT("a: &x [*x]"), NULL,
	    "f:7:9: there is no such anchor before" QUOTES },
	{ "anchor", TEXT("a: &x 1"), "{\"a\":1}" },
	{ "alias", TEXT("a: &x 1\nb: *x\nc: [*x, '*x', x*]"),
	    "{\"a\":1,\"b\":1,\"c\":[1,\"*x\",\"x*\"]}" },
	{ "alias of a mapping", TEXT("a: &x {b: c}\nd: [*x, *x]"),
	    "{\"a\":{\"b\":\"c\"},\"d\":[{\"b\":\"c\"},{\"b\":\"c\"}]}" },
	{ "anchor twice", TEXT("[&x 1, *x, &x 2, *x]"), "[1,1,2,2]" },
	{ "anchor in an anchor", TEXT("[&x [&y 1, 2], *y, *x]"),
	    "[[1,2],1,[1,2]]" },
	{ "anchor of nothing", TEXT("a: &x\nb: *x"),
	    "{\"a\":null,\"b\":null}" },
	{ "anchor of a key", TEXT("&x a: b\nc: *x"),
	    "{\"a\":\"b\",\"c\":\"a\"}" },
	{ "alias as key", TEXT("&x a: c\n*x : b"), NULL,
	    "f:8:2: an alias cannot be a key" },
	{ "aliases that multiply",
	    TEXT("a: &a [xxxxxxxxx,xxxxxxxxx,xxxxxxxxx,xxxxxxxxx,xxxxxxxxx]\n"
		 "b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
		 "c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
		 "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\n"
		 "e: &e [*d,*d,*d,*d,*d,*d,*d,*d]\n"
		 "f: &f [*e,*e,*e,*e,*e,*e,*e,*e]\n"
		 "g: &g [*f,*f,*f,*f,*f,*f,*f,*f]\n"),
	    NULL, "f:12:15: the aliases make more than 1 MiB" },
	{ "tag", TEXT("a: !!str 1"), NULL, "f:7:10: tags are not supported" },
	{ "local tag", TEXT("a: !x [1]"), NULL,
	    "f:7:7: tags are not supported" },
	{ "tag without a name", TEXT("a: ! x"), NULL,
	    "f:7:6: tags are not supported" },
	{ "merge key", TEXT("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n"),
	    "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"c\":3,\"b\":1}}" },
	{ "merge keys, the first wins",
	    TEXT("[&x {a: 1}, &y {a: 2, b: 2}, {<<: *x, <<: *y}]"),
	    "[{\"a\":1},{\"a\":2,\"b\":2},{\"a\":1,\"b\":2}]" },
	{ "merge of what is no alias", TEXT("a:\n  <<: {b: c}"), NULL,
	    "f:8:7: only an alias can be merged" },
	{ "merge of a scalar", TEXT("a: &x 1\nb:\n  <<: *x"), NULL,
	    "f:9:8: only a mapping can be merged" },
	{ "flow in flow", TEXT("{a: [{b: [c]}]}"),
	    "{\"a\":[{\"b\":[\"c\"]}]}" },
	{ "sequence as key", TEXT("? [a]\n: b"), NULL,
	    "f:7:3: a key must be a scalar" },
	{ "mapping as key", TEXT("{a: b}: c"), NULL,
	    "f:7:1: a key must be a scalar" },
	{ "key twice", TEXT("a: 1\nb: 2\na: 3"), NULL,
	    "f:9:1: this key is there already" },
	{ "key twice in JSON", TEXT("{\"a\":1,\"a\":2}"), NULL,
	    "f:7:9: this key is there already" },
	{ "key twice, one quoted", TEXT("a: 1\n'a': 2"), NULL,
	    "f:8:2: this key is there already" },
	{ "NUL", TEXT("a: x\0y"), NULL, "f:7:5: NUL octet" },
	{ "escaped NUL", TEXT("a: \"x\\0y\""), NULL,
	    "f:7:5: NUL or half a character in a string" },
	{ "escaped NUL in a key", TEXT("\"x\\u0000\": 1"), NULL,
	    "f:7:2: NUL or half a character in a string" },
	{ "Latin-1", TEXT("a: b\nc: \xe4"), NULL, "f:8:4: not UTF-8" },
	{ "UTF-16",
	    TEXT("\xff\xfe"
		 "a\0"),
	    NULL, "f:7:1: not UTF-8" },
	{ "half a surrogate pair", TEXT("a: \"\\ud83d\""), NULL,
	    "f:7:5: double-quoted scalar has invalid UTF8 escape" },
	{ "second document", TEXT("a: b\n---\nc: d\n"), NULL,
	    "f:8:1: a second document" },
	{ "open bracket", TEXT("a: [1,\n"), NULL,
	    "f:8:1: did not find expected node content" },
	{ "tab", TEXT("a:\n\tb: c"), NULL,
	    "f:8:1: tab character may not be used as indentation" },
	{ "open quote", TEXT("a: \"b"), NULL,
	    "f:7:5: double-quoted scalar without closing quote" },
	{ "two colons", TEXT("a: b: c"), NULL,
	    "f:7:5: invalid nested block mapping on the same line" },
};

/* A copy of exactly its size: reading on is seen by the sanitizers. */
static struct yaml_text text_of(const char *text, size_t len, unsigned line)
{
	char *copy = malloc(len + !len);

	assert_non_null(copy);
	memcpy(copy, text, len);
	return (struct yaml_text){ "f", copy, len, line };
}

static void check(void **state)
{
	const struct row *row = *state;
	struct yaml_text text = text_of(row->text, row->len, 7);
	struct yaml yaml;
	struct err err = { 0 };

	if (row->refused) {
		assert_false(yaml_parse(&text, row->places, &yaml, &err));
		assert_string_equal(err.text, row->refused);
		assert_int_equal(err.kind, ERR_INPUT);
	} else {
		if (!yaml_parse(&text, false, &yaml, &err))
			fail_msg("%s", err.text);
		assert_string_equal(buf_text(&yaml.json), row->json);
		assert_null(yaml_place(&yaml, ""));
		yaml_clear(&yaml);
	}
	free((char *)text.text);
}

static bool parses_nested(size_t depth)
{
	struct buf buf = BUF_INIT(10000);
	struct yaml_text text;
	struct yaml yaml;
	struct err err = { 0 };
	bool ok;

	for (size_t i = 0; i < depth; i++)
		buf_puts(&buf, "[");
	for (size_t i = 0; i < depth; i++)
		buf_puts(&buf, "]");
	text = text_of(buf.data, buf.len, 1);
	buf_clear(&buf);
	ok = yaml_parse(&text, true, &yaml, &err);
	free((char *)text.text);
	if (ok)
		yaml_clear(&yaml);
	else
		assert_string_equal(err.text, "f:1:65: nested too deeply");
	return ok;
}

/* What the parser would keep in memory is refused before. */
static void refuses_what_swells(void **state)
{
	static const char *const pieces[] = { "[", "{a: ", "[[],", "- [", "a,",
		"[\n", "{? " };
	static const char *const wants[] = { "nested too deeply",
		"a flow collection of more than 256 KiB in one line" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		struct buf buf = BUF_INIT((size_t)4 << 20);
		struct yaml_text text;
		struct yaml yaml;
		struct err err = { 0 };

		buf_puts(&buf, "a: [");
		for (size_t j = 0; j < 1 << 18; j++)
			buf_puts(&buf, pieces[i]);
		text = text_of(buf.data, buf.len, 1);
		assert_false(yaml_parse(&text, false, &yaml, &err));
		assert_non_null(strstr(err.text, wants[*pieces[i] == 'a']));
		buf_clear(&buf);
		free((char *)text.text);
	}
}

static void nests_64_deep(void **state)
{
	(void)state;
	assert_true(parses_nested(64));
	assert_false(parses_nested(65));
}

static void knows_places(void **state)
{
	static const struct {
		const char *path, *place;
	} want[] = {
		{ "", "11:1 11:1" },
		{ "zones", "12:3 11:1" },
		{ "zones[0]", "12:5 12:5" },
		{ "zones[0].name", "12:11 12:5" },
		{ "zones[0].ttl", "13:10 13:5" },
		{ "zones[1]", "14:5 14:5" },
		{ "zones[1].ns[1]", "14:14 14:14" },
		{ "log.level", "15:14 15:7" },
		{ "x", "18:3 17:1" },
	};
	static const char source[] = "zones:\n"
				     "  - name: a\n"
				     "    ttl: 5\n"
				     "  - {ns: [a, b]}\n"
				     "log: {level: info}\n"
				     "\n"
				     "x:\n"
				     "  y\n";
	struct yaml_text text = text_of(source, sizeof(source) - 1, 11);
	struct yaml yaml;
	struct err err = { 0 };
	char got[80];

	(void)state;
	assert_true(yaml_parse(&text, true, &yaml, &err));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		const struct yaml_place *p = yaml_place(&yaml, want[i].path);

		assert_non_null(p);
		snprintf(got, sizeof(got), "%u:%u %u:%u", p->line, p->column,
		    p->key_line, p->key_column);
		assert_string_equal(got, want[i].place);
	}
	assert_null(yaml_place(&yaml, "zones[2]"));
	yaml_clear(&yaml);
	free((char *)text.text);
}

/* Streams: each document as JSON or "!", with the line it begins in. */
static const struct stream {
	const char *name, *text, *documents;
} streams[] = {
	{ "one", "a: 1\n", "1:{\"a\":1} " },
	{ "none", "", "" },
	{ "two", "a: 1\n---\nb: 2\n", "1:{\"a\":1} 2:{\"b\":2} " },
	{ "markers first and last", "---\na: 1\n---\n", "1:{\"a\":1} 3: " },
	{ "comment before the marker", "# x\n\n---\na: 1\n", "1:{\"a\":1} " },
	{ "content on the marker's line", "--- {a: 1}\n--- x\n",
	    "1:{\"a\":1} 2:\"x\" " },
	{ "bad one in the middle", "a: 1\n---\nb: [\n---\nc: 3\n",
	    "1:{\"a\":1} 2:! 4:{\"c\":3} " },
	{ "open quote ends at the marker", "a: \"x\n---\nb: 2\n",
	    "1:! 2:{\"b\":2} " },
	{ "block scalar ends at the marker", "a: |\n x\n---\nb: 2\n",
	    "1:{\"a\":\"x\\n\"} 3:{\"b\":2} " },
	{ "no marker: indented", "a: |\n ---\n b\n",
	    "1:{\"a\":\"---\\nb\\n\"} " },
	{ "no marker: longer", "a: |\n x\n---y: 1\n",
	    "1:{\"a\":\"x\\n\",\"---y\":1} " },
	{ "end marker", "a: 1\n...\nb: 2\n", "1:{\"a\":1} 3:{\"b\":2} " },
	{ "end marker and directive", "a: 1\n...\n%YAML 1.2\n---\nb: 2\n",
	    "1:{\"a\":1} 3:{\"b\":2} " },
	{ "CR LF", "a: 1\r\n---\r\nb: 2\r\n", "1:{\"a\":1} 2:{\"b\":2} " },
	{ "CR", "a: 1\r---\rb: 2\r", "1:{\"a\":1} 2:{\"b\":2} " },
	{ "no last newline", "a: 1\n---", "1:{\"a\":1} 2: " },
};

static void check_stream(void **state)
{
	const struct stream *row = *state;
	struct yaml_text stream = text_of(row->text, strlen(row->text), 1);
	char *whole = (char *)stream.text;
	struct buf got = BUF_INIT(1000);
	struct yaml_text text;
	struct yaml yaml;
	struct err err = { 0 };

	while (yamlstream_next(&stream, &text)) {
		buf_printf(&got, "%u:", text.line);
		if (yaml_parse(&text, false, &yaml, &err)) {
			buf_printf(&got, "%s ", buf_text(&yaml.json));
			yaml_clear(&yaml);
		} else {
			buf_puts(&got, "! ");
		}
	}
	assert_string_equal(buf_text(&got), row->documents);
	buf_clear(&got);
	free(whole);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(streams, check_stream) +
	    RUN_TESTS(cmocka_unit_test(nests_64_deep),
		cmocka_unit_test(refuses_what_swells),
		cmocka_unit_test(knows_places));
}
