/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/prose.h"

#include <inttypes.h>
#include <stdarg.h>

bool prose_print(const struct prose_form *form, const char *json, size_t len,
    struct buf *out, bool *flag, struct err *err)
{
	struct json *answer = json_parse(json, len, err);
	int64_t version;
	bool ok;

	if (!answer)
		return err_prefix(err, "the controller's answer");
	ok = json_get_integer(answer, "schemaVersion", 0, &version, err) &&
	    json_get_bool(answer, form->flag, false, flag, err);
	if (ok && version != form->schema)
		ok = err_set(err, ERR_INPUT,
		    "the answer has schemaVersion %" PRId64 ", not %d", version,
		    form->schema);
	if (ok && out)
		form->print(out, answer);
	json_free(answer);
	return ok;
}

const char *prose_text(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	const char *text = "";

	return member && json_string(member, &text) ? text : "";
}

int64_t prose_number(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	int64_t number = 0;

	return member && json_integer(member, &number) ? number : 0;
}

bool prose_flag(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	bool value = false;

	return member && json_bool(member, &value) && value;
}

const struct json *prose_first(const struct json *node, const char *key)
{
	return json_first(json_get(node, key));
}

static void add_text(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_putc(out, *text >= 0x20 && *text < 0x7f ? *text : '?');
}

void prose_add(struct buf *out, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	for (; *format; format++)
		if (*format != '%')
			buf_putc(out, *format);
		else if (*++format == 's')
			add_text(out, va_arg(values, const char *));
		else
			buf_printf(out, "%" PRId64, va_arg(values, int64_t));
	va_end(values);
}

void prose_count(struct buf *out, int64_t count, const char *what)
{
	buf_printf(out, "%" PRId64 " %s%s", count, what, count == 1 ? "" : "s");
}

void prose_age(struct buf *out, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" },
		{ 1, "s" } };
	size_t i = 0;

	while (i + 1 < ARRAY_LEN(units) && seconds < 2 * units[i].seconds)
		i++;
	buf_printf(
	    out, "%" PRId64 " %s", seconds / units[i].seconds, units[i].unit);
}
