/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/balancer.h"

#include <stddef.h>

#include "controller/object/part/field.h"

static bool decode_one(const struct json *node, struct arena *arena,
    struct balancer *out, struct err *err)
{
	return field_string(node, "ip", arena, &out->ip, err) &&
	    field_string(node, "hostname", arena, &out->hostname, err);
}

bool balancers_decode(const struct json *document, struct arena *arena,
    const struct balancer **list, uint32_t *count, struct err *err)
{
	const struct json *status, *balancer, *array;
	struct balancer *copies;
	uint32_t n;

	*list = NULL;
	*count = 0;
	if (!json_get_object(document, "status", &status, err))
		return false;
	if (!json_get_object(status, "loadBalancer", &balancer, err))
		return field_of(err, "status");
	if (!field_objects(balancer, "ingress", &array, &n, err))
		return field_of(err, "status.loadBalancer");
	if (!n)
		return true;
	copies = arena_alloc(arena, n * sizeof(*copies));
	n = 0;
	for (const struct json *e = json_first(array); e; e = json_next(e), n++)
		if (!decode_one(e, arena, &copies[n], err))
			return field_of(
			    err, "status.loadBalancer.ingress[%u]", n);
	*list = copies;
	*count = n;
	return true;
}

static bool says(const char *field)
{
	return field && *field;
}

bool balancers_empty(const struct balancer *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (says(list[i].ip) || says(list[i].hostname))
			return false;
	return true;
}
