/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journalentry.h - an entry of a journal as a whole (journal.h): its header,
 * and the lines that have the digest which is in there.
 */
#ifndef ZONEGEN_VERSION_JOURNALENTRY_H
#define ZONEGEN_VERSION_JOURNALENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/err.h"

#define JOURNALENTRY_WORD "entry\t" /* begins a header, and no other line */

struct journal_entry {
	uint32_t from, to;    /* serials */
	const char *start;    /* of its header */
	const char *at, *end; /* its lines */
};

/* *at goes behind it.  ERR_INPUT: it is cut off or damaged, or there is none.
 */
bool journalentry_next(const char **at, const char *end,
    struct journal_entry *out, struct err *err) MUST_CHECK;

/*
 * How many headers tell what serial they lead to, and the latest of these: they
 * were counted, whatever became of the lines behind them.
 */
size_t journalentry_serials(
    const char *text, const char *end, uint32_t *latest);

#endif
