/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kinds.h - the table of kinds that are read.
 *
 * kube/ works from this table and knows no kind by its name.
 */
#ifndef CONTROLLER_OBJECT_KINDS_H
#define CONTROLLER_OBJECT_KINDS_H

#include <stddef.h>

#include "controller/object/part/kind.h"

size_t kind_count(void);
const struct kind *kind_at(size_t at);
size_t kind_index(const struct kind *kind);
const struct kind *kind_find(const char *name); /* exact, or NULL */
/* By apiVersion "networking.k8s.io/v1" and kind; NULL: not in the table. */
const struct kind *kind_find_api(const char *api_version, const char *name);

#endif
