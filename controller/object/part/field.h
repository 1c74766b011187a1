/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field.h - members of a document, and where they stand when they are wrong.
 *
 * The getters of json.h name the key they were asked for.  Each caller puts the
 * path of its node in front, until the text reads "spec.rules[1].host: not a
 * string".
 *
 * null counts as absent.  In arrays it is the empty value, as Go would read it.
 */
#ifndef CONTROLLER_OBJECT_PART_FIELD_H
#define CONTROLLER_OBJECT_PART_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/base/json.h"
#include "controller/object/part/object.h"
#include "zonegen/base/base.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

/* Puts the path of the node and a dot in front; false, as err_set(). */
bool field_of(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* A member that is a string, copied; NULL when it is absent or empty. */
bool field_string(const struct json *node, const char *key, struct arena *arena,
    const char **out, struct err *err) MUST_CHECK;

/* The same for a word that many objects have (words.h). */
bool field_word(const struct json *node, const char *key,
    const struct object *object, const char **out, struct err *err) MUST_CHECK;

/*
 * The same, but "" when it is absent.  Words that stand in most objects ("TCP")
 * have one copy for all.
 */
bool field_text(const struct json *node, const char *key, struct arena *arena,
    const char **out, struct err *err) MUST_CHECK;

/* A member that is a port, 0 when it is absent; ERR_INPUT beyond 65535. */
bool field_port(const struct json *node, const char *key, uint32_t *out,
    struct err *err) MUST_CHECK;

/* A member that is an array of strings, copied; empty ones are left out. */
bool field_strings(const struct json *node, const char *key,
    struct arena *arena, const char *const **list, uint32_t *count,
    struct err *err) MUST_CHECK;

/* A member that is an array of objects: the array and its length. */
bool field_objects(const struct json *node, const char *key,
    const struct json **array, uint32_t *count, struct err *err) MUST_CHECK;

/*
 * The same, for lists whose elements are compared with each element of another
 * list: ERR_INPUT for more than FIELD_FEW. The API server takes 64 at most.
 */
#define FIELD_FEW 1000
bool field_few(const struct json *node, const char *key,
    const struct json **array, uint32_t *count, struct err *err) MUST_CHECK;

/* Elements of an array, members of an object; 0 for NULL. */
uint32_t field_count(const struct json *node);

#endif
