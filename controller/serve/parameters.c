/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/parameters.h"

#include <string.h>

#include "zonegen/base/number.h"

/* Decodes one octet to *to.  Returns the rest; NULL: a bad escape, a NUL. */
static const char *take_octet(const char *text, const char *end, char *to)
{
	int high, low;

	*to = *text == '+' ? ' ' : *text;
	if (*text != '%')
		return text + 1;
	if (end - text < 3)
		return NULL;
	high = number_digit(text[1]);
	low = number_digit(text[2]);
	if (high < 0 || low < 0 || (high == 0 && low == 0))
		return NULL;
	*to = (char)(high * 16 + low);
	return text + 3;
}

static const char *decode(
    struct parameters *out, const char *text, size_t len, struct err *err)
{
	const char *end = text + len, *start = text;
	char *decoded = arena_alloc(&out->arena, len + 1), *at = decoded;

	while (text && text < end)
		text = take_octet(text, end, at++);
	if (text)
		return decoded;
	err_set(err, ERR_INPUT, "bad escape in '%.*s'", (int)len, start);
	return NULL;
}

static bool add(
    struct parameters *out, const char *text, size_t len, struct err *err)
{
	const char *equals = memchr(text, '=', len);
	size_t key_len = equals ? (size_t)(equals - text) : len;
	size_t value_at = equals ? key_len + 1 : len;
	struct parameter *parameter = &out->list[out->count];

	parameter->key = decode(out, text, key_len, err);
	if (!parameter->key)
		return false;
	parameter->value = decode(out, text + value_at, len - value_at, err);
	if (!parameter->value)
		return false;
	if (parameters_get(out, parameter->key))
		return err_set(err, ERR_INPUT, "parameter '%s' is there twice",
		    parameter->key);
	out->count++;
	return true;
}

bool parameters_parse(
    struct parameters *out, const char *query, struct err *err)
{
	size_t most = 1, len;

	*out = (struct parameters){ 0 };
	if (!query)
		return true;
	for (const char *p = query; *p; p++)
		most += *p == '&';
	out->list = arena_alloc(&out->arena, most * sizeof(*out->list));
	for (;; query += len + 1) {
		len = strcspn(query, "&");
		if (len && !add(out, query, len, err)) {
			parameters_clear(out);
			return false;
		}
		if (!query[len])
			return true;
	}
}

void parameters_clear(struct parameters *parameters)
{
	arena_clear(&parameters->arena);
	*parameters = (struct parameters){ 0 };
}

const char *parameters_get(const struct parameters *parameters, const char *key)
{
	for (size_t i = 0; i < parameters->count; i++)
		if (!strcmp(parameters->list[i].key, key))
			return parameters->list[i].value;
	return NULL;
}
