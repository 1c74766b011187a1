/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exclusion.h - records that do not count, because a checker refused them.
 *
 * An error about one record makes NSD drop the whole zone.  So a record that
 * its checker refuses is excluded: while its origin asks for it, it comes into
 * no RRset, with a finding.  The origin's other records count, and it keeps its
 * names all the same (C1: an empty claim keeps its name).  If excluding one
 * record does not help, every record of the origin is excluded, a row for each.
 * They return together as soon as the origin asks for something else (W2:
 * quarantine).
 *
 * What the server itself could not load, although its checker passed it, stays
 * out until a time, whatever the origin asks for meanwhile: each try would cost
 * everybody the zone for a moment.
 *
 * Rows are plain values: blame.h makes them, overlayrows.h applies them, and
 * they are saved with the overlay they are part of.
 */
#ifndef ZONEGEN_CLAIM_EXCLUSION_H
#define ZONEGEN_CLAIM_EXCLUSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/record/record.h"

struct exclusion {
	const char *origin;   /* "Ingress web/www" */
	const char *name;     /* absolute */
	const char *words;    /* of whoever refused it */
	struct record record; /* its TTL does not matter */
	bool all;             /* one of all that the origin asks for */
	bool open;            /* whether it is to blame is still searched */
	int64_t until;        /* ms of a clock that the caller has, or 0 */
};

/* Owns what its rows point to: adding copies. */
struct exclusions {
	struct exclusion *list;
	size_t count, cap;
};

void exclusions_add(struct exclusions *exclusions, const struct exclusion *row);
/*
 * By name (canonical), record, origin: the order they compare in.  Rows of the
 * same three become one, the first without until, else the one with the latest;
 * it is open if all are, and one of all if one that is as open is.
 */
void exclusions_sort(struct exclusions *exclusions);
bool exclusions_equal(const struct exclusions *a, const struct exclusions *b);
void exclusions_clear(struct exclusions *exclusions);

#endif
