/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offers.h - the records of one name, while they are gathered.
 *
 * An object's claim does not depend on the order of its targets:
 * offers_reduce() sorts, drops repeats and keeps one alias at most (A2:
 * addresses before host names).
 */
#ifndef CONTROLLER_SOURCE_OFFERS_H
#define CONTROLLER_SOURCE_OFFERS_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/record.h"

struct offers {
	struct arena *arena;
	struct record *list;
	size_t count, cap;
	/*
	 * Aliases and addresses both stay: the zone decides (C4: an alias
	 * stands alone).
	 */
	bool typed;
};

/* The result for aliases. */
enum aliases {
	ALIASES_KEPT,    /* there was one, or none */
	ALIASES_BEATEN,  /* addresses won over them */
	ALIASES_SEVERAL, /* the first in canonical order won over the others */
};

/* Copies the record; its rdata is borrowed. */
void offers_add(struct offers *offers, const struct record *record);

/*
 * The result does not depend on the order.  The first limit records of each
 * type and one more are kept (0: all): the zone takes limit of them and reports
 * that there are others (A8: sizes). *alias: a CNAME or DNAME that the result
 * is about, or NULL.
 */
enum aliases offers_reduce(
    struct offers *offers, size_t limit, const struct record **alias);

#endif
