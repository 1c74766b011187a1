/* SPDX-License-Identifier: Apache-2.0 */
/*
 * template.h - text with named values: "server {{listen}}".
 *
 * No logic.  A value may hold several lines.  An unknown or unclosed name is
 * an error that tells file and line, so that a mistake in an operator's
 * template is found when it is read, not when NSD chokes on it.
 */
#ifndef ZONEGEN_BASE_TEMPLATE_H
#define ZONEGEN_BASE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct template_value {
	const char *name; /* letters, digits, "-" and "_" */
	const char *text;
};

/* file is what errors call the template. */
bool template_fill(const char *file, const char *text,
    const struct template_value *values, size_t count, struct buf *out,
    struct err *err) MUST_CHECK;

#endif
