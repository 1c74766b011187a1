/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h - from the JSON of one object to the struct of its kind.
 */
#ifndef CONTROLLER_OBJECT_DECODE_H
#define CONTROLLER_OBJECT_DECODE_H

#include <stddef.h>

#include "controller/object/part/kind.h"
#include "controller/object/part/object.h"
#include "zonegen/base/err.h"

struct words;

/*
 * An object of kind->size bytes: its head is filled from metadata, the rest by
 * kind->decode().  ERR_INPUT: not JSON, wrong types, no valid DNS-1123 name
 * (N7: names of objects). *key (may be "") is set even then, as far as it could
 * be read. words outlive the object; they may be NULL.
 */
struct object *object_decode(const struct kind *kind, const char *text,
    size_t len, struct words *words, char key[OBJECT_KEY_SIZE],
    struct err *err) MUST_CHECK;

#endif
