/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.h - the overlay rows that retain one RRset of the last version: one for
 * each of its origins, for each may return alone.
 *
 * What is retained is the RRset, whichever of its origins asked for which of
 * its records.  A live claim replaces all rows of its namespace, so one row
 * with all records is enough for the origins that share namespace and rank.
 * The first few have all of them, so that each can be explained; of many more
 * origins each has one record, which keeps it among the RRset's origins.
 * Otherwise a tenant could multiply objects by records.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_ROWS_H
#define CONTROLLER_PUBLISH_RETAIN_ROWS_H

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/domain/rrsets.h"

struct rows {
	struct overlay *out;
	const char *name;
	const struct rrsets *last;
	uint16_t type;
	struct rrset set; /* what it has, once there is a row */
	size_t count;
	struct map full; /* namespaces and ranks that have a row with all */
	struct arena arena;
};

/* Of a name in the last version; all borrowed until rows_end(). */
void rows_begin(struct rows *rows, struct overlay *out, const char *name,
    const struct rrsets *last, uint16_t type);
/*
 * Adds the row of an origin; NULL: not known.  rank: the precedence that its
 * kind has today, since files keep none.  The row, to alter; NULL: there is no
 * such RRset.
 */
struct retained *rows_add(struct rows *rows, enum retain_reason reason,
    struct origin *origin, unsigned rank);
void rows_end(struct rows *rows);

/* Does it stand for an origin that is not known? */
bool rows_is_unknown(const struct origin *origin);

#endif
