/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/jsonwriter.h"

#include <inttypes.h>

#include "controller/base/json.h"

static void begin(struct jsonwriter *writer, const char *key)
{
	if (writer->follows)
		buf_putc(writer->out, ',');
	writer->follows = true;
	if (!key)
		return;
	json_quote(writer->out, key);
	buf_putc(writer->out, ':');
}

static void open(struct jsonwriter *writer, const char *key, char bracket)
{
	begin(writer, key);
	buf_putc(writer->out, bracket);
	writer->follows = false;
}

static void close(struct jsonwriter *writer, char bracket)
{
	buf_putc(writer->out, bracket);
	writer->follows = true;
}

void jsonwriter_object(struct jsonwriter *writer, const char *key)
{
	open(writer, key, '{');
}

void jsonwriter_list(struct jsonwriter *writer, const char *key)
{
	open(writer, key, '[');
}

void jsonwriter_end_object(struct jsonwriter *writer)
{
	close(writer, '}');
}

void jsonwriter_end_list(struct jsonwriter *writer)
{
	close(writer, ']');
}

void jsonwriter_text(
    struct jsonwriter *writer, const char *key, const char *text)
{
	begin(writer, key);
	json_quote(writer->out, text);
}

void jsonwriter_some(
    struct jsonwriter *writer, const char *key, const char *text)
{
	if (text && *text)
		jsonwriter_text(writer, key, text);
}

void jsonwriter_number(
    struct jsonwriter *writer, const char *key, uint64_t number)
{
	begin(writer, key);
	buf_printf(writer->out, "%" PRIu64, number);
}

void jsonwriter_bool(struct jsonwriter *writer, const char *key, bool value)
{
	begin(writer, key);
	buf_puts(writer->out, value ? "true" : "false");
}
