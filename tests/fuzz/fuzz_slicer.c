/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_slicer.c - a list in any pieces gives what it gives in one.
 *
 * The first octet is the size of the pieces, the rest is the body.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "controller/kube/wire/slicer.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define LIMIT ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void on_item(void *arg, const char *text, size_t len)
{
	struct buf *out = arg;

	assert(len >= 2 && *text == '{' && text[len - 1] == '}');
	buf_add(out, text, len);
	buf_putc(out, '\n');
}

/* Items, and then the page or the refusal. */
static void slice(const char *body, size_t len, size_t piece, struct buf *out)
{
	struct slicer *slicer = slicer_new(&limits_real, on_item, out);
	struct page page;
	struct err err;
	bool ok = true;

	for (size_t at = 0; ok && at < len; at += piece) {
		size_t now = len - at < piece ? len - at : piece;
		char *copy = xmalloc(now);

		memcpy(copy, body + at, now);
		ok = slicer_feed(slicer, copy, now, &err);
		free(copy);
	}
	if (ok && slicer_end(slicer, &page, &err))
		buf_printf(out, "%s %s %zu", page.resource_version, page.next,
		    page.items);
	else
		buf_printf(out, "%s", err.text);
	slicer_free(slicer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct buf whole = BUF_INIT(LIMIT), pieces = BUF_INIT(LIMIT);
	const char *body = (const char *)bytes + 1;

	if (!size)
		return 0;
	slice(body, size - 1, size, &whole);
	slice(body, size - 1, (size_t)*bytes + 1, &pieces);
	assert(whole.len == pieces.len);
	assert(!memcmp(buf_text(&whole), buf_text(&pieces), whole.len));
	buf_clear(&whole);
	buf_clear(&pieces);
	return 0;
}
