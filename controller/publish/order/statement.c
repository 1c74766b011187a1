/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/order/statement.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "controller/base/utf8.h"

static uint32_t character(const char *text, size_t size)
{
	static const unsigned char heads[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)*text & heads[size];

	for (size_t i = 1; i < size; i++)
		c = c << 6 | ((unsigned char)text[i] & 0x3f);
	return c;
}

/* Does it end a line somewhere, or turn the direction of text around? */
static bool is_control(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool set_line(char out[STATEMENT_MAX + 1], const char *what,
    const char *text, struct err *err)
{
	size_t len = strlen(text), size;

	for (size_t at = 0; at < len; at += size) {
		size = utf8_size(text + at, len - at);
		if (!size)
			return err_set(
			    err, ERR_INPUT, "%s must be UTF-8", what);
		if (is_control(character(text + at, size)))
			return err_set(
			    err, ERR_INPUT, "%s must be one line", what);
	}
	if (!len || len > STATEMENT_MAX || strspn(text, " ") == len)
		return err_set(err, ERR_INPUT,
		    "%s must be text of 1 to %d octets", what, STATEMENT_MAX);
	snprintf(out, STATEMENT_MAX + 1, "%s", text);
	return true;
}

bool statement_set(
    struct statement *out, const char *by, const char *reason, struct err *err)
{
	*out = (struct statement){ .by = "" };
	return (!by || set_line(out->by, "by", by, err)) &&
	    (!reason || set_line(out->reason, "reason", reason, err));
}

void statement_print(const struct statement *statement, struct buf *out)
{
	if (*statement->by)
		buf_printf(out, " by %s", statement->by);
	if (*statement->reason)
		buf_printf(out, ": %s", statement->reason);
}
