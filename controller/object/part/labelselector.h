/* SPDX-License-Identifier: Apache-2.0 */
/*
 * labelselector.h - a LabelSelector, as objects have them: matchLabels and
 * matchExpressions, all of which must hold.
 */
#ifndef CONTROLLER_OBJECT_PART_LABELSELECTOR_H
#define CONTROLLER_OBJECT_PART_LABELSELECTOR_H

#include <stdbool.h>

#include "controller/base/json.h"
#include "controller/config/read/selector.h"
#include "controller/object/part/object.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

/*
 * A member of node.  An empty one matches everything.  One that is absent, or
 * means nothing (an unknown operator, In without values, a key that is none),
 * is not usable: it matches nothing, which is no error.  ERR_INPUT for wrong
 * types, and for more than FIELD_FEW terms.
 */
bool labelselector_decode(const struct json *node, const char *key,
    struct arena *arena, struct selector *out, bool *usable,
    struct err *err) MUST_CHECK;

/* Do the labels of object match? */
bool labelselector_matches(
    const struct selector *selector, const struct object *object);

#endif
