/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup.h - what the checks of a zone ask its list of records.
 *
 * The list is sorted by name and type: the records of a name stand together,
 * and those of the names below it follow.  A check gets one name at a time.
 */
#ifndef ZONEGEN_LINT_LOOKUP_H
#define ZONEGEN_LINT_LOOKUP_H

#include "zonegen/lint/lint.h"

/* The records of one name, or of one type at it. */
struct lint_name {
	const char *name;
	const struct lint_record *list;
	size_t count; /* 0: it has none */
};

void lint_report(struct lint *lint, const struct lint_record *at,
    enum finding_id id, const char *fmt, ...) PRINTF(4, 5);

/* The name whose first record is at this place of the list. */
struct lint_name lint_at(const struct lint *lint, size_t first);
/* ->list is where its records begin, or would. */
struct lint_name lint_find(const struct lint *lint, const char *name);
/* The records of one type. */
struct lint_name lint_type(const struct lint_name *name, uint16_t type);
bool lint_has_address(const struct lint_name *name); /* A or AAAA */
/* Is there a name below it? */
bool lint_has_below(const struct lint *lint, const struct lint_name *name);
bool lint_is_apex(const struct lint *lint, const char *name);
/* A delegation or a DNAME strictly above name: the highest one, or none. */
struct lint_name lint_cut(const struct lint *lint, const char *name);

#endif
