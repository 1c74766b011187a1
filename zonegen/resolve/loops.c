/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loops.c - follows aliases from each name that may have closed a loop.  Names
 * and what they lead to are a forest.  An alias whose target leads to the very
 * name would close a loop; the youngest alias on the way is taken out then, and
 * its name gets the next one that the rules offer.  Names are resolved again in
 * the end only.
 *
 * A zone with wildcards or DNAMEs is followed as a server does it: a name that
 * does not exist leads to its encloser (RFC 4592 3.3.1), a name that is the
 * closest encloser to the wildcard below it, a name below a DNAME to what is
 * put in its place (RFC 6672).  When a name loses its last record, it and the
 * enclosers that vanish with it led nowhere, and lead to the next encloser now.
 * So a loop, once there is one, stays until its youngest alias goes.
 */
#include "zonegen/resolve/loops.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/resolve/existing.h"
#include "zonegen/resolve/forest.h"
#include "zonegen/resolve/placement.h"

/* A name that an alias leads from or to, or one as an encloser of others. */
struct step {
	struct forest_node node; /* the first member, see step_of() */
	const char *name;
	struct domain *domain; /* NULL: none, or the step is an encloser */
	bool encloser;
	bool rest;          /* without an alias the name has other records */
	struct alias alias; /* .target NULL: it has none */
	bool was;           /* the last version had this alias */
	bool broken;        /* of a root: a loop was broken in this tree */
	/* The aliases it may have; those before `at` close loops. */
	struct alias *aliases;
	size_t count, at;
};

struct search {
	struct domains *domains;
	const struct cuts *cuts;
	struct step **steps; /* in the order in which they were found */
	size_t count, cap;
	struct step **moved; /* that lead elsewhere since names vanished */
	size_t nmoved, moved_cap;
	struct map by_name, enclosers;
	bool wide; /* wildcards and DNAMEs count */
	struct existing existing;
	struct arena arena;
};

