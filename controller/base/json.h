/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.h - JSON text to a tree and back; the only door to cJSON.
 *
 * Stricter than cJSON: the text must end with the document, nest at most 200
 * deep, be valid UTF-8 and hold no \u0000 (cJSON would cut the string there,
 * and a host name would change its meaning).  Keys are compared exactly; of
 * duplicate keys the first counts.  Getters name the member that has a wrong
 * type: "spec.rules[2].host: not a string".
 *
 * Trees die right after the struct is filled; nothing keeps a pointer into one.
 */
#ifndef CONTROLLER_BASE_JSON_H
#define CONTROLLER_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct json; /* a document, or a node in it */

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json *json_parse(
    const char *text, size_t len, struct err *err) MUST_CHECK;
void json_free(struct json *document); /* NULL is fine */
/*
 * Has each object in the tree each of its keys once?  cJSON gives the first of
 * several, other readers the last.  ERR_INPUT names the key.
 */
bool json_unique(const struct json *node, struct err *err) MUST_CHECK;

enum json_type json_type(const struct json *node);
const char *json_key(const struct json *node); /* in its object, or NULL */
/* Children of an array or object; NULL at the end, and for other nodes. */
const struct json *json_first(const struct json *node);
const struct json *json_next(const struct json *node);

/*
 * A member by its exact key; NULL when it is absent or null, or node is NULL or
 * no object.
 */
const struct json *json_get(const struct json *node, const char *key);

/* Values; false when node has another type. */
bool json_string(const struct json *node, const char **out) MUST_CHECK;
bool json_number(const struct json *node, double *out) MUST_CHECK;
bool json_integer(const struct json *node, int64_t *out) MUST_CHECK;
bool json_bool(const struct json *node, bool *out) MUST_CHECK;

/*
 * The same for members: absent or null gives the fallback, another type is
 * ERR_INPUT "KEY: not a string".
 */
bool json_get_string(const struct json *node, const char *key,
    const char *fallback, const char **out, struct err *err) MUST_CHECK;
bool json_get_integer(const struct json *node, const char *key,
    int64_t fallback, int64_t *out, struct err *err) MUST_CHECK;
bool json_get_bool(const struct json *node, const char *key, bool fallback,
    bool *out, struct err *err) MUST_CHECK;
/* Absent or null gives NULL. */
bool json_get_array(const struct json *node, const char *key,
    const struct json **out, struct err *err) MUST_CHECK;
bool json_get_object(const struct json *node, const char *key,
    const struct json **out, struct err *err) MUST_CHECK;

/* Appends node as JSON on one line; numbers as they were parsed. */
void json_print(struct buf *out, const struct json *node);
/* Appends text as a JSON string, quotes included. */
void json_quote(struct buf *out, const char *text);

#endif
