/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/listenerset.h"

#include "controller/object/part/condition.h"
#include "controller/object/part/field.h"

static bool decode_parent(
    struct listenerset *set, const struct json *document, struct err *err)
{
	const struct json *spec, *node;

	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!json_get_object(spec, "parentRef", &node, err))
		return field_of(err, "spec");
	if (!reference_read(
		node, object_namespace(&set->object), &set->parent, err))
		return field_of(err, "spec.parentRef");
	reference_keep(&set->parent, set->object.arena);
	return true;
}

static bool decode_status(
    struct listenerset *set, const struct json *document, struct err *err)
{
	struct condition condition;
	const struct json *status;

	if (!json_get_object(document, "status", &status, err))
		return false;
	if (!condition_decode(status, &condition, err))
		return field_of(err, "status");
	set->refused = condition.refused;
	return true;
}

bool listenerset_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct listenerset *set = (struct listenerset *)object;

	return decode_parent(set, document, err) &&
	    decode_status(set, document, err) &&
	    listeners_decode(document, object->arena, &set->listeners,
		&set->nlisteners, err);
}
