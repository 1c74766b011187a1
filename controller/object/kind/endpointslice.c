/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/endpointslice.h"

#include <stddef.h>
#include <string.h>

#include "controller/object/part/field.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

/* Is the endpoint ready?  Yes, unless it says no. */
static bool decode_ready(const struct json *node, bool *ready, struct err *err)
{
	const struct json *conditions;

	if (!json_get_object(node, "conditions", &conditions, err))
		return false;
	return json_get_bool(conditions, "ready", true, ready, err) ||
	    field_of(err, "conditions");
}

/* Adds the addresses of one endpoint; list is NULL to count them only. */
static bool decode_one(const struct json *node, struct arena *arena,
    const char **list, uint32_t *count, struct err *err)
{
	const struct json *array;
	const char *text;
	size_t i = 0;
	bool ready;

	if (!decode_ready(node, &ready, err) ||
	    !json_get_array(node, "addresses", &array, err))
		return false;
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), i++) {
		if (json_type(e) == JSON_NULL)
			continue;
		if (!json_string(e, &text))
			return err_set(
			    err, ERR_INPUT, "addresses[%zu]: not a string", i);
		if (!ready || !*text)
			continue;
		if (list)
			list[*count] = arena_strdup(arena, text);
		++*count;
	}
	return true;
}

static bool decode_all(const struct json *array, struct arena *arena,
    const char **list, uint32_t *count, struct err *err)
{
	size_t i = 0;

	*count = 0;
	for (const struct json *e = json_first(array); e; e = json_next(e), i++)
		if (!decode_one(e, arena, list, count, err))
			return field_of(err, "endpoints[%zu]", i);
	return true;
}

/* Gathers the nodes of ready endpoints, each once: in JSON, by their names. */
static bool gather_nodes(
    const struct json *array, struct map *out, struct err *err)
{
	const char *node;
	size_t i = 0;
	bool ready;

	for (const struct json *e = json_first(array); e;
	     e = json_next(e), i++) {
		if (!decode_ready(e, &ready, err) ||
		    !json_get_string(e, "nodeName", "", &node, err))
			return field_of(err, "endpoints[%zu]", i);
		if (ready && *node && !map_get(out, node))
			map_put(out, node, (void *)node);
	}
	return true;
}

static bool keep_nodes(
    struct endpointslice *slice, const struct json *array, struct err *err)
{
	struct arena *arena = slice->object.arena;
	struct map nodes = MAP_INIT;
	bool ok = gather_nodes(array, &nodes, err);
	const char **list, *node;
	size_t at = 0;

	if (ok && nodes.count) {
		list = arena_alloc(arena, nodes.count * sizeof(*list));
		slice->nodes = list;
		while ((node = map_next(&nodes, &at)))
			list[slice->nnodes++] = arena_strdup(arena, node);
	}
	map_clear(&nodes);
	return ok;
}

bool endpointslice_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct endpointslice *slice = (struct endpointslice *)object;
	const struct json *array;
	const char **list, *type;
	uint32_t count;

	slice->service = object_label(object, "kubernetes.io/service-name");
	if (!json_get_string(document, "addressType", "", &type, err) ||
	    !field_objects(document, "endpoints", &array, &count, err))
		return false;
	if (!count)
		return true;
	if (!keep_nodes(slice, array, err))
		return false;
	slice->names = !strcmp(type, "FQDN");
	/* A slice may have a thousand: the list is as long as it must be. */
	if (!decode_all(array, object->arena, NULL, &count, err))
		return false;
	if (!count || slice->names)
		return true;
	list = arena_alloc(object->arena, count * sizeof(*list));
	slice->addresses = list;
	return decode_all(array, object->arena, list, &slice->naddresses, err);
}
