/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolution.c - the dirty names of a zone, resolved.
 *
 * First the cuts, for a cut alters the names below it; then each unit of names
 * with its owner; then the loops that aliases make among each other.
 */
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/resolve/loops.h"
#include "zonegen/resolve/owner.h"
#include "zonegen/resolve/permit.h"
#include "zonegen/resolve/rules.h"
#include "zonegen/zone/zonestate.h"

static size_t text_len(const struct rrsets *rrsets)
{
	size_t len;

	(void)rrsets_text(rrsets, &len);
	return len;
}

/* Takes over rrsets.  true: the name is not as it was. */
static bool set_now(struct zone *zone, struct node *node, struct rrsets *rrsets)
{
	if (rrsets_equal(node->now, rrsets) &&
	    rrsets_same_origins(node->now, rrsets)) {
		rrsets_unref(rrsets);
		return false;
	}
	zone->rrsets += rrsets_count(rrsets);
	zone->rrsets -= rrsets_count(node->now);
	zone->text_len += text_len(rrsets);
	zone->text_len -= text_len(node->now);
	rrsets_unref(node->now);
	node->now = rrsets;
	if (rrsets_equal(node->last, rrsets) &&
	    rrsets_same_origins(node->last, rrsets)) {
		/* One copy is enough, and the live one is. */
		rrsets_unref(node->last);
		node->last = rrsets_ref(rrsets);
	} else {
		zone_list(zone, node);
	}
	return true;
}

/* --- Whose a name is --- */

static size_t unit_of(const struct node *base, const struct node ***unit)
{
	size_t members = base->extra ? base->extra->count : 0;

	*unit = xcalloc(members + 1, sizeof(**unit));
	(*unit)[0] = base;
	for (size_t i = 0; i < members; i++)
		(*unit)[i + 1] = base->extra->members[i];
	return members + 1;
}

const char *zone_owner(const struct zone *zone, const struct node *base)
{
	const struct node **unit;
	const char *owner;
	size_t count;

	if (zone->settings->union_namespaces)
		return NULL;
	if (!base->extra || !base->extra->count)
		return owner_of(zone->settings, &base, 1);
	count = unit_of(base, &unit);
	owner = owner_of(zone->settings, unit, count);
	free(unit);
	return owner;
}

bool zone_is_configured(const struct zone *zone, const struct node *node)
{
	const struct node *base = zone_base(zone, node);
	const char *apex = zone->settings->name;

	if (!zone->settings->nstatics || zone->settings->union_namespaces)
		return false;
	return (strcmp(node->name, apex) && owner_static(node)) ||
	    (strcmp(base->name, apex) && owner_static(base));
}

/*
 * Below a cut only those speak who own a delegation that needs the name: the
 * one that had it, or the oldest.  NULL: nobody does.
 */
static const char *glue_owner(const struct zone_settings *settings,
    const struct node *node, const struct glue *glue)
{
	const char *before = owner_before(node);
	const struct origin *first = NULL;

	for (const struct entry *e = node->entries; e; e = e->next) {
		if (entry_configured(e) || !glue_from(glue, e) ||
		    (!entry_has(e, RR_A) && !entry_has(e, RR_AAAA)) ||
		    !permit_entry(settings, node, e))
			continue;
		if (before && !strcmp(before, origin_namespace(e->origin)))
			return before;
		if (!first || origin_compare(e->origin, first) < 0)
			first = e->origin;
	}
	return first ? origin_namespace(first) : NULL;
}

static struct placement place(
    const struct zone *zone, const struct node *node, const char *owner)
{
	const struct cuts *cuts = &zone->cuts;
	struct placement placement = {
		.owner = owner,
		.configured = zone_is_configured(zone, node),
	};
	const char *other = NULL;

	if (!cuts->count)
		return placement;
	placement.here = map_get(&cuts->by_name, node->name);
	placement.above = cuts_above(cuts, node->name);
	placement.glue = map_get(&cuts->glue, node->name);
	if (placement.above && placement.glue && owner)
		other = glue_owner(zone->settings, node, placement.glue);
	if (other)
		placement.owner = other;
	return placement;
}

/* --- Names --- */

static bool resolve_one(struct zone *zone, struct node *node, const char *owner)
{
	struct placement placement = place(zone, node, owner);
	struct findings findings = { 0 };
	struct rrsets *rrsets;

	node->dirty = false;
	rrsets = resolve_node(zone->settings, node, &placement, &findings);
	if (node->extra || findings.count) {
		findings_clear(&node_extra(node)->findings);
		node->extra->findings = findings;
	}
	if (!node->entries && !node->last)
		zone->maybe_dead = true;
	return set_now(zone, node, rrsets);
}

