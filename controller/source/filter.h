/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter.h - objects that may not speak (A3 controller, A4, A6).
 */
#ifndef CONTROLLER_SOURCE_FILTER_H
#define CONTROLLER_SOURCE_FILTER_H

#include <stdbool.h>

#include "controller/source/source.h"

/* Does the object's word count at all?  false: the claims were withdrawn. */
bool filter_passes(struct claims *claims);
/* Why an object is as if it were not there (A3, A4), or NULL. */
const char *filter_ignored(const struct object *object);
/* No classes: any.  Else class, NULL when it has none, must be one of them. */
bool filter_class(const struct strings *classes, const char *class);

#endif
