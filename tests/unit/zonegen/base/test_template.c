/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/template.h"

static const struct row {
	const char *name, *text;
	const char *filled; /* or */
	const char *error;
} rows[] = {
	{ "no names", "a { b } c\n", .filled = "a { b } c\n" },
	{ "empty", "", .filled = "" },
	{ "a value", "; zone {{zone}}\n", .filled = "; zone example.com\n" },
	{ "twice", "{{zone}}{{zone}}", .filled = "example.comexample.com" },
	{ "a value with names in it", "{{odd}}", .filled = "{{zone}}" },
	{ "several lines", "x {{listen-on}} y", .filled = "x a\nb y" },
	{ "unknown", "a\n\n{{nope}}", .error = "t:3: unknown name 'nope'" },
	{ "part of a name", "{{zon}}", .error = "t:1: unknown name 'zon'" },
	{ "unclosed", "a\n{{zone", .error = "t:2: '{{' without" },
	{ "half closed", "{{zone}", .error = "t:1: '{{' without" },
	{ "empty name", "{{}}", .error = "t:1: '{{' without" },
	{ "blanks", "{{ zone }}", .error = "t:1: '{{' without" },
	{ "too long", "{{zone}}{{zone}}{{zone}}{{zone}}",
	    .error = "t: too long" },
};

static void fill(void **state)
{
	static const struct template_value values[] = {
		{ "zone", "example.com" },
		{ "listen-on", "a\nb" },
		{ "odd", "{{zone}}" },
	};
	const struct row *row = *state;
	struct buf out = BUF_INIT(40);
	struct err err = { .text = "" };
	bool ok = template_fill(
	    "t", row->text, values, ARRAY_LEN(values), &out, &err);

	assert_int_equal(ok, row->filled != NULL);
	if (ok)
		assert_string_equal(buf_text(&out), row->filled);
	else
		assert_memory_equal(err.text, row->error, strlen(row->error));
	buf_clear(&out);
}

RUN_TABLE(rows, fill)
