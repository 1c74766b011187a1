/* SPDX-License-Identifier: Apache-2.0 */
/*
 * annotation.h - annotations that steer what is claimed (A3: annotations).
 *
 * Three spellings are in use.  external-dns.kubernetes.io/ beats the older
 * external-dns.alpha.kubernetes.io/ key by key; for host names
 * coredns.io/hostname beats both.
 */
#ifndef CONTROLLER_SOURCE_ANNOTATION_H
#define CONTROLLER_SOURCE_ANNOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/object/part/object.h"
#include "zonegen/base/base.h"

/* "target", "ttl", ...: the value that counts, or NULL. */
const char *annotation_get(const struct object *object, const char *word);
const char *annotation_hostname(const struct object *object);

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
