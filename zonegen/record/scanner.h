/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scanner.h - the words and strings of one record's text (RFC 1035 5.1).
 *
 * Between fields stands a blank, a tab or several of them.  Nothing else of a
 * zone file's syntax is known: no comment, no parentheses, no line.
 */
#ifndef ZONEGEN_RECORD_SCANNER_H
#define ZONEGEN_RECORD_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"
#include "zonegen/record/rdata.h"

struct scanner {
	const char *at, *end;
	bool any_octet; /* strings may hold more than printable ASCII */
	bool any_name;  /* names need not be those of hosts */
	const char
	    *origin; /* names without a final dot are in it; NULL: none */
};

bool scanner_done(const struct scanner *scanner);
/* Passes blanks; false when there is none. */
bool scanner_blank(struct scanner *scanner);
/* Passes all up to the next blank; its length, 0 at the end. */
size_t scanner_word(struct scanner *scanner, const char **word);
bool scanner_is_quoted(const struct scanner *scanner);
/*
 * Appends the octets of a string to out: in quotes, or without and then up to
 * the next blank, not empty and without any of "();.  \DDD is an octet, \X is
 * X.
 */
bool scanner_string(
    struct scanner *scanner, struct rdata *out, struct err *err) MUST_CHECK;

#endif
