/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reference.h - the Gateway, or another parent, that an object names.
 *
 * The API server writes the defaults out, manifests omit them.  Both read the
 * same here: a default is NULL.  A group that is "" is no default, it is the
 * core group.
 */
#ifndef CONTROLLER_OBJECT_PART_REFERENCE_H
#define CONTROLLER_OBJECT_PART_REFERENCE_H

#include <stdbool.h>

#include "controller/base/json.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

struct reference {
	const char *group, *kind; /* NULL: gateway.networking.k8s.io, Gateway */
	const char *namespace;    /* NULL: that of the referring object */
	const char *name;         /* "" when absent */
};

/* From node, whose text it is; own is the namespace of the referring object. */
bool reference_read(const struct json *node, const char *own,
    struct reference *out, struct err *err) MUST_CHECK;
/* Copies its texts into the arena. */
void reference_keep(struct reference *reference, struct arena *arena);

/* A group, NULL when it is that of the Gateway API; node's text. */
bool reference_group(
    const struct json *node, const char **out, struct err *err) MUST_CHECK;
bool reference_same(const struct reference *a, const struct reference *b);
/* Both NULL, or the same text. */
bool reference_same_text(const char *a, const char *b);
const char *reference_copy(const char *text, struct arena *arena);

#endif
