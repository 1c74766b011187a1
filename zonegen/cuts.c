/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/cuts.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/name.h"
#include "zonegen/owner.h"
#include "zonegen/permit.h"
#include "zonegen/resolve.h"
#include "zonegen/zonestate.h"

uint16_t cut_type(const struct cut *cut)
{
	if (cut->over || cut->above)
		return 0;
	if (cut->ns && !cut->bare)
		return RR_NS;
	return cut->dname ? RR_DNAME : 0;
}

/* The cut at name or the nearest above it; standing ones alone, or all. */
static const struct cut *find(
    const struct cuts *cuts, const char *name, bool standing)
{
	for (; cuts->count && name; name = name_parent(name)) {
		const struct cut *cut = map_get(&cuts->by_name, name);

		if (cut && (!standing || cut_type(cut)))
			return cut;
	}
	return NULL;
}

const struct cut *cuts_above(const struct cuts *cuts, const char *name)
{
	return cuts->count ? find(cuts, name_parent(name), true) : NULL;
}

bool cuts_concern(const struct cuts *cuts, const char *name)
{
	return cuts->count &&
	    (find(cuts, name, false) || map_get(&cuts->glue, name));
}

bool glue_from(const struct glue *glue, const struct entry *entry)
{
	if (!glue->count && !glue->configured)
		return false;
	if (entry_configured(entry))
		return true;
	for (size_t i = 0; i < glue->count; i++)
		if (!strcmp(glue->namespaces[i], entry->origin->namespace))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a;
	const struct node *y = *(const struct node *const *)b;

	return name_compare(x->name, y->name);
}

static struct placement owned(const struct zone *zone, const struct node *node)
{
	return (struct placement){
		.owner = zone_owner(zone, zone_base(zone, node)),
		.configured = zone_is_configured(zone, node),
	};
}

/* Whatever asks to be a cut, parents before what is below them. */
static void collect(struct cuts *cuts, const struct zone *zone)
{
	const struct node **nodes = xcalloc(zone->ncutters + 1, sizeof(*nodes));

	for (size_t i = 0; i < zone->ncutters; i++)
		nodes[i] = zone->cutters[i];
	qsort(nodes, zone->ncutters, sizeof(*nodes), by_name);
	cuts->list = arena_alloc(
	    &cuts->arena, (zone->ncutters + 1) * sizeof(*cuts->list));
	for (size_t i = 0; i < zone->ncutters; i++) {
		struct placement placement = owned(zone, nodes[i]);
		struct cut *cut = &cuts->list[cuts->count];

		if (!resolve_cut(zone->settings, nodes[i], &placement,
			&cuts->arena, cut))
			continue;
		cuts->count++;
	}
	for (size_t i = 0; i < cuts->count; i++)
		map_put(
		    &cuts->by_name, cuts->list[i].node->name, &cuts->list[i]);
	free(nodes);
}

static bool is_configured(const struct cut *cut)
{
	return entry_configured(cut->entry);
}

static bool is_of(const struct cut *cut, const char *namespace)
{
	for (size_t i = 0; i < cut->nnamespaces; i++)
		if (cut->namespaces[i] &&
		    !strcmp(cut->namespaces[i], namespace))
			return true;
	return false;
}

static bool was_cut(const struct node *node)
{
	for (size_t i = 0; i < rrsets_count(node->last); i++) {
		uint16_t type = rrsets_type(node->last, i);

		if (type == RR_NS || type == RR_DNAME)
			return true;
	}
	return false;
}

/* C5: is what entry claims at node older than the cut above it? */
static bool is_older(
    const struct node *node, const struct entry *entry, const struct cut *cut)
{
	const char *before = owner_before(node);
	bool was = before && !strcmp(before, entry->origin->namespace);

	if (was != was_cut(cut->node))
		return was;
	return origin_compare(entry->origin, cut->entry->origin) < 0;
}

/* What at a node below the cut, or at it, does not let it stand; or NULL. */
static const struct entry *obstacle(
    const struct zone *zone, const struct node *node, const struct cut *cut)
{
	const char *owner = NULL;

	if (node != cut->node && !zone->settings->union_namespaces)
		owner = zone_owner(zone, zone_base(zone, node));
	for (const struct entry *e = node->entries; e; e = e->next) {
		const char *namespace = e->origin->namespace;

		if (e->from == ENTRY_FIXED)
			return e;
		if (is_configured(cut) || node == cut->node)
			continue;
		if (e->from == ENTRY_STATIC)
			return e;
		if (!is_of(cut, namespace) &&
		    (zone->settings->union_namespaces ||
			(owner && !strcmp(owner, namespace))) &&
		    permit_entry(zone->settings, node, e) &&
		    is_older(node, e, cut))
			return e;
	}
	return NULL;
}

