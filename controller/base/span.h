/* SPDX-License-Identifier: Apache-2.0 */
/*
 * span.h - where a JSON value ends, found over any splits of its bytes.
 *
 * Only strings and brackets are looked at; json.h, which gets the bytes next,
 * checks the rest.  But brackets must match by kind and nest at most SPAN_DEPTH
 * deep, so that one broken element cannot swallow what stands behind it.
 */
#ifndef CONTROLLER_BASE_SPAN_H
#define CONTROLLER_BASE_SPAN_H

#include <stdbool.h>

#define SPAN_DEPTH 200

struct span {
	unsigned depth;
	bool begun, string, escape, scalar;
	char closers[SPAN_DEPTH];
};

enum span_state {
	SPAN_MORE, /* the value goes on behind these bytes */
	SPAN_DONE, /* *at is behind its last byte */
	SPAN_BAD,
};

void span_begin(struct span *span);
/* Moves *at towards end.  The first byte ever fed is that of the value. */
enum span_state span_feed(struct span *span, const char **at, const char *end);

bool span_blank(char c); /* white space, RFC 8259 2 */

#endif
