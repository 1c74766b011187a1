/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reference.h - the Gateway, or another parent, that an object names.
 *
 * The API server writes the defaults out, manifests leave them away; here both
 * read the same: what is as usual is NULL.  A group that is "" is none of
 * them, it is the core group.
 */
#ifndef CONTROLLER_OBJECT_PART_REFERENCE_H
#define CONTROLLER_OBJECT_PART_REFERENCE_H

#include <stdbool.h>

#include "controller/base/json.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

struct reference {
	const char *group, *kind; /* NULL: gateway.networking.k8s.io, Gateway */
	const char *namespace;    /* NULL: the one of who refers */
	const char *name;         /* "" when absent */
};

/* From node, whose text it is; own is the namespace of who refers. */
bool reference_read(const struct json *node, const char *own,
    struct reference *out, struct err *err) MUST_CHECK;
/* Text that was node's is the arena's then. */
void reference_keep(struct reference *reference, struct arena *arena);

/* A group, NULL when it is that of the Gateway API; node's text. */
bool reference_group(
    const struct json *node, const char **out, struct err *err) MUST_CHECK;
bool reference_same(const struct reference *a, const struct reference *b);
/* Both NULL, or the same text. */
bool reference_same_text(const char *a, const char *b);
const char *reference_copy(const char *text, struct arena *arena);

#endif