/* D6, C5: over what must stay no cut stands. */
static void refuse_over(struct cuts *cuts, const struct zone *zone)
{
	for (size_t i = 0; i < cuts->count; i++) {
		struct cut *cut = &cuts->list[i];
		size_t first, count;

		if (cut->entry->from == ENTRY_FIXED)
			continue;
		count = zone_subtree(zone, cut->node->name, &first);
		for (size_t j = 0; j < count && !cut->over; j++) {
			const struct entry *entry =
			    obstacle(zone, zone->sorted[first + j], cut);

			cut->over = entry != NULL;
			if (entry)
				cut->winner = arena_strdup(
				    &cuts->arena, entry->origin->text);
		}
	}
}

static void occlude(struct cuts *cuts)
{
	for (size_t i = 0; i < cuts->count; i++)
		cuts->list[i].above = NULL;
	/* Those above were decided before: parents stand first. */
	for (size_t i = 0; i < cuts->count; i++)
		cuts->list[i].above =
		    cuts_above(cuts, cuts->list[i].node->name);
}

static struct glue *get_glue(struct cuts *cuts, const char *name)
{
	struct glue *glue = map_get(&cuts->glue, name);

	if (glue)
		return glue;
	glue = arena_alloc(&cuts->arena, sizeof(*glue));
	glue->name = name;
	map_put(&cuts->glue, glue->name, glue);
	return glue;
}

/* A cut's namespaces are added to those of the glue that it needs. */
static void add_namespaces(
    struct cuts *cuts, struct glue *glue, const struct cut *cut)
{
	const char **list = arena_alloc(
	    &cuts->arena, (glue->count + cut->nnamespaces + 1) * sizeof(*list));

	if (glue->count)
		memcpy(list, glue->namespaces, glue->count * sizeof(*list));
	for (size_t i = 0; i < cut->nnamespaces; i++) {
		if (cut->namespaces[i])
			list[glue->count++] = cut->namespaces[i];
		else
			glue->configured = true;
	}
	glue->namespaces = list;
}

/* Which names delegations need; those of cuts that do not stand give none. */
static void gather_glue(struct cuts *cuts)
{
	map_clear(&cuts->glue);
	for (size_t i = 0; i < cuts->count; i++) {
		const struct cut *cut = &cuts->list[i];

		for (size_t j = 0; j < cut->ntargets; j++) {
			struct glue *glue =
			    get_glue(cuts, cut->targets[j].name);

			if (cut_type(cut) == RR_NS)
				add_namespaces(cuts, glue, cut);
		}
	}
}

static bool has_glue(
    const struct cuts *cuts, const struct zone *zone, const char *name)
{
	const struct glue *glue = map_get(&cuts->glue, name);
	const struct node *node = zone_find(zone, name);

	for (const struct entry *e = node ? node->entries : NULL; e;
	     e = e->next)
		if ((entry_has(e, RR_A) || entry_has(e, RR_AAAA)) &&
		    glue_from(glue, e))
			return true;
	return false;
}

/* D4: a nameserver at or below a cut needs an address there. */
static bool is_lame(
    const struct cuts *cuts, const struct zone *zone, const char *name)
{
	const struct cut *cut;

	if (!name_within(name, zone->settings->name))
		return false;
	cut = find(cuts, name, true);
	return cut && (cut_type(cut) != RR_NS || !has_glue(cuts, zone, name));
}

/* true: some delegation has no nameserver left, and so is none. */
static bool refuse_bare(struct cuts *cuts, const struct zone *zone)
{
	bool any = false;

	for (size_t i = 0; i < cuts->count; i++) {
		struct cut *cut = &cuts->list[i];
		size_t lame = 0;

		if (cut_type(cut) != RR_NS || cut->entry->from == ENTRY_FIXED)
			continue;
		for (size_t j = 0; j < cut->ntargets; j++) {
			cut->targets[j].lame =
			    is_lame(cuts, zone, cut->targets[j].name);
			lame += cut->targets[j].lame;
		}
		/* Not yet: what the others need must not depend on order. */
		cut->hopeless = lame == cut->ntargets;
		any = any || cut->hopeless;
	}
	for (size_t i = 0; i < cuts->count; i++)
		cuts->list[i].bare =
		    cuts->list[i].bare || cuts->list[i].hopeless;
	return any;
}

void cuts_decide(struct cuts *cuts, const struct zone *zone)
{
	cuts_clear(cuts);
	if (!zone->ncutters)
		return;
	collect(cuts, zone);
	refuse_over(cuts, zone);
	do {
		occlude(cuts);
		gather_glue(cuts);
	} while (refuse_bare(cuts, zone));
}

void cuts_clear(struct cuts *cuts)
{
	map_clear(&cuts->by_name);
	map_clear(&cuts->glue);
	arena_clear(&cuts->arena);
	*cuts = (struct cuts){ .count = 0 };
}
