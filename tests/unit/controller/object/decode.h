/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h - documents of one kind as rows: what is kept, why one is refused.
 */
#ifndef TESTS_UNIT_CONTROLLER_OBJECT_DECODE_H
#define TESTS_UNIT_CONTROLLER_OBJECT_DECODE_H

#include "controller/object/part/object.h"
#include "zonegen/base/buf.h"

#define META "'metadata':{'namespace':'web','name':'www'}"
#define SPEC(rest) "{" META ",'spec':{" rest "}}"
#define STATUS(rest) "{" META ",'status':{" rest "}}"

struct decode_row {
	const char *name;
	const char *text; /* the document, ' standing for " */
	const char *want; /* what is kept, or NULL: */
	const char *why;  /* it is refused */
};

typedef void decode_print(struct buf *out, const struct object *object);

/* print() puts a blank in front of each thing it says. */
void decode_check(
    const char *kind, const struct decode_row *row, decode_print *print);

/* before, count times each, after; NULL: refused, and why is in err. */
struct object *decode_many(const char *kind, const char *before,
    const char *each, size_t count, const char *after, struct err *err);

/* Octets of its block. */
size_t decode_size(struct object *object);

void decode_print_list(
    struct buf *out, const char *word, const char *const *list, uint32_t count);
/* " WORD=TEXT", nothing when text is NULL. */
void decode_print_text(struct buf *out, const char *word, const char *text);

#endif
