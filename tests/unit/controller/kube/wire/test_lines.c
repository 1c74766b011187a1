/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lines.c - bytes in any pieces become lines.  Every row is fed whole,
 * byte by byte, and cut at each place.
 */
#include "controller/kube/wire/lines.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/mem.h"

static const struct row {
	const char *name;
	const char *bytes;
	const char *lines; /* each in brackets */
	bool refused;
} rows[] = {
	{ "two lines", "one\ntwo\n", "[one][two]" },
	{ "the last is not ended", "one\ntwo", "[one]" },
	{ "CRLF", "one\r\ntwo\r\n", "[one][two]" },
	{ "CR within", "o\rne\n", "[o\rne]" },
	{ "blank lines", "\n\r\n \t\none\n\n", "[one]" },
	{ "nothing", "", "" },
	{ "as long as allowed", "12345678\n", "[12345678]" },
	{ "too long", "one\n123456789\ntwo\n", "[one]", true },
	{ "too long and not ended", "123456789", "", true },
	{ "told to stop", "one\nstop\ntwo\n", "[one][stop]", true },
};

static bool on_line(void *arg, const char *text, size_t len)
{
	struct buf *out = arg;

	buf_putc(out, '[');
	buf_add(out, text, len);
	buf_putc(out, ']');
	return len != 4 || memcmp(text, "stop", 4) != 0;
}

static void check_split(const struct row *row, size_t first, size_t step)
{
	struct buf out = BUF_INIT(4096);
	struct lines lines = { on_line, &out, BUF_INIT(8) };
	size_t len = strlen(row->bytes);
	struct err err;
	bool ok = true;

	for (size_t at = 0, size; ok && at < len; at += size) {
		char *piece;

		size = at ? step : first;
		if (size > len - at)
			size = len - at;
		piece = xmalloc(size);
		memcpy(piece, row->bytes + at, size);
		ok = lines_feed(&lines, piece, size, &err);
		free(piece);
	}
	assert_int_equal(ok, !row->refused);
	assert_string_equal(buf_text(&out), row->lines);
	lines_clear(&lines);
	buf_clear(&out);
}

static void check(void **state)
{
	const struct row *row = *state;
	size_t len = strlen(row->bytes);

	check_split(row, 1, 1);
	for (size_t first = 1; first <= len; first++)
		check_split(row, first, len);
}

RUN_TABLE(rows, check)
