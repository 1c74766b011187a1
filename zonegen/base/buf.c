/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

/* Make room for len more bytes and a NUL, or mark the overflow. */
static bool reserve(struct buf *buf, size_t len)
{
	if (buf->overflow || len > buf->limit - buf->len) {
		buf->overflow = true;
		return false;
	}
	if (buf->len + len >= buf->cap) {
		buf->cap = (buf->len + len + 1) * 3 / 2;
		buf->data = xreallocarray(buf->data, buf->cap, 1);
	}
	return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

char *buf_room(struct buf *buf, size_t len)
{
	char *room;

	if (!reserve(buf, len))
		return NULL;
	room = buf->data + buf->len;
	buf->len += len;
	buf->data[buf->len] = '\0';
	return room;
}

void buf_puts(struct buf *buf, const char *s)
{
	buf_add(buf, s, strlen(s));
}

void buf_putc(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
	char small[128];
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (len < 0 || !reserve(buf, (size_t)len))
		return;
	if ((size_t)len < sizeof(small)) {
		memcpy(buf->data + buf->len, small, (size_t)len + 1);
	} else {
		va_start(ap, fmt);
		vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, ap);
		va_end(ap);
	}
	buf->len += (size_t)len;
}

bool buf_ok(const struct buf *buf)
{
	return !buf->overflow;
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

void buf_cut(struct buf *buf, size_t len)
{
	buf->len -= len;
	buf->data[buf->len] = '\0';
}

void buf_drop(struct buf *buf, size_t len)
{
	if (!len)
		return;
	buf->len -= len;
	memmove(buf->data, buf->data + len, buf->len + 1);
}

void buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->overflow = false;
	if (buf->data)
		buf->data[0] = '\0';
}

void buf_clear(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ .limit = buf->limit };
}
