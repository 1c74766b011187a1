/* SPDX-License-Identifier: Apache-2.0 */
/*
 * imprint.h - a digest of an object, as far as a rule may read it.
 *
 * Two states of an object with one digest make the same claims by the same
 * rules.  So whoever finds an object as it was before knows that a change of
 * its claims has another cause.  The digest stays the same when only what no
 * rule reads has changed: annotations of others, versions, times and messages
 * of conditions.
 *
 * It is FNV-1a of 64 bits: it tells accidents apart.  Who forges a digest can
 * only have the loss of their own records taken for that of a new
 * configuration.
 */
#ifndef CONTROLLER_OBJECT_PART_IMPRINT_H
#define CONTROLLER_OBJECT_PART_IMPRINT_H

#include <stdint.h>

#include "controller/base/json.h"
#include "controller/object/part/object.h"

/* Of an object that was decoded from document; never 0. */
uint64_t imprint_take(const struct object *object, const struct json *document);

#endif
