/* SPDX-License-Identifier: Apache-2.0 */
/*
 * annotation.h - annotations that steer what is claimed (A3: annotations).
 *
 * The configuration says which words are read, and under which prefixes; of
 * these the later one in its list wins, word by word.
 */
#ifndef CONTROLLER_SOURCE_ANNOTATION_H
#define CONTROLLER_SOURCE_ANNOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/config.h"
#include "controller/object/part/object.h"
#include "zonegen/base/base.h"

/* "hostname", "target", ...: the value that counts, or NULL. */
const char *annotation_get(
    const struct config *config, const struct object *object, const char *word);

/*
 * The items of a list: split at commas, blanks around them dropped, empty ones
 * passed over.  *at starts at the list's text.  NULL at the end.
 */
const char *annotation_item(const char **at, size_t *len);

/*
 * A TTL: whole seconds, or a Go duration whose fraction of a second is cut off
 * (A5: one TTL per RRset).  false when it is neither or not within 1..TTL_MAX.
 */
bool annotation_ttl(const char *text, uint32_t *ttl) MUST_CHECK;

#endif
