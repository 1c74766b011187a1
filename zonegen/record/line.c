/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/line.h"

#include <string.h>

#include "zonegen/base/number.h"

const char *line_relative(
    const char *name, const char *zone, char out[NAME_SIZE])
{
	size_t len = strlen(name), zone_len = strlen(zone);

	if (len == zone_len)
		return memcpy(out, "@", 2);
	if (zone_len > 0)
		len -= zone_len + 1;
	memcpy(out, name, len);
	out[len] = '\0';
	return out;
}

void line_print(const char *relative, uint32_t ttl, const struct record *record,
    struct buf *out)
{
	buf_puts(out, relative);
	buf_printf(out, "\t%u\tIN\t%s\t", ttl, rr_type_text(record->type));
	record_print(record, out);
	buf_putc(out, '\n');
}

bool line_number(const char *text, size_t len, uint32_t *out)
{
	uint64_t value;

	if (len > 10 || !number_read(text, len, UINT32_MAX, &value))
		return false;
	*out = (uint32_t)value;
	return true;
}

/* The next field, ended by a tab or, the last one, by the line's end. */
static bool field(
    const char **at, const char *end, const char **start, size_t *len)
{
	const char *tab = memchr(*at, '\t', (size_t)(end - *at));

	if (!tab)
		return false;
	*start = *at;
	*len = (size_t)(tab - *at);
	*at = tab + 1;
	return *len > 0;
}

bool line_split(
    const char *line, size_t len, struct line_fields *out, struct err *err)
{
	const char *at = line, *end = line + len, *ttl, *class, *type, *comment;
	size_t ttl_len, class_len, type_len;
	char word[16];

	if (!field(&at, end, &out->owner, &out->owner_len) ||
	    !field(&at, end, &ttl, &ttl_len) ||
	    !field(&at, end, &class, &class_len) ||
	    !field(&at, end, &type, &type_len) || type_len >= sizeof(word))
		return err_set(err, ERR_INPUT, "not a record of five fields");
	memcpy(word, type, type_len);
	word[type_len] = '\0';
	out->type = rr_type_parse(word);
	if (class_len != 2 || memcmp(class, "IN", 2) || !out->type ||
	    !line_number(ttl, ttl_len, &out->ttl) || out->ttl > TTL_MAX)
		return err_set(err, ERR_INPUT, "bad TTL, class or type");
	comment = memmem(
	    at, (size_t)(end - at), LINE_COMMENT, sizeof(LINE_COMMENT) - 1);
	out->rdata = at;
	out->rdata_len = (size_t)((comment ? comment : end) - at);
	return true;
}

bool line_next(const char **at, const char *end, const char **line, size_t *len)
{
	const char *eol = memchr(*at, '\n', (size_t)(end - *at));

	if (!eol)
		return false;
	*line = *at;
	*len = (size_t)(eol - *at);
	*at = eol + 1;
	return true;
}

size_t line_count(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] == '\n';
	return count;
}
