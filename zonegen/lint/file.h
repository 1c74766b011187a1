/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.h - lint of a zone file of anybody's: its findings have lines.
 *
 * What the file says wrongly (master.h: BadSyntax, BadName, BadType, BadTTL,
 * BadTarget, BadSOA, TooLong) and what is wrong with the zone that it makes
 * (lint.h), in the order of the file.  Besides: OutOfZone; BadSOA when there is
 * none, or one too many; OddSOA; UnreadType, once for each type whose rdata
 * is not looked into.
 */
#ifndef ZONEGEN_LINT_FILE_H
#define ZONEGEN_LINT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"
#include "zonegen/claim/finding.h"
#include "zonegen/record/name.h"

struct lintfile {
	char zone[NAME_SIZE];
	size_t records; /* that could be read */
	struct lintfile_finding {
		struct finding finding; /* in findings; no origin, no winner */
		/*
		 * That of the id, but a warning for what every server takes:
		 * records that nobody sees, many records, an alias that leads
		 * nowhere.
		 */
		enum severity severity;
		size_t line; /* 0: the file as a whole */
	} * list;
	size_t count;
	/* file.c's own */
	struct findings findings;
	size_t *lines, lines_cap;
};

/*
 * zone: from name_parse(), or NULL: the SOA or $ORIGIN says which.  ERR_INPUT,
 * with the line where there is one, when nothing does.
 */
bool lintfile_read(struct lintfile *out, const char *text, size_t len,
    const char *zone, struct err *err) MUST_CHECK;
void lintfile_clear(struct lintfile *file);

/* The number of findings of a severity. */
size_t lintfile_count(const struct lintfile *file, enum severity severity);

#endif
