/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/dnsendpoint.h"

#include <string.h>

#include "controller/object/part/field.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/record.h"

/* More entries than fit into 16 MiB, if they have any content. */
#define ENTRIES_MAX 500000

static bool read_ttl(
    const struct json *node, struct endpoint_entry *out, struct err *err)
{
	const struct json *member = json_get(node, "recordTTL");
	double ttl;

	if (!member)
		return true;
	if (!json_number(member, &ttl))
		return err_set(err, ERR_INPUT, "recordTTL: not an integer");
	out->bad_ttl = ttl > TTL_MAX;
	if (ttl > TTL_MAX || ttl < -TTL_MAX)
		return true;
	if (ttl > (double)(int64_t)ttl || ttl < (double)(int64_t)ttl)
		return err_set(err, ERR_INPUT, "recordTTL: not an integer");
	out->ttl = ttl > 0 ? (uint32_t)ttl : 0;
	return true;
}

static bool read_targets(const struct json *node, struct arena *arena,
    struct endpoint_entry *out, struct err *err)
{
	const struct json *array;
	struct target *list;
	const char *text;
	uint32_t n = 0;

	if (!json_get_array(node, "targets", &array, err))
		return false;
	if (!array || !json_first(array))
		return true;
	list = arena_alloc(arena, field_count(array) * sizeof(*list));
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), n++) {
		text = "";
		if (json_type(e) != JSON_NULL && !json_string(e, &text))
			return err_set(
			    err, ERR_INPUT, "targets[%u]: not a string", n);
		list[n].len = (uint32_t)strlen(text);
		list[n].text = arena_copy(arena, text, list[n].len + 1);
	}
	out->targets = list;
	out->ntargets = n;
	return true;
}

static bool read_entry(const struct json *node, struct arena *arena,
    struct endpoint_entry *out, struct err *err)
{
	if (json_type(node) != JSON_OBJECT && json_type(node) != JSON_NULL)
		return err_set(err, ERR_INPUT, "not an object");
	return field_text(node, "dnsName", arena, &out->name, err) &&
	    field_text(node, "recordType", arena, &out->type, err) &&
	    read_ttl(node, out, err) && read_targets(node, arena, out, err);
}

/* The fields that were read before the fault identify a malformed entry. */
static void decode_entry(
    const struct json *node, struct arena *arena, struct endpoint_entry *out)
{
	struct err err;

	out->name = "";
	out->type = "";
	if (!read_entry(node, arena, out, &err))
		out->fault = arena_printf(arena, "%s%s",
		    json_type(node) == JSON_OBJECT ? "." : ": ", err.text);
}

/* 0 when it is absent or no number: the object is read all the same. */
static int64_t number_in(
    const struct json *document, const char *section, const char *key)
{
	const struct json *node = json_get(json_get(document, section), key);
	int64_t number = 0;

	return node && json_integer(node, &number) ? number : 0;
}

bool dnsendpoint_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct dnsendpoint *endpoint = (struct dnsendpoint *)object;
	const struct json *spec, *array;
	struct endpoint_entry *list;
	uint32_t count;

	endpoint->generation = number_in(document, "metadata", "generation");
	endpoint->observed =
	    number_in(document, "status", "observedGeneration");
	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!json_get_array(spec, "endpoints", &array, err))
		return field_of(err, "spec");
	count = field_count(array);
	if (count > ENTRIES_MAX)
		return err_set(err, ERR_INPUT,
		    "spec.endpoints: more than %d entries", ENTRIES_MAX);
	if (!count)
		return true;
	list = arena_alloc(object->arena, count * sizeof(*list));
	for (const struct json *e = json_first(array); e; e = json_next(e))
		decode_entry(e, object->arena, &list[endpoint->nentries++]);
	endpoint->entries = list;
	return true;
}
