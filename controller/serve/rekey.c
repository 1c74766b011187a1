/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/rekey.h"

#include <string.h>

#include "controller/base/jsonwriter.h"
#include "controller/serve/body.h"

bool rekey_set(struct rekey *out, const char *key, struct err *err)
{
	return name_parse(key, strlen(key), out->key, err);
}

bool rekey_parse(
    struct rekey *out, const char *text, size_t len, struct err *err)
{
	const char *key = NULL;
	const struct body_row rows[] = { { "key", &key } };
	struct json *document =
	    body_read(text, len, rows, ARRAY_LEN(rows), err);
	bool ok = document && rekey_set(out, key, err);

	json_free(document);
	return ok;
}

static void print(struct jsonwriter *writer, const struct rekey *rekey)
{
	jsonwriter_text(writer, "key", rekey->key);
	jsonwriter_end_object(writer);
	buf_putc(writer->out, '\n');
}

void rekey_print(const struct rekey *rekey, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	print(&writer, rekey);
}

void rekey_print_done(const struct rekey *rekey, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", REKEY_SCHEMA);
	print(&writer, rekey);
}
