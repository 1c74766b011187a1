/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter.h - objects that may not speak (A3 controller, A4, A6).
 */
#ifndef CONTROLLER_SOURCE_FILTER_H
#define CONTROLLER_SOURCE_FILTER_H

#include <stdbool.h>

#include "controller/source/source.h"

/*
 * Does the object's word count at all?  class is an Ingress's, NULL when it
 * has none; other kinds have no classes.  false: the claims were withdrawn.
 */
bool filter_passes(struct claims *claims);
bool filter_class_passes(struct claims *claims, const char *class);

#endif
