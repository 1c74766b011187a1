/* SPDX-License-Identifier: Apache-2.0 */
/*
 * masterword.h - a zone file cut into entries, and these into words (RFC 1035
 * 5.1), for master.c.
 *
 * An entry is a line, or several where parentheses stand.  Comments are gone,
 * quotes and escapes are kept.  A word holds any octets but line ends and NUL
 * (RFC 1035 5.1).
 */
#ifndef ZONEGEN_LINT_MASTERWORD_H
#define ZONEGEN_LINT_MASTERWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"

struct masterword {
	const char *text; /* without its quotes; escapes as they are */
	size_t len;
	bool quoted;
	bool joined; /* to the word before: key="value" */
};

struct masterwords {
	const char *at, *end; /* what is still unread */
	size_t next;          /* number of the line at at */
	/* The entry. */
	size_t line; /* where it began */
	bool indented;
	struct masterword *list;
	size_t count, cap;
};

void masterwords_open(struct masterwords *words, const char *text, size_t len);
void masterwords_close(struct masterwords *words);

/*
 * The next entry that has words.  false at the end, and when *fault is set to
 * what is wrong at ->line: ask again then, the rest of that line is passed.
 */
bool masterwords_next(struct masterwords *words, const char **fault);

/* Octets that are not printable become escapes, as our parser has them. */
void masterword_print(const struct masterword *word, struct buf *out);

#endif
