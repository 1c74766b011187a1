/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter.h - objects that do not count (A3: annotations; A4: the ignore label;
 * A6: filters).
 */
#ifndef CONTROLLER_SOURCE_FILTER_H
#define CONTROLLER_SOURCE_FILTER_H

#include <stdbool.h>

#include "controller/source/source.h"

/* Does the object count at all?  false: the claims were withdrawn. */
bool filter_passes(struct claims *claims);
/* Why an object counts as absent (A3: annotations; A4: the ignore label), or
 * NULL. */
const char *filter_ignored(
    const struct config *config, const struct object *object);
/*
 * Does one of the selectors of filters.labels for its kind match?  Yes, if
 * there are none.
 */
bool filter_selects(const struct config *config, const struct object *object);
/* Is the Gateway one of filters.gateways?  Yes, if there are none. */
bool filter_gateway(const struct config *config, const struct object *object);
/* No classes: any.  Else class, NULL when it has none, must be one of them. */
bool filter_class(const struct strings *classes, const char *class);

#endif
