/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/template.h"

#include <string.h>

#define NAME_CHARS                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789-_"

static const struct template_value *find(const char *name, size_t len,
    const struct template_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(values[i].name) == len &&
		    !memcmp(values[i].name, name, len))
			return &values[i];
	return NULL;
}

static size_t line_of(const char *text, const char *at)
{
	size_t line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

bool template_fill(const char *file, const char *text,
    const struct template_value *values, size_t count, struct buf *out,
    struct err *err)
{
	const char *at = text, *open;

	while ((open = strstr(at, "{{"))) {
		const char *name = open + 2;
		size_t len = strspn(name, NAME_CHARS);
		const struct template_value *value;

		if (len == 0 || strncmp(name + len, "}}", 2) != 0)
			return err_set(err, ERR_INPUT,
			    "%s:%zu: '{{' without a name and '}}'", file,
			    line_of(text, open));
		value = find(name, len, values, count);
		if (!value)
			return err_set(err, ERR_INPUT,
			    "%s:%zu: unknown name '%.*s'", file,
			    line_of(text, open), (int)(len < 64 ? len : 64),
			    name);
		buf_add(out, at, (size_t)(open - at));
		buf_puts(out, value->text);
		at = name + len + 2;
	}
	buf_puts(out, at);
	if (!buf_ok(out))
		return err_set(
		    err, ERR_INPUT, "%s: too long when filled", file);
	return true;
}
