/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/listener.h"

#include <stddef.h>
#include <string.h>

#include "controller/object/part/condition.h"
#include "controller/object/part/field.h"
#include "controller/object/part/labelselector.h"
#include "controller/object/part/reference.h"
#include "zonegen/base/base.h"

bool from_namespaces_decode(const struct json *node, enum from fallback,
    struct arena *arena, struct from_namespaces *out, struct err *err)
{
	static const char *const words[] = {
		[FROM_NONE] = "None",
		[FROM_SAME] = "Same",
		[FROM_ALL] = "All",
		[FROM_SELECTOR] = "Selector",
	};
	const struct json *namespaces;
	const char *from;
	bool usable;

	*out = (struct from_namespaces){ .from = FROM_NONE };
	if (!json_get_object(node, "namespaces", &namespaces, err))
		return false;
	if (!json_get_string(namespaces, "from", words[fallback], &from, err))
		return field_of(err, "namespaces");
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (!strcmp(from, words[i]))
			out->from = (enum from)i;
	if (out->from != FROM_SELECTOR)
		return true;
	if (!labelselector_decode(
		namespaces, "selector", arena, &out->selector, &usable, err))
		return field_of(err, "namespaces");
	if (!usable)
		out->from = FROM_NONE;
	return true;
}

static bool decode_kinds(const struct json *allowed, struct arena *arena,
    struct listener *out, struct err *err)
{
	const struct json *array;
	struct route_kind *list;
	const char *group;
	uint32_t n = 0;

	if (!field_few(allowed, "kinds", &array, &out->nkinds, err))
		return false;
	if (!out->nkinds)
		return true;
	list = arena_alloc(arena, out->nkinds * sizeof(*list));
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), n++) {
		if (!reference_group(e, &group, err) ||
		    !field_text(e, "kind", arena, &list[n].kind, err))
			return field_of(err, "kinds[%u]", n);
		list[n].group = reference_copy(group, arena);
	}
	out->kinds = list;
	return true;
}

static bool decode_one(const struct json *node, struct arena *arena,
    struct listener *out, struct err *err)
{
	const struct json *allowed;

	if (!field_text(node, "name", arena, &out->name, err) ||
	    !field_string(node, "hostname", arena, &out->hostname, err) ||
	    !field_text(node, "protocol", arena, &out->protocol, err) ||
	    !field_port(node, "port", &out->port, err) ||
	    !json_get_object(node, "allowedRoutes", &allowed, err))
		return false;
	if (!from_namespaces_decode(
		allowed, FROM_SAME, arena, &out->allowed, err) ||
	    !decode_kinds(allowed, arena, out, err))
		return field_of(err, "allowedRoutes");
	return true;
}

/* One of status.listeners. */
static bool decode_verdict(const struct json *node, struct listener *list,
    uint32_t count, struct err *err)
{
	struct condition condition;
	const char *name;

	if (!json_get_string(node, "name", "", &name, err) ||
	    !condition_decode(node, &condition, err))
		return false;
	for (uint32_t i = 0; condition.refused && i < count; i++)
		if (!strcmp(list[i].name, name))
			list[i].refused = true;
	return true;
}

static bool decode_status(const struct json *document, struct listener *list,
    uint32_t count, struct err *err)
{
	const struct json *status, *array;
	uint32_t verdicts, n = 0;

	if (!json_get_object(document, "status", &status, err))
		return false;
	if (!field_few(status, "listeners", &array, &verdicts, err))
		return field_of(err, "status");
	for (const struct json *e = json_first(array); e; e = json_next(e), n++)
		if (!decode_verdict(e, list, count, err))
			return field_of(err, "status.listeners[%u]", n);
	return true;
}

bool listeners_decode(const struct json *document, struct arena *arena,
    const struct listener **list, uint32_t *count, struct err *err)
{
	struct listener *copies = NULL;
	const struct json *spec, *array;
	uint32_t n = 0;

	*list = NULL;
	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!field_few(spec, "listeners", &array, count, err))
		return field_of(err, "spec");
	if (*count)
		copies = arena_alloc(arena, *count * sizeof(*copies));
	for (const struct json *e = json_first(array); e; e = json_next(e), n++)
		if (!decode_one(e, arena, &copies[n], err))
			return field_of(err, "spec.listeners[%u]", n);
	*list = copies;
	return decode_status(document, copies, *count, err);
}
