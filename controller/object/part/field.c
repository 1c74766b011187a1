/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/field.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "controller/object/part/words.h"

bool field_of(struct err *err, const char *fmt, ...)
{
	struct err inner = *err;
	char path[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	return err_set(err, inner.kind, "%s.%s", path, inner.text);
}

bool field_string(const struct json *node, const char *key, struct arena *arena,
    const char **out, struct err *err)
{
	const char *text;

	if (!json_get_string(node, key, "", &text, err))
		return false;
	*out = *text ? arena_strdup(arena, text) : NULL;
	return true;
}

bool field_word(const struct json *node, const char *key,
    const struct object *object, const char **out, struct err *err)
{
	const char *text;

	if (!json_get_string(node, key, "", &text, err))
		return false;
	*out = *text ? words_keep(object->words, WORD_NAME, object->arena, text)
		     : NULL;
	return true;
}

bool field_text(const struct json *node, const char *key, struct arena *arena,
    const char **out, struct err *err)
{
	static const char *const words[] = { "", "TCP", "UDP", "HTTP", "HTTPS",
		"TLS", "IPAddress", "Hostname" };
	const char *text;

	if (!json_get_string(node, key, "", &text, err))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!strcmp(text, words[i])) {
			*out = words[i];
			return true;
		}
	}
	*out = arena_strdup(arena, text);
	return true;
}

bool field_port(
    const struct json *node, const char *key, uint32_t *out, struct err *err)
{
	int64_t port;

	if (!json_get_integer(node, key, 0, &port, err))
		return false;
	if (port < 0 || port > UINT16_MAX)
		return err_set(
		    err, ERR_INPUT, "%s: %" PRId64 " is no port", key, port);
	*out = (uint32_t)port;
	return true;
}

uint32_t field_count(const struct json *node)
{
	uint32_t n = 0;

	for (const struct json *e = json_first(node); e; e = json_next(e))
		n++;
	return n;
}

bool field_strings(const struct json *node, const char *key,
    struct arena *arena, const char *const **list, uint32_t *count,
    struct err *err)
{
	const struct json *array;
	const char **copies, *text;
	uint32_t n = 0;
	size_t i = 0;

	if (!json_get_array(node, key, &array, err))
		return false;
	*list = NULL;
	*count = 0;
	if (!array || !json_first(array))
		return true;
	copies = arena_alloc(arena, field_count(array) * sizeof(*copies));
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), i++) {
		if (json_type(e) == JSON_NULL)
			continue;
		if (!json_string(e, &text))
			return err_set(
			    err, ERR_INPUT, "%s[%zu]: not a string", key, i);
		if (*text)
			copies[n++] = arena_strdup(arena, text);
	}
	*list = copies;
	*count = n;
	return true;
}

bool field_objects(const struct json *node, const char *key,
    const struct json **array, uint32_t *count, struct err *err)
{
	size_t i = 0;

	if (!json_get_array(node, key, array, err))
		return false;
	*count = field_count(*array);
	for (const struct json *e = json_first(*array); e;
	     e = json_next(e), i++)
		if (json_type(e) != JSON_OBJECT && json_type(e) != JSON_NULL)
			return err_set(
			    err, ERR_INPUT, "%s[%zu]: not an object", key, i);
	return true;
}

bool field_few(const struct json *node, const char *key,
    const struct json **array, uint32_t *count, struct err *err)
{
	if (!field_objects(node, key, array, count, err))
		return false;
	return *count <= FIELD_FEW ||
	    err_set(err, ERR_INPUT, "%s: more than %d entries", key, FIELD_FEW);
}
