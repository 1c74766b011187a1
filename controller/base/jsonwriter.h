/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonwriter.h - JSON text, written piece by piece.
 *
 * The writer puts the commas.  The caller closes what it opened, in order. key
 * is NULL inside a list and for the outermost value.
 */
#ifndef CONTROLLER_BASE_JSONWRITER_H
#define CONTROLLER_BASE_JSONWRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/buf.h"

struct jsonwriter {
	struct buf *out; /* the caller's */
	bool follows;    /* the next value needs a comma */
};

void jsonwriter_object(struct jsonwriter *writer, const char *key);
void jsonwriter_list(struct jsonwriter *writer, const char *key);
void jsonwriter_end_object(struct jsonwriter *writer);
void jsonwriter_end_list(struct jsonwriter *writer);

/* Octets that are no UTF-8 become U+FFFD. */
void jsonwriter_text(
    struct jsonwriter *writer, const char *key, const char *text);
/* The same, but nothing at all of a text that is NULL or empty. */
void jsonwriter_some(
    struct jsonwriter *writer, const char *key, const char *text);
void jsonwriter_number(
    struct jsonwriter *writer, const char *key, uint64_t number);
void jsonwriter_bool(struct jsonwriter *writer, const char *key, bool value);

#endif
