/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolution.c - resolves the dirty names of a zone.
 *
 * Whose the names are is decided first, then the cuts, for a cut alters the
 * names below it.  Then each name is resolved.  Then loops of aliases are
 * broken, and names that this concerns are resolved again.
 */
#include "zonegen/resolve/resolution.h"

#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/resolve/dnames.h"
#include "zonegen/resolve/loops.h"
#include "zonegen/resolve/ownership.h"
#include "zonegen/resolve/placement.h"
#include "zonegen/resolve/rules.h"

/* --- Names --- */

/* true: the name is not as it was. */
static bool resolve_one(
    struct domains *domains, const struct cuts *cuts, struct domain *domain)
{
	struct placement placement = placement_of(domains, cuts, domain);
	struct findings findings = { 0 };
	struct rrsets *rrsets;

	domain->dirty = false;
	rrsets =
	    rules_resolve(domains->settings, domain, &placement, &findings);
	if (domain->extra || findings.count) {
		findings_clear(&domain_extra(domain)->findings);
		domain->extra->findings = findings;
	}
	if (!domain->entries && !domain->last)
		domains_fade(domains, domain);
	if (rrsets_equal(domain->now, rrsets) &&
	    rrsets_same_origins(domain->now, rrsets)) {
		rrsets_unref(rrsets);
		return false;
	}
	domains_set(domains, domain, rrsets);
	return true;
}

/* --- Cuts --- */

static bool may_cut(const struct domains *domains, const struct domain *domain)
{
	if (!strcmp(domain->name, domains->settings->name))
		return false;
	for (const struct entry *e = domain->entries; e; e = e->next)
		if (entry_has(e, RR_NS) || entry_has(e, RR_DNAME))
			return true;
	return false;
}

/* true: a name that may be a cut, or might have been, is dirty. */
static bool list_cutters(struct domains *domains)
{
	bool any = false;
	size_t kept = 0;

	for (size_t i = 0; i < domains->ndirty; i++) {
		struct domain *domain = domains->dirty[i];

		any = any || domain->cutter;
		if (domain->cutter || !may_cut(domains, domain))
			continue;
		domain->cutter = any = true;
		domains->cutters = xgrow(domains->cutters, domains->ncutters,
		    &domains->cutters_cap, sizeof(*domains->cutters));
		domains->cutters[domains->ncutters++] = domain;
	}
	for (size_t i = 0; i < domains->ncutters; i++) {
		struct domain *domain = domains->cutters[i];

		domain->cutter = !domain->dirty || may_cut(domains, domain);
		if (domain->cutter)
			domains->cutters[kept++] = domain;
	}
	domains->ncutters = kept;
	return any;
}

/* Keeps the list of wildcards that somebody asks for. */
static void list_wild(struct domains *domains)
{
	size_t kept = 0;

	for (size_t i = 0; i < domains->ndirty; i++) {
		struct domain *domain = domains->dirty[i];

		if (domain->wild || !name_is_wildcard(domain->name))
			continue;
		domain->wild = true;
		domains->wild = xgrow(domains->wild, domains->nwild,
		    &domains->wild_cap, sizeof(*domains->wild));
		domains->wild[domains->nwild++] = domain;
	}
	for (size_t i = 0; i < domains->nwild; i++) {
		struct domain *domain = domains->wild[i];

		domain->wild = domain->entries != NULL;
		if (domain->wild)
			domains->wild[kept++] = domain;
	}
	domains->nwild = kept;
}

/* Does anything dirty have to do with a cut? */
static bool cuts_touched(const struct domains *domains, const struct cuts *cuts)
{
	for (size_t i = 0; cuts->count && i < domains->ndirty; i++)
		if (cuts_concern(cuts, domains->dirty[i]->name))
			return true;
	return false;
}

/* Marks every name that a cut concerns: those at and below it, and its glue. */
static void mark_near_cuts(struct domains *domains, const struct cuts *cuts)
{
	const struct glue *glue;
	size_t at = 0;

	for (size_t i = 0; i < cuts->count; i++) {
		size_t first, count;

		count = domains_subtree(
		    domains, cuts->list[i].domain->name, &first);
		for (size_t j = 0; j < count; j++)
			domains_mark(domains, domains->sorted[first + j]);
	}
	while ((glue = map_next(&cuts->glue, &at))) {
		struct domain *domain = domains_find(domains, glue->name);

		if (domain)
			domains_mark(domains, domain);
	}
}

static void decide_cuts(struct domains *domains, struct cuts *cuts)
{
	domains_merge(domains);
	mark_near_cuts(domains, cuts);
	cuts_decide(cuts, domains);
	dnames_break(cuts, domains->settings->name);
	mark_near_cuts(domains, cuts);
}

/* --- All of it --- */

static void begin(
    struct resolution *r, struct domains *domains, struct cuts *cuts)
{
	bool cutters;

	*r = (struct resolution){ .begun = true };
	if (!domains->ndirty)
		return;
	list_wild(domains);
	cutters = list_cutters(domains);
	loops_forget(domains);
	r->changed = ownership_decide(domains);
	if (list_cutters(domains) || cutters || cuts_touched(domains, cuts))
		decide_cuts(domains, cuts);
}

static bool resolve_dirty(struct resolution *r, struct domains *domains,
    const struct cuts *cuts, const struct pause *pause)
{
	while (r->at < domains->ndirty) {
		r->changed |=
		    resolve_one(domains, cuts, domains->dirty[r->at++]);
		if (r->at < domains->ndirty && pause_due(pause))
			return false;
	}
	return true;
}

static bool any_cutter(const struct domains *domains, size_t from)
{
	for (size_t i = from; i < domains->ndirty; i++)
		if (domains->dirty[i]->cutter)
			return true;
	return false;
}

/*
 * What has become dirty because the other names are resolved: names where loops
 * are broken, and then, where an alias is gone that might have kept its name
 * from being a cut, those near the cuts.  false: nothing.
 */
static bool add_dirty(
    struct resolution *r, struct domains *domains, struct cuts *cuts)
{
	size_t done = domains->ndirty;

	if (loops_break(domains, cuts, r->from)) {
		r->again = r->again || any_cutter(domains, done);
	} else if (r->again) {
		r->again = false;
		decide_cuts(domains, cuts);
	}
	r->from = done;
	return domains->ndirty > done;
}

bool resolution_run(struct resolution *r, struct domains *domains,
    struct cuts *cuts, const struct pause *pause)
{
	if (!r->begun)
		begin(r, domains, cuts);
	do {
		if (!resolve_dirty(r, domains, cuts, pause))
			return false;
	} while (add_dirty(r, domains, cuts));
	r->begun = false;
	domains->ndirty = 0;
	domains_give_back(&domains->dirty, &domains->dirty_cap);
	domains_tidy(domains);
	return true;
}
