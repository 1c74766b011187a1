/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loops.c - follows aliases from each dirty name.  Names and what they lead to
 * are a forest.  An alias whose target leads to the very name would close a
 * loop; the youngest alias on the way is taken out then, and its name gets the
 * next one that the rules offer.  Names are resolved again in the end only.
 */
#include "zonegen/resolve/loops.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/resolve/forest.h"
#include "zonegen/resolve/placement.h"

/* A name that an alias leads from or to. */
struct step {
	struct forest_node node; /* the first member, see step_of() */
	struct domain *domain;
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
	struct map by_name;
	struct arena arena;
};

void loops_forget(struct domains *domains)
{
	bool any = false;

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
	return d ? d > 0 : name_compare(a->domain->name, b->domain->name) > 0;
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

static struct step *get_step(struct search *search, struct domain *domain)
{
	struct step *step = map_get(&search->by_name, domain->name);
	char target[NAME_SIZE];
	size_t count;

	if (step)
		return step;
	step = arena_alloc(&search->arena, sizeof(*step));
	step->domain = domain;
	if (alias_of(domain->now, target)) {
		step->aliases =
		    arena_alloc(&search->arena, sizeof(struct alias));
		step->aliases[step->count++] = (struct alias){
			.target = arena_strdup(&search->arena, target),
			.origin = *rrsets_origins(domain->now, 0, &count),
		};
	}
	take_alias(step);
	map_put(&search->by_name, domain->name, step);
	search->steps =
	    xgrow(search->steps, search->count, &search->cap, sizeof(step));
	search->steps[search->count++] = step;
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
	size_t count = rules_aliases(
	    domains->settings, domain, &placement, &search->arena, &aliases);

	step->aliases =
	    arena_alloc(&search->arena, (count + 1) * sizeof(*step->aliases));
	step->aliases[0] = step->alias;
	for (size_t i = 0; i < count; i++)
		if (strcmp(aliases[i].target, step->alias.target) != 0)
			step->aliases[step->count++] = aliases[i];
}

static void take_next(struct search *search, struct step *step)
{
	if (step->at == 0)
		find_aliases(search, step);
	step->at++;
	take_alias(step);
}

/* Has the step lead where its alias does, and breaks the loops it closes. */
static void lead(struct search *search, struct step *step)
{
	while (step->alias.target) {
		struct domain *domain =
		    domains_find(search->domains, step->alias.target);
		struct step *next = domain ? get_step(search, domain) : NULL;
		struct step *victim;

		if (!next)
			return;
		if (forest_root(&next->node, is_younger) != &step->node) {
			forest_link(&step->node, &next->node, is_younger);
			return;
		}
		victim = step_of(forest_last(&next->node, is_younger));
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

bool loops_break(struct domains *domains, const struct cuts *cuts, size_t from)
{
	struct search search = { .domains = domains, .cuts = cuts };
	char target[NAME_SIZE];
	bool any;

	for (size_t i = from; i < domains->ndirty; i++)
		if (alias_of(domains->dirty[i]->now, target) &&
		    domains_find(domains, target))
			(void)get_step(&search, domains->dirty[i]);
	/* More come to its end meanwhile. */
	for (size_t i = 0; i < search.count; i++)
		lead(&search, search.steps[i]);
	any = keep(&search);
	free(search.steps);
	map_clear(&search.by_name);
	arena_clear(&search.arena);
	return any;
}
