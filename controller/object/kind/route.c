/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/route.h"

#include <stddef.h>

#include "controller/object/part/condition.h"
#include "controller/object/part/field.h"
#include "zonegen/base/mem.h"

/* One reference of route; its text is node's. */
static bool read_parent(const struct route *route, const struct json *node,
    struct parent *out, struct err *err)
{
	const char *section;

	if (!reference_read(
		node, object_namespace(&route->object), &out->to, err) ||
	    !json_get_string(node, "sectionName", "", &section, err) ||
	    !field_port(node, "port", &out->port, err))
		return false;
	out->section = *section ? section : NULL;
	return true;
}

static bool same_parent(const struct parent *a, const struct parent *b)
{
	return a->port == b->port && reference_same(&a->to, &b->to) &&
	    reference_same_text(a->section, b->section);
}

static bool decode_parents(struct route *route, struct parent **list,
    const struct json *spec, struct err *err)
{
	struct arena *arena = route->object.arena;
	const struct json *array;
	uint32_t n = 0;

	if (!field_few(spec, "parentRefs", &array, &route->nparents, err))
		return false;
	if (!route->nparents)
		return true;
	*list = arena_alloc(arena, route->nparents * sizeof(**list));
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), n++) {
		if (!read_parent(route, e, &(*list)[n], err))
			return field_of(err, "parentRefs[%u]", n);
		reference_keep(&(*list)[n].to, arena);
		(*list)[n].section = reference_copy((*list)[n].section, arena);
	}
	route->parents = *list;
	return true;
}

/* One of status.parents: what some controller says of a reference. */
static bool decode_verdict(struct route *route, struct parent *list,
    const struct json *node, struct err *err)
{
	struct condition condition;
	const struct json *reference;
	struct parent parent = { 0 };

	if (!json_get_object(node, "parentRef", &reference, err))
		return false;
	if (!read_parent(route, reference, &parent, err))
		return field_of(err, "parentRef");
	if (!condition_decode(node, &condition, err))
		return false;
	for (uint32_t i = 0; i < route->nparents; i++) {
		if (!same_parent(&list[i], &parent))
			continue;
		list[i].accepted |= condition.accepted;
		list[i].refused |= condition.refused;
	}
	return true;
}

static bool decode_status(struct route *route, struct parent *list,
    const struct json *document, struct err *err)
{
	const struct json *status, *array;
	uint32_t count, n = 0;

	if (!json_get_object(document, "status", &status, err))
		return false;
	if (!field_few(status, "parents", &array, &count, err))
		return field_of(err, "status");
	for (const struct json *e = json_first(array); e; e = json_next(e), n++)
		if (!decode_verdict(route, list, e, err))
			return field_of(err, "status.parents[%u]", n);
	return true;
}

bool route_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct route *route = (struct route *)object;
	struct parent *list = NULL;
	const struct json *spec;

	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!field_strings(spec, "hostnames", object->arena, &route->hostnames,
		&route->nhostnames, err) ||
	    !decode_parents(route, &list, spec, err))
		return field_of(err, "spec");
	return decode_status(route, list, document, err);
}
