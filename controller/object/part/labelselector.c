/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/labelselector.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "controller/object/part/field.h"
#include "zonegen/base/base.h"

static const char *const operators[] = {
	[SELECTOR_IN] = "In",
	[SELECTOR_NOT_IN] = "NotIn",
	[SELECTOR_EXISTS] = "Exists",
	[SELECTOR_ABSENT] = "DoesNotExist",
};

/* One of matchLabels; null is the empty value. */
static bool decode_label(const struct json *node, struct arena *arena,
    struct selector_term *out, bool *usable, struct err *err)
{
	const char **values, *value = "";

	if (json_type(node) != JSON_NULL && !json_string(node, &value))
		return err_set(
		    err, ERR_INPUT, "%s: not a string", json_key(node));
	if (!selector_is_key(json_key(node)) || !selector_is_value(value))
		*usable = false;
	values = arena_alloc(arena, sizeof(*values));
	*values = arena_strdup(arena, value);
	out->op = SELECTOR_IN;
	out->key = arena_strdup(arena, json_key(node));
	out->values = values;
	out->count = 1;
	return true;
}

/* The values of an expression, empty ones too. */
static bool decode_values(const struct json *node, struct arena *arena,
    struct selector_term *out, bool *usable, struct err *err)
{
	const struct json *array;
	const char **values, *value;

	if (!json_get_array(node, "values", &array, err))
		return false;
	out->count = field_count(array);
	if (!out->count)
		return true;
	values = arena_alloc(arena, out->count * sizeof(*values));
	out->count = 0;
	for (const struct json *e = json_first(array); e; e = json_next(e)) {
		value = "";
		if (json_type(e) != JSON_NULL && !json_string(e, &value))
			return err_set(err, ERR_INPUT,
			    "values[%zu]: not a string", out->count);
		if (!selector_is_value(value))
			*usable = false;
		values[out->count++] = arena_strdup(arena, value);
	}
	out->values = values;
	return true;
}

static bool decode_expression(const struct json *node, struct arena *arena,
    struct selector_term *out, bool *usable, struct err *err)
{
	const char *word;
	bool known = false, listed;

	if (!field_text(node, "key", arena, &out->key, err) ||
	    !json_get_string(node, "operator", "", &word, err) ||
	    !decode_values(node, arena, out, usable, err))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(operators); i++) {
		if (strcmp(word, operators[i]) != 0)
			continue;
		out->op = (enum selector_op)i;
		known = true;
	}
	listed = out->op == SELECTOR_IN || out->op == SELECTOR_NOT_IN;
	if (!known || listed != (out->count > 0) || !selector_is_key(out->key))
		*usable = false;
	return true;
}

static bool decode_terms(const struct json *labels,
    const struct json *expressions, struct arena *arena,
    struct selector_term *terms, bool *usable, struct err *err)
{
	size_t i = 0;

	for (const struct json *e = json_first(labels); e; e = json_next(e))
		if (!decode_label(e, arena, terms++, usable, err))
			return field_of(err, "matchLabels");
	for (const struct json *e = json_first(expressions); e;
	     e = json_next(e), i++)
		if (!decode_expression(e, arena, terms++, usable, err))
			return field_of(err, "matchExpressions[%zu]", i);
	return true;
}

bool labelselector_decode(const struct json *node, const char *key,
    struct arena *arena, struct selector *out, bool *usable, struct err *err)
{
	const struct json *selector, *labels, *expressions;
	struct selector_term *terms = NULL;
	uint32_t count;

	if (!json_get_object(node, key, &selector, err))
		return false;
	*usable = selector;
	if (!json_get_object(selector, "matchLabels", &labels, err) ||
	    !field_objects(
		selector, "matchExpressions", &expressions, &count, err))
		return field_of(err, "%s", key);
	out->count = count + field_count(labels);
	if (out->count > FIELD_FEW)
		return err_set(
		    err, ERR_INPUT, "%s: more than %d terms", key, FIELD_FEW);
	if (out->count)
		terms = arena_alloc(arena, out->count * sizeof(*terms));
	out->terms = terms;
	return decode_terms(labels, expressions, arena, terms, usable, err) ||
	    field_of(err, "%s", key);
}

static const char *label(const void *object, const char *key)
{
	return object_label(object, key);
}

bool labelselector_matches(
    const struct selector *selector, const struct object *object)
{
	return selector_matches(selector, label, object);
}
