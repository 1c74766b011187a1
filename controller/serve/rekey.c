/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/rekey.h"

#include <string.h>

#include "controller/base/json.h"
#include "controller/base/jsonwriter.h"

bool rekey_set(struct rekey *out, const char *key, struct err *err)
{
	return name_parse(key, strlen(key), out->key, err);
}

bool rekey_parse(
    struct rekey *out, const char *text, size_t len, struct err *err)
{
	struct json *document = json_parse(text, len, err);
	const struct json *node;
	const char *key;
	bool ok = false;

	if (!document)
		return err_prefix(err, "the body");
	node = json_type(document) == JSON_OBJECT ? json_first(document) : NULL;
	if (!node || json_next(node) || strcmp(json_key(node), "key") != 0 ||
	    !json_string(node, &key))
		err_set(err, ERR_INPUT,
		    "not an object with the one member 'key', a string");
	else
		ok = rekey_set(out, key, err);
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
