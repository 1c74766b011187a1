/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h - a growing string of bytes with a limit.
 *
 * An append never fails on the spot.  Past the limit the buffer drops what it
 * is given and remembers that it did: ask buf_ok() once at the end, as one
 * asks ferror() of a stdio stream.
 */
#ifndef ZONEGEN_BASE_BUF_H
#define ZONEGEN_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/base.h"

struct buf {
	char *data; /* a NUL stands after len bytes; NULL while empty */
	size_t len, cap;
	size_t limit; /* in bytes, never exceeded */
	bool overflow;
};

#define BUF_INIT(max)          \
	{                      \
		.limit = (max) \
	}

void buf_add(struct buf *buf, const void *bytes, size_t len);
/* len more bytes for the caller to fill at once; NULL past the limit. */
char *buf_room(struct buf *buf, size_t len) MUST_CHECK;
void buf_puts(struct buf *buf, const char *s);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *fmt, ...) PRINTF(2, 3);
bool buf_ok(const struct buf *buf) MUST_CHECK;
const char *buf_text(const struct buf *buf); /* "" while empty */
void buf_cut(struct buf *buf, size_t len);   /* the last len bytes */
void buf_drop(struct buf *buf, size_t len);  /* the first len bytes */
void buf_reset(struct buf *buf);             /* empty it, keep the memory */
void buf_clear(struct buf *buf);             /* free it, keep the limit */

#endif
