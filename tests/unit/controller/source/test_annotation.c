/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_annotation.c - lists in annotations.
 */
#include "controller/source/annotation.h"

#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"

static const struct row {
	const char *name;
	const char *list;
	const char *want; /* each item in brackets */
} rows[] = {
	{ "empty", "", "" },
	{ "one", "a", "[a]" },
	{ "several", "a,b,c", "[a][b][c]" },
	{ "blanks around", " \ta\r\n , b ", "[a][b]" },
	{ "blanks inside stay", "a b,c", "[a b][c]" },
	{ "empty items", ",,a,, ,b,", "[a][b]" },
	{ "nothing but commas and blanks", " , ,, ", "" },
	{ "a last item of blanks", "a, ", "[a]" },
};

static void check(void **state)
{
	const struct row *row = *state;
	const char *at = row->list, *item;
	struct buf got = BUF_INIT(1000);
	size_t len;

	while ((item = annotation_item(&at, &len)))
		buf_printf(&got, "[%.*s]", (int)len, item);
	assert_string_equal(buf_text(&got), row->want);
	buf_clear(&got);
}

RUN_TABLE(rows, check)
