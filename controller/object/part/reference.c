/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/reference.h"

#include <stddef.h>
#include <string.h>

/* A member; NULL when it is absent, empty or the default. */
static bool read_member(const struct json *node, const char *key,
    const char *usual, const char **out, struct err *err)
{
	if (!json_get_string(node, key, usual, out, err))
		return false;
	if (!**out || !strcmp(*out, usual))
		*out = NULL;
	return true;
}

bool reference_group(const struct json *node, const char **out, struct err *err)
{
	static const char usual[] = "gateway.networking.k8s.io";

	if (!json_get_string(node, "group", usual, out, err))
		return false;
	if (!strcmp(*out, usual))
		*out = NULL;
	return true;
}

bool reference_read(const struct json *node, const char *own,
    struct reference *out, struct err *err)
{
	return reference_group(node, &out->group, err) &&
	    read_member(node, "kind", "Gateway", &out->kind, err) &&
	    read_member(node, "namespace", own, &out->namespace, err) &&
	    json_get_string(node, "name", "", &out->name, err);
}

bool reference_same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool reference_same(const struct reference *a, const struct reference *b)
{
	return reference_same_text(a->name, b->name) &&
	    reference_same_text(a->namespace, b->namespace) &&
	    reference_same_text(a->kind, b->kind) &&
	    reference_same_text(a->group, b->group);
}

const char *reference_copy(const char *text, struct arena *arena)
{
	return text ? arena_strdup(arena, text) : NULL;
}

void reference_keep(struct reference *reference, struct arena *arena)
{
	reference->group = reference_copy(reference->group, arena);
	reference->kind = reference_copy(reference->kind, arena);
	reference->namespace = reference_copy(reference->namespace, arena);
	reference->name = reference_copy(reference->name, arena);
}