void loops_forget(struct domains *domains)
{
	bool any = false;

	if (domains->nwild || domains->ncutters)
		any = domains->nlooped > 0 && domains->ndirty > 0;
	for (size_t i = 0; domains->nlooped && i < domains->ndirty; i++)
		any = any || domains->dirty[i]->looped;
	for (size_t i = 0; any && i < domains->nlooped; i++) {
		struct domain *domain = domains->looped[i];

		domain->looped = false;
		if (domain_forgive(domain))
			domains_mark(domains, domain);
	}
	if (any)
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

static struct step *step_of(struct forest_node *node)
{
	return (struct step *)node;
}

/* Is its alias the younger one?  Those that have none are the oldest. */
static bool is_younger(const struct forest_node *x, const struct forest_node *y)
{
	const struct step *a = (const struct step *)x;
	const struct step *b = (const struct step *)y;
	int d = 0;

	if (!a->alias.target != !b->alias.target)
		return a->alias.target != NULL;
	if (a->was != b->was)
		return b->was;
	if (a->alias.target)
		d = origin_compare(a->alias.origin, b->alias.origin);
	d = d ? d : name_compare(a->name, b->name);
	return d ? d > 0 : a->encloser && !b->encloser;
}

/* Has its alias be the one at `at`. */
static void take_alias(struct step *step)
{
	char last[NAME_SIZE];

	step->alias = step->at < step->count ? step->aliases[step->at]
					     : (struct alias){ NULL };
	step->was = step->alias.target && alias_of(step->domain->last, last) &&
	    !strcmp(step->alias.target, last);
}

static struct step *new_step(
    struct search *search, const char *name, struct map *map)
{
	struct step *step = arena_alloc(&search->arena, sizeof(*step));

	step->name = arena_strdup(&search->arena, name);
	map_put(map, step->name, step);
	search->steps =
	    xgrow(search->steps, search->count, &search->cap, sizeof(step));
	search->steps[search->count++] = step;
	return step;
}

static struct step *get_step(struct search *search, const char *name)
{
	struct step *step = map_get(&search->by_name, name);
	char target[NAME_SIZE];
	size_t count;

	if (step)
		return step;
	step = new_step(search, name, &search->by_name);
	step->domain = domains_find(search->domains, name);
	if (step->domain && alias_of(step->domain->now, target)) {
		step->aliases =
		    arena_alloc(&search->arena, sizeof(struct alias));
		step->aliases[step->count++] = (struct alias){
			.target = arena_strdup(&search->arena, target),
			.origin = *rrsets_origins(step->domain->now, 0, &count),
		};
		take_alias(step);
	}
	return step;
}

static struct step *get_encloser(struct search *search, const char *name)
{
	struct step *step = map_get(&search->enclosers, name);

	if (step)
		return step;
	step = new_step(search, name, &search->enclosers);
	step->encloser = true;
	return step;
}

/* Behind the alias that it has those that would come next. */
static void find_aliases(struct search *search, struct step *step)
{
	const struct domains *domains = search->domains;
	const struct domain *domain = step->domain;
	struct placement placement =
	    placement_of(domains, search->cuts, domain);
	struct alias *aliases;
	size_t count = rules_aliases(domains->settings, domain, &placement,
	    &search->arena, &aliases, &step->rest);

	step->aliases =
	    arena_alloc(&search->arena, (count + 1) * sizeof(*step->aliases));
	step->aliases[0] = step->alias;
	for (size_t i = 0; i < count; i++)
		if (strcmp(aliases[i].target, step->alias.target) != 0)
			step->aliases[step->count++] = aliases[i];
}

/* The step, if there is one, will be led anew. */
static void move(struct search *search, struct step *step)
{
	if (!step)
		return;
	forest_cut(&step->node, is_younger);
	search->moved = xgrow(search->moved, search->nmoved, &search->moved_cap,
	    sizeof(*search->moved));
	search->moved[search->nmoved++] = step;
}

/* The name has no record any more, nor have enclosers for which it stood. */
static void vanish(struct search *search, const struct step *step)
{
	const char *name = step->name;

	existing_drop(&search->existing, name);
	for (; !existing_has(&search->existing, name);
	     name = name_parent(name)) {
		move(search, map_get(&search->by_name, name));
		move(search, map_get(&search->enclosers, name));
	}
	/* Its wildcard may have been the one that went. */
	move(search, map_get(&search->enclosers, name));
}

static void take_next(struct search *search, struct step *step)
{
	if (step->at == 0)
		find_aliases(search, step);
	step->at++;
	take_alias(step);
	if (search->wide && !step->alias.target && !step->rest)
		vanish(search, step);
}

/* What stands in the place of a name below a cut. */
static struct step *substitute(
    struct search *search, const struct cut *cut, const char *name)
{
	char target[NAME_SIZE];

	if (cut_type(cut) != RR_DNAME || !cut_substitute(cut, name, target) ||
	    !name_within(target, search->domains->settings->name))
		return NULL;
	return get_step(search, target);
}

static struct step *next_of_encloser(struct search *search, const char *name)
{
	char wildcard[NAME_SIZE + 2] = "*.";

	if (!existing_has(&search->existing, name))
		return get_encloser(search, name_parent(name));
	memcpy(wildcard + 2, name, strlen(name) + 1);
	return existing_stands(&search->existing, wildcard)
	    ? get_step(search, wildcard)
	    : NULL;
}

/* Where a name without an alias leads to. */
static struct step *next_of_name(struct search *search, const char *name)
{
	const struct cut *cut = cuts_above(search->cuts, name);

	if (cut)
		return substitute(search, cut, name);
	return existing_has(&search->existing, name)
	    ? NULL
	    : get_encloser(search, name_parent(name));
}

/* NULL: it leads to no other name of the zone. */
static struct step *next_of(struct search *search, const struct step *step)
{
	const struct domains *domains = search->domains;

	if (step->encloser)
		return next_of_encloser(search, step->name);
	if (!step->alias.target)
		return search->wide ? next_of_name(search, step->name) : NULL;
	if (search->wide
		? name_within(step->alias.target, domains->settings->name)
		: domains_find(domains, step->alias.target) != NULL)
		return get_step(search, step->alias.target);
	return NULL;
}

/* Has the step lead where its alias does, and breaks the loops it closes. */
static void lead(struct search *search, struct step *step)
{
	struct step *next;

	while ((next = next_of(search, step))) {
		struct step *victim;

		forest_cut(&step->node, is_younger);
		if (forest_root(&next->node, is_younger) != &step->node) {
			forest_link(&step->node, &next->node, is_younger);
			return;
		}
		victim = step_of(forest_last(&next->node, is_younger));
		if (!victim->alias.target)
			return;
		forest_cut(&victim->node, is_younger);
		if (victim != step)
			forest_link(&step->node, &next->node, is_younger);
		take_next(search, victim);
		step = victim;
	}
}

static struct step *root_of(struct step *step)
{
	return step_of(forest_root(&step->node, is_younger));
}

/* Keeps for the next time what was found. */
static bool keep(struct search *search)
{
	struct domains *domains = search->domains;
	bool any = false;

	for (size_t i = 0; i < search->count; i++)
		if (search->steps[i]->at > 0)
			any = root_of(search->steps[i])->broken = true;
	for (size_t i = 0; any && i < search->count; i++) {
		struct step *step = search->steps[i];
		struct domain *domain = step->domain;

		if (!step->count || !root_of(step)->broken)
			continue;
		if (!domain->looped)
			domains->looped =
			    xgrow(domains->looped, domains->nlooped,
				&domains->looped_cap, sizeof(*domains->looped));
		if (!domain->looped)
			domains->looped[domains->nlooped++] = domain;
		domain->looped = true;
		if (!step->at)
			continue;
		domain_forbid(domain, step->aliases, step->at);
		domains_mark(domains, domain);
	}
	return any;
}

/* Does its alias lead to a name that may lead on? */
static bool may_loop(const struct search *search, const struct domain *domain)
{
	const struct domains *domains = search->domains;
	char target[NAME_SIZE];

	return alias_of(domain->now, target) &&
	    (search->wide ? name_within(target, domains->settings->name)
			  : domains_find(domains, target) != NULL);
}

/* What others lead to may be another name since a name came or went. */
static void start(struct search *search, struct domain *const *list,
    size_t from, size_t count)
{
	for (size_t i = from; i < count; i++)
		if (may_loop(search, list[i]))
			(void)get_step(search, list[i]->name);
}

static void begin(struct search *search, size_t from)
{
	struct domains *domains = search->domains;
	bool all = cuts_have_dname(search->cuts);

	search->wide = all || domains->nwild > 0;
	if (search->wide) {
		domains_merge(domains);
		existing_open(&search->existing, domains);
	}
	start(search, domains->dirty, from, domains->ndirty);
	start(search, domains->wild, 0, domains->nwild);
	if (all)
		start(search, domains->sorted, 0, domains->nsorted);
}

bool loops_break(struct domains *domains, const struct cuts *cuts, size_t from)
{
	struct search search = { .domains = domains, .cuts = cuts };
	bool any;

	begin(&search, from);
	/* More come to both ends meanwhile. */
	for (size_t i = 0; i < search.count || search.nmoved;)
		lead(&search,
		    search.nmoved ? search.moved[--search.nmoved]
				  : search.steps[i++]);
	any = keep(&search);
	free(search.steps);
	free(search.moved);
	map_clear(&search.by_name);
	map_clear(&search.enclosers);
	existing_close(&search.existing);
	arena_clear(&search.arena);
	return any;
}
