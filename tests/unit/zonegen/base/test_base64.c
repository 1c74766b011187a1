/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/base64.h"

static const struct row {
	const char *name;
	const char *text;
	const char *bytes; /* NULL: refused */
	bool other;        /* this is not how it would be written */
} rows[] = {
	{ "empty", "", "" },
	{ "three", "YWJj", "abc" },
	{ "two", "YWI=", "ab" },
	{ "one", "YQ==", "a" },
	{ "six", "Zm9vYmFy", "foobar" },
	{ "8-bit", "////++//", "\xff\xff\xff\xfb\xef\xff" },
	{ "bits behind the end", "YR==", "a", true },
	{ "line breaks", "YWJj\r\nYWJj\n", "abcabc", true },
	{ "no padding", "YWI", NULL },
	{ "padding within", "YQ==YWJj", NULL },
	{ "padding alone", "====", NULL },
	{ "too much padding", "Y===", NULL },
	{ "a foreign character", "YW-j", NULL },
	{ "a blank", "YW Jj", NULL },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct buf out = BUF_INIT(64), again = BUF_INIT(64);
	bool ok = base64_decode(row->text, &out);

	assert_int_equal(ok, row->bytes != NULL);
	if (ok) {
		assert_string_equal(buf_text(&out), row->bytes);
		base64_encode((const uint8_t *)out.data, out.len, &again);
		assert_int_equal(
		    !strcmp(buf_text(&again), row->text), !row->other);
	}
	buf_clear(&out);
	buf_clear(&again);
}

RUN_TABLE(rows, check)
