/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scalar.h - what an unquoted YAML scalar means (YAML 1.2.2, 10.3.2).
 *
 * The core schema: null, booleans, integers (decimal, 0o octal, 0x hexa-
 * decimal), floats; everything else is a string, "yes" and "12:30" included.
 * Numbers keep their digits: nothing is rounded on the way to JSON.
 */
#ifndef CONTROLLER_BASE_SCALAR_H
#define CONTROLLER_BASE_SCALAR_H

#include <stdbool.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/* Appends text as JSON.  ERR_INPUT for a number that JSON cannot hold. */
bool scalar_json(struct buf *out, const char *text, struct err *err) MUST_CHECK;
bool scalar_null(const char *text);

#endif
