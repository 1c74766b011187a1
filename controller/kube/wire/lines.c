/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/wire/lines.h"

#include <string.h>

#define KEEP 65536 /* a buffer that grew beyond this is given back */

static bool too_long(const struct lines *lines, struct err *err)
{
	return err_set(err, ERR_INPUT, "a line of more than %zu octets",
	    lines->part.limit);
}

static bool blank(const char *text, size_t len)
{
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return !len;
}

static bool give(struct lines *lines, const char *text, size_t len)
{
	if (len && text[len - 1] == '\r')
		len--;
	return blank(text, len) || lines->line(lines->arg, text, len);
}

/* The line that ends with these len octets. */
static bool finish(
    struct lines *lines, const char *text, size_t len, struct err *err)
{
	bool ok;

	if (len > lines->part.limit)
		return too_long(lines, err);
	if (!lines->part.len)
		return give(lines, text, len);
	buf_add(&lines->part, text, len);
	if (!buf_ok(&lines->part))
		return too_long(lines, err);
	ok = give(lines, lines->part.data, lines->part.len);
	if (lines->part.cap > KEEP)
		buf_clear(&lines->part);
	else
		buf_reset(&lines->part);
	return ok;
}

bool lines_feed(
    struct lines *lines, const char *bytes, size_t len, struct err *err)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *lf = memchr(bytes, '\n', (size_t)(end - bytes));

		if (!lf)
			break;
		if (!finish(lines, bytes, (size_t)(lf - bytes), err))
			return false;
		bytes = lf + 1;
	}
	buf_add(&lines->part, bytes, (size_t)(end - bytes));
	return buf_ok(&lines->part) || too_long(lines, err);
}

void lines_clear(struct lines *lines)
{
	buf_clear(&lines->part);
}
