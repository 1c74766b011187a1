/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/object.h"

#include <stdlib.h>
#include <string.h>

static const char *find(const struct pair *pairs, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(pairs[i].key, key))
			return pairs[i].value;
	return NULL;
}

const char *object_label(const struct object *object, const char *key)
{
	return find(object->labels, object->nlabels, key);
}

const char *object_annotation(const struct object *object, const char *key)
{
	return find(object->annotations, object->nannotations, key);
}

const char *object_key(const struct object *object)
{
	return origin_key(object->origin);
}

const char *object_namespace(const struct object *object)
{
	return origin_namespace(object->origin);
}

const char *object_name(const struct object *object)
{
	size_t len = strlen(object_namespace(object));

	return object_key(object) + len + (len > 0);
}

void object_free(struct object *object)
{
	if (!object)
		return;
	origin_unref(object->origin);
	free(object);
}