/* A base and the names that belong to it have one owner. */
static bool resolve_unit(struct zone *zone, struct node *base)
{
	size_t members = base->extra ? base->extra->count : 0;
	const char *owner = zone_owner(zone, base);
	/* The owner may be a string of the last version, which goes. */
	char *copy = owner && members ? xstrdup(owner) : NULL;
	bool changed;

	if (copy)
		owner = copy;
	changed = resolve_one(zone, base, owner);
	for (size_t i = 0; i < members; i++)
		changed |= resolve_one(zone, base->extra->members[i], owner);
	free(copy);
	return changed;
}

/* --- Cuts --- */

static bool may_cut(const struct zone *zone, const struct node *node)
{
	if (!strcmp(node->name, zone->settings->name))
		return false;
	for (const struct entry *e = node->entries; e; e = e->next)
		if (entry_has(e, RR_NS) || entry_has(e, RR_DNAME))
			return true;
	return false;
}

/* true: a name that may be a cut, or might have been, is dirty. */
static bool list_cutters(struct zone *zone)
{
	bool any = false;
	size_t kept = 0;

	for (size_t i = 0; i < zone->ndirty; i++) {
		struct node *node = zone->dirty[i];

		any = any || node->cutter;
		if (node->cutter || !may_cut(zone, node))
			continue;
		node->cutter = any = true;
		zone->cutters = xgrow(zone->cutters, zone->ncutters,
		    &zone->cutters_cap, sizeof(*zone->cutters));
		zone->cutters[zone->ncutters++] = node;
	}
	for (size_t i = 0; i < zone->ncutters; i++) {
		struct node *node = zone->cutters[i];

		node->cutter = !node->dirty || may_cut(zone, node);
		if (node->cutter)
			zone->cutters[kept++] = node;
	}
	zone->ncutters = kept;
	return any;
}

/* Does anything dirty have to do with a cut? */
static bool cuts_touched(const struct zone *zone)
{
	for (size_t i = 0; zone->cuts.count && i < zone->ndirty; i++)
		if (cuts_concern(&zone->cuts, zone->dirty[i]->name))
			return true;
	return false;
}

/* Whatever a cut has a say in is resolved again. */
static void mark_cut(struct zone *zone)
{
	const struct cuts *cuts = &zone->cuts;
	const struct glue *glue;
	size_t at = 0;

	for (size_t i = 0; i < cuts->count; i++) {
		size_t first, count;

		count = zone_subtree(zone, cuts->list[i].node->name, &first);
		for (size_t j = 0; j < count; j++)
			zone_mark(zone, zone->sorted[first + j]);
	}
	while ((glue = map_next(&cuts->glue, &at))) {
		struct node *node = zone_find(zone, glue->name);

		if (node)
			zone_mark(zone, node);
	}
}

static void decide_cuts(struct zone *zone)
{
	zone_merge(zone);
	mark_cut(zone);
	cuts_decide(&zone->cuts, zone);
	mark_cut(zone);
}

/* --- All of it --- */

/* Bases stand on the list with their members, see zone_mark(). */
static bool resolve_dirty(struct zone *zone, size_t from)
{
	bool changed = false;

	for (size_t i = from; i < zone->ndirty; i++)
		if (zone_base(zone, zone->dirty[i]) == zone->dirty[i])
			changed |= resolve_unit(zone, zone->dirty[i]);
	return changed;
}

/*
 * *again: at a name that may be a cut an alias is gone, which might have kept
 * it from being one.
 */
static bool break_loops(struct zone *zone, bool *again)
{
	struct loops_search *search = loops_begin(zone);
	struct node *node;
	bool changed = false;

	*again = false;
	while ((node = loops_next(search))) {
		*again = *again || node->cutter;
		changed |= resolve_unit(zone, zone_base(zone, node));
	}
	loops_end(search);
	return changed;
}

bool zone_resolve(struct zone *zone)
{
	bool changed = false, again = zone->ndirty > 0;
	size_t done = 0;

	if (again)
		loops_forget(zone);
	if (again && (list_cutters(zone) || cuts_touched(zone)))
		decide_cuts(zone);
	while (again) {
		changed |= resolve_dirty(zone, done);
		done = zone->ndirty;
		changed |= break_loops(zone, &again);
		if (again)
			decide_cuts(zone);
	}
	zone->ndirty = 0;
	zone_give_back(&zone->dirty, &zone->dirty_cap);
	zone_settle(zone);
	return changed;
}
