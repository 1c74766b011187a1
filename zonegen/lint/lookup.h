/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup.h - the inside of lint, for lint.c and the lint*.c beside it.
 *
 * Records are sorted by name and type, so that those of a name stand together
 * and what is below it follows.  Each check gets one name at a time.
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

/* ->list is where its records begin, or would. */
struct lint_name lint_find(const struct lint *lint, const char *name);
/* Those of one type. */
struct lint_name lint_type(const struct lint_name *name, uint16_t type);
bool lint_has_address(const struct lint_name *name); /* A or AAAA */
/* Is there a name below it? */
bool lint_has_below(const struct lint *lint, const struct lint_name *name);
bool lint_is_apex(const struct lint *lint, const char *name);
/* A delegation or a DNAME strictly above name: the highest one, or none. */
struct lint_name lint_cut(const struct lint *lint, const char *name);

/* The checks, a group a file. */
void lint_name(struct lint *lint, const struct lint_name *name);
void lint_cuts(struct lint *lint, const struct lint_name *name);
void lint_targets(struct lint *lint, const struct lint_name *name);
void lint_values(struct lint *lint, const struct lint_name *name);
/* What is asked once, of the whole. */
void lint_apex(struct lint *lint);
/* Counts public and private addresses, before the checks. */
void lint_count_addresses(struct lint *lint);

#endif
