/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/node.h"

#include <stddef.h>
#include <string.h>

#include "controller/object/part/field.h"
#include "zonegen/base/mem.h"

/* Type and address of an element, "" where they are absent. */
static bool read_one(const struct json *node, const char **type,
    const char **address, struct err *err)
{
	return json_get_string(node, "type", "", type, err) &&
	    json_get_string(node, "address", "", address, err);
}

static bool check(const struct json *array, struct err *err)
{
	const char *type, *address;
	size_t i = 0;

	for (const struct json *e = json_first(array); e; e = json_next(e), i++)
		if (!read_one(e, &type, &address, err))
			return field_of(err, "status.addresses[%zu]", i);
	return true;
}

/* The next address of that type that is not empty, at *at or behind it. */
static const char *next(const struct json **at, const char *type)
{
	const char *found, *address;
	struct err err;

	while (*at) {
		bool ok = read_one(*at, &found, &address, &err);

		*at = json_next(*at);
		if (ok && *address && !strcmp(found, type))
			return address;
	}
	return NULL;
}

/* The addresses of one type; the array was checked. */
static const char *const *keep(const struct json *array, const char *type,
    struct arena *arena, uint32_t *count)
{
	const struct json *at = json_first(array);
	const char **list, *address;
	uint32_t n = 0;

	while (next(&at, type))
		n++;
	if (!n)
		return NULL;
	list = arena_alloc(arena, n * sizeof(*list));
	at = json_first(array);
	while ((address = next(&at, type)))
		list[(*count)++] = arena_strdup(arena, address);
	return list;
}

static bool decode_ready(
    const struct json *status, bool *unready, struct err *err)
{
	const struct json *array;
	uint32_t count;

	if (!field_objects(status, "conditions", &array, &count, err))
		return false;
	for (const struct json *e = json_first(array); e; e = json_next(e)) {
		const char *type, *value;

		if (!json_get_string(e, "type", "", &type, err) ||
		    !json_get_string(e, "status", "", &value, err))
			return field_of(err, "conditions");
		if (!strcmp(type, "Ready"))
			*unready = strcmp(value, "True") != 0;
	}
	return true;
}

bool node_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct node *node = (struct node *)object;
	struct arena *arena = object->arena;
	const struct json *spec, *status, *array, *at;
	const char *hostname;
	uint32_t count;

	if (!json_get_object(document, "spec", &spec, err) ||
	    !json_get_object(document, "status", &status, err))
		return false;
	if (!json_get_bool(
		spec, "unschedulable", false, &node->cordoned, err) ||
	    !field_strings(
		spec, "podCIDRs", arena, &node->blocks, &node->nblocks, err))
		return field_of(err, "spec");
	if (!decode_ready(status, &node->unready, err))
		return field_of(err, "status");
	if (!field_objects(status, "addresses", &array, &count, err))
		return field_of(err, "status");
	if (!count)
		return true;
	if (!check(array, err))
		return false;
	at = json_first(array);
	hostname = next(&at, "Hostname");
	if (hostname)
		node->hostname = arena_strdup(arena, hostname);
	node->internal = keep(array, "InternalIP", arena, &node->ninternal);
	node->external = keep(array, "ExternalIP", arena, &node->nexternal);
	return true;
}
