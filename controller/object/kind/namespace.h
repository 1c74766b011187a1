/* SPDX-License-Identifier: Apache-2.0 */
/*
 * namespace.h - a Namespace: its labels, which every object has.
 */
#ifndef CONTROLLER_OBJECT_KIND_NAMESPACE_H
#define CONTROLLER_OBJECT_KIND_NAMESPACE_H

#include <stdbool.h>

#include "controller/object/part/object.h"

struct namespace
{
	struct object object;
};

bool namespace_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
