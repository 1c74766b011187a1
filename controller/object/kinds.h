/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kinds.h - the table of kinds that are read.
 *
 * kube/ works from this table and knows no kind by name.
 */
#ifndef CONTROLLER_OBJECT_KINDS_H
#define CONTROLLER_OBJECT_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/object/part/object.h"

struct kind {
	const char *name;            /* "Ingress" */
	const char *group;           /* "networking.k8s.io", "" for core */
	const char *const *versions; /* best first, NULL at the end */
	const char *plural;          /* "ingresses" */
	bool namespaced;
	size_t size; /* of its struct, which begins with struct object */
	/* Fills the rest from the whole document; strings are copied. */
	bool (*decode)(struct object *object, const struct json *document,
	    struct err *err);
};

size_t kind_count(void);
const struct kind *kind_at(size_t at);
size_t kind_index(const struct kind *kind);
const struct kind *kind_find(const char *name); /* exact, or NULL */
/* By apiVersion "networking.k8s.io/v1" and kind; NULL: not one of ours. */
const struct kind *kind_find_api(const char *api_version, const char *name);

#endif
