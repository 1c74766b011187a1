/* SPDX-License-Identifier: Apache-2.0 */
/*
 * meta.h - what every object has: its name, its age, labels and annotations.
 *
 * Names must be DNS-1123 names, as the API server demands, because manifests
 * have not passed one (N7: names of objects).  Only the annotations that a rule
 * may read are kept: the others are most of an object's octets.
 */
#ifndef CONTROLLER_OBJECT_PART_META_H
#define CONTROLLER_OBJECT_PART_META_H

#include <stdbool.h>

#include "controller/base/json.h"
#include "controller/object/part/object.h"
#include "zonegen/base/err.h"

/*
 * The key of document.  ERR_INPUT: a name is not valid, or the kind is another.
 * key is set even then, as far as it could be read, fit to be printed.
 */
bool meta_key(const struct kind *kind, const struct json *document,
    char key[OBJECT_KEY_SIZE], struct err *err) MUST_CHECK;

/*
 * The same from text that is not JSON (because of a NUL in a string, for
 * example), if the names stand there unescaped; else key is "".
 */
void meta_key_in_text(const struct kind *kind, const char *text, size_t len,
    char key[OBJECT_KEY_SIZE]);

/*
 * The origin of the object, with one reference; key is from meta_key().  NULL:
 * refused.
 */
struct origin *meta_origin(const struct kind *kind, const struct json *document,
    const char *key, struct err *err) MUST_CHECK;

/* The document's text, "" when it has no resourceVersion. */
bool meta_resource_version(
    const struct json *document, const char **out, struct err *err) MUST_CHECK;

/*
 * Fills the labels, the annotations and the last manager of object, whose kind,
 * origin and arena are set.
 */
bool meta_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
