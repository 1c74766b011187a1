/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/gateway.h"

#include "controller/object/part/field.h"
#include "zonegen/base/mem.h"

static bool decode_allowed(
    struct gateway *gateway, const struct json *spec, struct err *err)
{
	const struct json *allowed;

	if (!json_get_object(spec, "allowedListeners", &allowed, err))
		return false;
	return from_namespaces_decode(allowed, FROM_NONE, gateway->object.arena,
		   &gateway->allowed_sets, err) ||
	    field_of(err, "allowedListeners");
}

/* One of status.addresses; without a value it is left out. */
static bool decode_address(struct gateway *gateway, const struct json *node,
    struct gateway_address *out, struct err *err)
{
	struct arena *arena = gateway->object.arena;

	if (!field_string(node, "value", arena, &out->value, err) ||
	    !field_text(node, "type", arena, &out->type, err))
		return false;
	if (!*out->type)
		out->type = "IPAddress";
	if (out->value)
		gateway->naddresses++;
	return true;
}

static bool decode_addresses(
    struct gateway *gateway, const struct json *document, struct err *err)
{
	const struct json *status, *array;
	struct gateway_address *list;
	uint32_t count, n = 0;

	if (!json_get_object(document, "status", &status, err))
		return false;
	if (!field_objects(status, "addresses", &array, &count, err))
		return field_of(err, "status");
	if (!count)
		return true;
	list = arena_alloc(gateway->object.arena, count * sizeof(*list));
	for (const struct json *e = json_first(array); e; e = json_next(e), n++)
		if (!decode_address(
			gateway, e, &list[gateway->naddresses], err))
			return field_of(err, "status.addresses[%u]", n);
	gateway->addresses = list;
	return true;
}

bool gateway_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct gateway *gateway = (struct gateway *)object;
	const struct json *spec;

	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!field_word(
		spec, "gatewayClassName", object, &gateway->class, err) ||
	    !decode_allowed(gateway, spec, err))
		return field_of(err, "spec");
	return listeners_decode(document, object->arena, &gateway->listeners,
		   &gateway->nlisteners, err) &&
	    decode_addresses(gateway, document, err);
}
