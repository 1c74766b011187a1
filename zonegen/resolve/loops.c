/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/loops.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/zonestate.h"

/*
 * A loop has a name whose alias is new, so the walks start at dirty names.
 * Each name is walked over once; who meets the steps of a walk before is on no
 * new loop.
 */
struct loops_search {
	struct zone *zone;
	size_t at;          /* in the zone's dirty names */
	struct node *again; /* was resolved again: the walk starts there */
	struct map seen;    /* by name: the number of the walk */
	uintptr_t walks;
};

void loops_forget(struct zone *zone)
{
	for (size_t i = 0; i < zone->nlooped; i++) {
		struct node *node = zone->looped[i];

		for (size_t j = 0; j < node->extra->nloops; j++)
			free(node->extra->loops[j]);
		free(node->extra->loops);
		node->extra->loops = NULL;
		node->extra->nloops = 0;
		zone_mark(zone, node);
	}
	zone->nlooped = 0;
}

/* Is there an alias in these RRsets?  Then its target. */
static bool alias_of(const struct rrsets *rrsets, char target[NAME_SIZE])
{
	struct arena arena = { 0 };
	struct rrset set;
	size_t used;
	bool ok;

	if (rrsets_count(rrsets) != 1 || rrsets_type(rrsets, 0) != RR_CNAME)
		return false;
	ok = rrsets_read(rrsets, RR_CNAME, &arena, &set) && set.count == 1 &&
	    name_from_wire(
		set.records[0].rdata, set.records[0].size, target, &used);
	arena_clear(&arena);
	return ok;
}

static struct node *follow(const struct zone *zone, const struct node *node)
{
	char target[NAME_SIZE];

	return alias_of(node->now, target) ? zone_find(zone, target) : NULL;
}

static bool was_so(const struct node *node)
{
	char now[NAME_SIZE], last[NAME_SIZE];

	return alias_of(node->now, now) && alias_of(node->last, last) &&
	    !strcmp(now, last);
}

static bool is_younger(const struct node *a, const struct node *b)
{
	bool a_was = was_so(a), b_was = was_so(b);
	struct origin *const *x, *const *y;
	size_t count;
	int d;

	if (a_was != b_was)
		return b_was;
	x = rrsets_origins(a->now, 0, &count);
	y = rrsets_origins(b->now, 0, &count);
	d = origin_compare(*x, *y);
	return d ? d > 0 : name_compare(a->name, b->name) > 0;
}

static struct node *break_at_youngest(struct zone *zone, struct node *start)
{
	struct node *victim = start;
	struct node_extra *extra;
	char target[NAME_SIZE];

	for (struct node *n = follow(zone, start); n && n != start;
	     n = follow(zone, n))
		if (is_younger(n, victim))
			victim = n;
	if (!alias_of(victim->now, target))
		return NULL;
	extra = node_extra(victim);
	extra->loops = xreallocarray(
	    extra->loops, extra->nloops + 1, sizeof(*extra->loops));
	extra->loops[extra->nloops++] = xstrdup(target);
	if (extra->nloops == 1) {
		zone->looped = xgrow(zone->looped, zone->nlooped,
		    &zone->looped_cap, sizeof(*zone->looped));
		zone->looped[zone->nlooped++] = victim;
	}
	return victim;
}

/* A name on the loop that the walk from node ends in, or NULL. */
static struct node *walk(const struct zone *zone, struct map *seen,
    uintptr_t step, struct node *node)
{
	while (node) {
		uintptr_t before = (uintptr_t)map_get(seen, node->name);

		if (before)
			return before == step ? node : NULL;
		map_put(seen, node->name, (void *)step);
		node = follow(zone, node);
	}
	return NULL;
}

/*
 * What was resolved again leads elsewhere: names seen before may be on a loop
 * with it.
 */
static struct node *walk_again(const struct zone *zone, struct node *node)
{
	struct map seen = MAP_INIT;
	struct node *found = walk(zone, &seen, 1, node);

	map_clear(&seen);
	return found;
}

struct loops_search *loops_begin(struct zone *zone)
{
	struct loops_search *search = xcalloc(1, sizeof(*search));

	search->zone = zone;
	return search;
}

struct node *loops_next(struct loops_search *search)
{
	struct zone *zone = search->zone;
	struct node *found = NULL;

	if (search->again)
		found = walk_again(zone, search->again);
	while (!found && search->at < zone->ndirty) {
		struct node *node = zone->dirty[search->at++];

		if (rrsets_count(node->now) == 1 &&
		    rrsets_type(node->now, 0) == RR_CNAME)
			found =
			    walk(zone, &search->seen, ++search->walks, node);
	}
	search->again = found ? break_at_youngest(zone, found) : NULL;
	return search->again;
}

void loops_end(struct loops_search *search)
{
	map_clear(&search->seen);
	free(search);
}
