/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/page/html.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

static void add_text(struct buf *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		case '\'':
			buf_puts(out, "&#39;");
			break;
		default:
			buf_putc(
			    out, *text >= ' ' && *text <= '~' ? *text : '?');
		}
}

/* RFC 3986 2.3 */
static void add_query(struct buf *out, const char *text)
{
	for (; *text; text++)
		if (isalnum((unsigned char)*text) || strchr("-._~", *text))
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
}

void html_add(struct buf *out, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	for (; *format; format++) {
		if (*format != '%') {
			buf_putc(out, *format);
			continue;
		}
		format++;
		if (*format == 's')
			add_text(out, va_arg(values, const char *));
		else if (*format == 'q')
			add_query(out, va_arg(values, const char *));
		else
			buf_printf(out, "%" PRIu64, va_arg(values, uint64_t));
	}
	va_end(values);
}
