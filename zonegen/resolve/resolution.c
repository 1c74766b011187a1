/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolution.c - resolves the dirty names of a zone.
 *
 * The cuts are decided first, for a cut alters the names below it.  Then each
 * unit of names is resolved with its owner.  Then loops of aliases are broken,
 * and names that this concerns are resolved again.
 */
#include "zonegen/resolve/resolution.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/resolve/loops.h"
#include "zonegen/resolve/owner.h"
#include "zonegen/resolve/placement.h"
#include "zonegen/resolve/rules.h"

static size_t text_len(const struct rrsets *rrsets)
{
	size_t len;

	(void)rrsets_text(rrsets, &len);
	return len;
}

/* Takes over rrsets.  true: the name is not as it was. */
static bool set_now(
    struct domains *domains, struct domain *domain, struct rrsets *rrsets)
{
	if (rrsets_equal(domain->now, rrsets) &&
	    rrsets_same_origins(domain->now, rrsets)) {
		rrsets_unref(rrsets);
		return false;
	}
	domains->rrsets += rrsets_count(rrsets);
	domains->rrsets -= rrsets_count(domain->now);
	domains->text_len += text_len(rrsets);
	domains->text_len -= text_len(domain->now);
	rrsets_unref(domain->now);
	domain->now = rrsets;
	if (rrsets_equal(domain->last, rrsets) &&
	    rrsets_same_origins(domain->last, rrsets)) {
		/* One copy is enough, and the live one is. */
		rrsets_unref(domain->last);
		domain->last = rrsets_ref(rrsets);
	} else {
		domains_list(domains, domain);
	}
	return true;
}

/* --- Names --- */

static bool resolve_one(struct domains *domains, const struct cuts *cuts,
    struct domain *domain, const char *owner)
{
	struct placement placement = placement_of(domains, cuts, domain, owner);
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
		domains->maybe_dead = true;
	return set_now(domains, domain, rrsets);
}

/* A base and the names that belong to it have one owner. */
static bool resolve_unit(
    struct domains *domains, const struct cuts *cuts, struct domain *base)
{
	size_t members = base->extra ? base->extra->count : 0;
	const char *owner = owner_of(domains, base);
	/* The owner may be a string of the last version, which goes. */
	char *copy = owner && members ? xstrdup(owner) : NULL;
	bool changed;

	if (copy)
		owner = copy;
	changed = resolve_one(domains, cuts, base, owner);
	for (size_t i = 0; i < members; i++)
		changed |=
		    resolve_one(domains, cuts, base->extra->members[i], owner);
	free(copy);
	return changed;
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
	mark_near_cuts(domains, cuts);
}

/* --- All of it --- */

/* Bases stand on the list with their members, see domains_mark(). */
static bool resolve_dirty(
    struct domains *domains, const struct cuts *cuts, size_t from)
{
	bool changed = false;

	for (size_t i = from; i < domains->ndirty; i++)
		if (domains_base(domains, domains->dirty[i]) ==
		    domains->dirty[i])
			changed |=
			    resolve_unit(domains, cuts, domains->dirty[i]);
	return changed;
}

static bool any_cutter(const struct domains *domains, size_t from)
{
	for (size_t i = from; i < domains->ndirty; i++)
		if (domains->dirty[i]->cutter)
			return true;
	return false;
}

/*
 * Resolves the dirty names from that one on in the list.  *again: at a name
 * that may be a cut an alias is gone, which might have kept it from being one.
 */
static bool resolve_and_break(
    struct domains *domains, const struct cuts *cuts, size_t from, bool *again)
{
	bool changed = resolve_dirty(domains, cuts, from), broken;

	*again = false;
	do {
		size_t done = domains->ndirty;

		broken = loops_break(domains, cuts, from);
		from = done;
		*again = *again || any_cutter(domains, from);
		changed |= resolve_dirty(domains, cuts, from);
	} while (broken);
	return changed;
}

bool resolution_run(struct domains *domains, struct cuts *cuts)
{
	bool changed = false, again = domains->ndirty > 0;
	size_t done = 0;

	if (again)
		loops_forget(domains);
	if (again && (list_cutters(domains) || cuts_touched(domains, cuts)))
		decide_cuts(domains, cuts);
	while (again) {
		changed |= resolve_and_break(domains, cuts, done, &again);
		done = domains->ndirty;
		if (again)
			decide_cuts(domains, cuts);
	}
	domains->ndirty = 0;
	domains_give_back(&domains->dirty, &domains->dirty_cap);
	domains_tidy(domains);
	return changed;
}
