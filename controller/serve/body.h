/* SPDX-License-Identifier: Apache-2.0 */
/*
 * body.h - the body of a request: one JSON object of strings.
 *
 * Reading is strict: the members that are asked for, each at most once, and no
 * others.
 */
#ifndef CONTROLLER_SERVE_BODY_H
#define CONTROLLER_SERVE_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/json.h"
#include "zonegen/base/err.h"

struct body_row {
	const char *key;
	const char **value; /* good as long as the document; NULL before */
	bool optional;
};

/* The document, or NULL: ERR_INPUT. */
struct json *body_read(const char *text, size_t len,
    const struct body_row *rows, size_t count, struct err *err) MUST_CHECK;

#endif
