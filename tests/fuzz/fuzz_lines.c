/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_lines.c - the stream of a watch: the same events in any pieces, and
 * each object within its line.
 *
 * The first octet is the size of the pieces, the rest is the stream.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "controller/kube/wire/event.h"
#include "controller/kube/wire/lines.h"
#include "controller/kube/wire/trim.h"
#include "zonegen/base/mem.h"

#define LINE 512
#define LIMIT ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool on_line(void *arg, const char *text, size_t len)
{
	struct buf *out = arg;
	struct buf scratch = BUF_INIT(LIMIT);
	struct event event;
	struct slice trimmed;
	struct err err;
	char key[64];

	assert(len && len <= LINE);
	if (!event_parse(text, len, &event, &err)) {
		buf_printf(out, "%s\n", err.text);
		return true;
	}
	assert(event.object.text >= text);
	assert(event.object.text + event.object.len <= text + len);
	event_key(event.object, key, sizeof(key));
	trimmed = trim_managed_fields(event.object, &scratch);
	buf_printf(out, "%d %s %s ", event.type, event.resource_version, key);
	buf_add(out, trimmed.text, trimmed.len);
	buf_clear(&scratch);
	return true;
}

static void feed(const char *body, size_t len, size_t piece, struct buf *out)
{
	struct lines lines = { on_line, out, BUF_INIT(LINE) };
	struct err err;
	bool ok = true;

	for (size_t at = 0; ok && at < len; at += piece) {
		size_t now = len - at < piece ? len - at : piece;
		char *copy = xmalloc(now);

		memcpy(copy, body + at, now);
		ok = lines_feed(&lines, copy, now, &err);
		free(copy);
	}
	if (!ok)
		buf_puts(out, err.text);
	lines_clear(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct buf whole = BUF_INIT(LIMIT), pieces = BUF_INIT(LIMIT);
	const char *body = (const char *)bytes + 1;

	if (!size)
		return 0;
	feed(body, size - 1, size, &whole);
	feed(body, size - 1, (size_t)*bytes + 1, &pieces);
	assert(whole.len == pieces.len);
	assert(!memcmp(buf_text(&whole), buf_text(&pieces), whole.len));
	buf_clear(&whole);
	buf_clear(&pieces);
	return 0;
}
