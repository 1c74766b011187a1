/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/rows.h"

#include "zonegen/claim/claim.h"

#define FULL_ROWS 16 /* of one RRset, whatever they share */

void rows_begin(struct rows *rows, struct overlay *out, const char *name,
    const struct rrsets *last, uint16_t type)
{
	*rows = (struct rows){
		.out = out, .name = name, .last = last, .type = type
	};
}

/* Is it to have all records?  One of its namespace and rank is. */
static bool is_full(
    struct rows *rows, const struct origin *origin, unsigned rank)
{
	const char *key =
	    arena_printf(&rows->arena, "%u %s", rank, origin_namespace(origin));
	bool first = !map_get(&rows->full, key);

	if (first)
		map_put(&rows->full, key, rows);
	return first || rows->count < FULL_ROWS;
}

struct retained *rows_add(struct rows *rows, enum retain_reason reason,
    struct origin *origin, unsigned rank)
{
	/* The last rank, so that any claim replaces it. */
	bool unknown = !origin || rows_is_unknown(origin);
	struct retained *row;
	struct origin *known;

	if (!rows->set.count &&
	    !rrsets_read(rows->last, rows->type, &rows->arena, &rows->set))
		return NULL;
	known = unknown
	    ? origin_new(ORIGIN_UNKNOWN, "", rows->name, "", AGE_UNKNOWN)
	    : origin_ref(origin);
	rank = unknown ? RANK_LAST : rank;
	row = overlay_retain(rows->out, reason, known, rank, rows->name,
	    rows->type, rows->set.records,
	    is_full(rows, known, rank) ? rows->set.count : 1);
	rows->count++;
	origin_unref(known); /* the row has its own */
	return row;
}

void rows_end(struct rows *rows)
{
	map_clear(&rows->full);
	arena_clear(&rows->arena);
}

bool rows_is_unknown(const struct origin *origin)
{
	return origin_is_of(origin, ORIGIN_UNKNOWN);
}
