/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loops.c - follows aliases from each dirty name.  A walk that meets its own
 * steps has found a loop, which is broken at its youngest alias; the walk then
 * starts again there.  A name is walked over once; a walk that meets the steps
 * of an earlier one is on no new loop.
 */
#include "zonegen/resolve/loops.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

/* A new loop needs a new alias, so the walks start at dirty names. */
struct loops_search {
	struct domains *domains;
	size_t at;            /* in the dirty ones */
	struct domain *again; /* was resolved again: the walk starts there */
	struct map seen;      /* by name: the number of the walk */
	uintptr_t walks;
};

void loops_forget(struct domains *domains)
{
	for (size_t i = 0; i < domains->nlooped; i++) {
		struct domain *domain = domains->looped[i];

		for (size_t j = 0; j < domain->extra->nloops; j++)
			free(domain->extra->loops[j]);
		free(domain->extra->loops);
		domain->extra->loops = NULL;
		domain->extra->nloops = 0;
		domains_mark(domains, domain);
	}
	domains->nlooped = 0;
}

/* Is there an alias in these RRsets?  Then its target. */
static bool alias_of(const struct rrsets *rrsets, char target[NAME_SIZE])
{
	struct arena arena = { 0 };
	struct rrset set;
	bool ok;

	if (rrsets_count(rrsets) != 1 || rrsets_type(rrsets, 0) != RR_CNAME)
		return false;
	ok = rrsets_read(rrsets, RR_CNAME, &arena, &set) && set.count == 1 &&
	    record_target(&set.records[0], target);
	arena_clear(&arena);
	return ok;
}

static struct domain *follow(
    const struct domains *domains, const struct domain *domain)
{
	char target[NAME_SIZE];

	return alias_of(domain->now, target) ? domains_find(domains, target)
					     : NULL;
}

static bool was_so(const struct domain *domain)
{
	char now[NAME_SIZE], last[NAME_SIZE];

	return alias_of(domain->now, now) && alias_of(domain->last, last) &&
	    !strcmp(now, last);
}

static bool is_younger(const struct domain *a, const struct domain *b)
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

static struct domain *break_at_youngest(
    struct domains *domains, struct domain *start)
{
	struct domain *victim = start;
	struct domain_extra *extra;
	char target[NAME_SIZE];

	for (struct domain *n = follow(domains, start); n && n != start;
	     n = follow(domains, n))
		if (is_younger(n, victim))
			victim = n;
	if (!alias_of(victim->now, target))
		return NULL;
	extra = domain_extra(victim);
	extra->loops = xreallocarray(
	    extra->loops, extra->nloops + 1, sizeof(*extra->loops));
	extra->loops[extra->nloops++] = xstrdup(target);
	if (extra->nloops == 1) {
		domains->looped = xgrow(domains->looped, domains->nlooped,
		    &domains->looped_cap, sizeof(*domains->looped));
		domains->looped[domains->nlooped++] = victim;
	}
	return victim;
}

/* A name on the loop that the walk from domain ends in, or NULL. */
static struct domain *walk(const struct domains *domains, struct map *seen,
    uintptr_t step, struct domain *domain)
{
	while (domain) {
		uintptr_t before = (uintptr_t)map_get(seen, domain->name);

		if (before)
			return before == step ? domain : NULL;
		map_put(seen, domain->name, (void *)step);
		domain = follow(domains, domain);
	}
	return NULL;
}

/*
 * A name that was resolved again leads elsewhere: names seen before may be on a
 * loop with it.
 */
static struct domain *walk_again(
    const struct domains *domains, struct domain *domain)
{
	struct map seen = MAP_INIT;
	struct domain *found = walk(domains, &seen, 1, domain);

	map_clear(&seen);
	return found;
}

struct loops_search *loops_begin(struct domains *domains)
{
	struct loops_search *search = xcalloc(1, sizeof(*search));

	search->domains = domains;
	return search;
}

struct domain *loops_next(struct loops_search *search)
{
	struct domains *domains = search->domains;
	struct domain *found = NULL;

	if (search->again)
		found = walk_again(domains, search->again);
	while (!found && search->at < domains->ndirty) {
		struct domain *domain = domains->dirty[search->at++];

		if (rrsets_count(domain->now) == 1 &&
		    rrsets_type(domain->now, 0) == RR_CNAME)
			found = walk(
			    domains, &search->seen, ++search->walks, domain);
	}
	search->again = found ? break_at_youngest(domains, found) : NULL;
	return search->again;
}

void loops_end(struct loops_search *search)
{
	map_clear(&search->seen);
	free(search);
}
