/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/jsonrow.h"

#include <string.h>

bool jsonrow_known(const struct json *node, const char *const *known,
    size_t count, struct err *err)
{
	const struct json *member = json_first(node);

	for (; member; member = json_next(member)) {
		size_t i = 0;

		while (i < count && strcmp(known[i], json_key(member)) != 0)
			i++;
		if (i == count)
			return err_set(err, ERR_INPUT, "unknown member '%s'",
			    json_key(member));
	}
	return true;
}

bool jsonrow_string(
    const struct json *row, const char *key, const char **out, struct err *err)
{
	if (!json_get_string(row, key, NULL, out, err))
		return false;
	return *out || err_set(err, ERR_INPUT, "%s: missing", key);
}

bool jsonrow_name(const struct json *row, const char *key, char out[NAME_SIZE],
    struct err *err)
{
	const char *text;

	if (!jsonrow_string(row, key, &text, err))
		return false;
	return name_parse(text, strlen(text), out, err) ||
	    err_prefix(err, "%s", key);
}

void jsonrow_print(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, "\"%s\":", key);
	json_quote(out, text);
	buf_putc(out, ',');
}
