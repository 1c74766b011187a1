/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parameters.h - the query of a URL: "name=www.example.com&verbose=".
 *
 * Percent escapes (RFC 3986 2.1) and "+" for a blank are decoded.  A key that
 * is there twice, an unfinished escape and a NUL are errors, so that a mistaken
 * question is not answered as another one.
 */
#ifndef CONTROLLER_SERVE_PARAMETERS_H
#define CONTROLLER_SERVE_PARAMETERS_H

#include <stddef.h>

#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

struct parameter {
	const char *key, *value; /* value may be "" */
};

struct parameters {
	struct arena arena;
	struct parameter *list;
	size_t count;
};

/* query: the text after the "?"; NULL: empty.  ERR_INPUT. */
bool parameters_parse(
    struct parameters *out, const char *query, struct err *err) MUST_CHECK;
void parameters_clear(struct parameters *parameters);
const char *parameters_get(
    const struct parameters *parameters, const char *key); /* or NULL */

#endif
