/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/body.h"

#include <string.h>

static const char **find(
    const struct body_row *rows, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(rows[i].key, key))
			return rows[i].value;
	return NULL;
}

/* Walks all members, because json_get() would not see a second one. */
static bool read_members(const struct json *document,
    const struct body_row *rows, size_t count, struct err *err)
{
	if (json_type(document) != JSON_OBJECT)
		return err_set(err, ERR_INPUT, "not an object");
	for (const struct json *node = json_first(document); node;
	     node = json_next(node)) {
		const char *key = json_key(node);
		const char **slot = find(rows, count, key);

		if (!slot)
			return err_set(
			    err, ERR_INPUT, "unknown member '%.80s'", key);
		if (*slot)
			return err_set(
			    err, ERR_INPUT, "'%s' is there twice", key);
		if (!json_string(node, slot))
			return err_set(
			    err, ERR_INPUT, "'%s' is not a string", key);
	}
	for (size_t i = 0; i < count; i++)
		if (!*rows[i].value && !rows[i].optional)
			return err_set(
			    err, ERR_INPUT, "'%s' is missing", rows[i].key);
	return true;
}

struct json *body_read(const char *text, size_t len,
    const struct body_row *rows, size_t count, struct err *err)
{
	struct json *document = json_parse(text, len, err);

	if (!document) {
		err_prefix(err, "the body");
		return NULL;
	}
	if (read_members(document, rows, count, err))
		return document;
	json_free(document);
	return NULL;
}
