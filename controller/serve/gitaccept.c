/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/gitaccept.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/jsonwriter.h"
#include "controller/base/utf8.h"
#include "controller/serve/body.h"

static bool is_utf8(const char *text)
{
	size_t left = strlen(text), size;

	for (; left; text += size, left -= size) {
		size = utf8_size(text, left);
		if (!size)
			return false;
	}
	return true;
}

static bool set_line(char out[GITACCEPT_MAX + 1], const char *what,
    const char *text, struct err *err)
{
	size_t len = strlen(text);

	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return err_set(
			    err, ERR_INPUT, "%s must be one line", what);
	if (!len || len > GITACCEPT_MAX || !is_utf8(text))
		return err_set(err, ERR_INPUT,
		    "%s must be text of 1 to %d octets", what, GITACCEPT_MAX);
	snprintf(out, GITACCEPT_MAX + 1, "%s", text);
	return true;
}

bool gitaccept_set(
    struct gitaccept *out, const char *by, const char *reason, struct err *err)
{
	return set_line(out->by, "by", by, err) &&
	    set_line(out->reason, "reason", reason, err);
}

bool gitaccept_parse(
    struct gitaccept *out, const char *text, size_t len, struct err *err)
{
	const char *by = NULL, *reason = NULL;
	const struct body_row rows[] = {
		{ "by", &by },
		{ "reason", &reason },
	};
	struct json *document =
	    body_read(text, len, rows, ARRAY_LEN(rows), err);
	bool ok = document && gitaccept_set(out, by, reason, err);

	json_free(document);
	return ok;
}

static void print(const struct gitaccept *accept, bool done, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	if (done)
		jsonwriter_number(&writer, "schemaVersion", GITACCEPT_SCHEMA);
	jsonwriter_text(&writer, "by", accept->by);
	jsonwriter_text(&writer, "reason", accept->reason);
	jsonwriter_end_object(&writer);
	buf_putc(out, '\n');
}

void gitaccept_print(const struct gitaccept *accept, struct buf *out)
{
	print(accept, false, out);
}

void gitaccept_print_done(const struct gitaccept *accept, struct buf *out)
{
	print(accept, true, out);
}
