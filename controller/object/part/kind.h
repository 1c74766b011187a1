/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind.h - what is to be known of one kind of objects to list and decode it.
 *
 * The kinds there are stand in the table of controller/object/kinds.c.
 */
#ifndef CONTROLLER_OBJECT_PART_KIND_H
#define CONTROLLER_OBJECT_PART_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"

struct json;
struct object;

struct kind {
	const char *name;                /* "Ingress" */
	const char *group;               /* "networking.k8s.io", "" for core */
	const char *const *api_versions; /* best first, NULL at the end */
	const char *plural;              /* "ingresses" */
	bool namespaced;
	size_t size; /* of its struct, which begins with struct object */
	/* Fills the rest from the whole document; strings are copied. */
	bool (*decode)(struct object *object, const struct json *document,
	    struct err *err);
};

/* Does kind have api_version, "GROUP/VERSION" or "VERSION" for core? */
bool kind_has(const struct kind *kind, const char *api_version);

#endif
