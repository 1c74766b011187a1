/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statement.h - who orders something, and why, as the caller states it.
 *
 * Nobody checks who that is.  Each is one line of UTF-8 without control
 * characters, so that it can forge no line of a log, of a status or of a
 * commit's message.
 */
#ifndef CONTROLLER_PUBLISH_ORDER_STATEMENT_H
#define CONTROLLER_PUBLISH_ORDER_STATEMENT_H

#include <stdbool.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

#define STATEMENT_MAX 200 /* octets of each */

struct statement {
	char by[STATEMENT_MAX + 1], reason[STATEMENT_MAX + 1]; /* "": none */
};

/* NULL: not stated.  ERR_INPUT: empty, too long, or no line of text. */
bool statement_set(struct statement *out, const char *by, const char *reason,
    struct err *err) MUST_CHECK;
/* " by jo: reason", as far as it is stated. */
void statement_print(const struct statement *statement, struct buf *out);

#endif
