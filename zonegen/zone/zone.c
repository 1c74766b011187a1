/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone/zone.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/zonestate.h"

#define LIST_KEPT 4096 /* names */
#define AHEAD 8        /* names, of those that are looked at */

static const char *name_of(const void *node)
{
	return ((const struct node *)node)->name;
}

struct zone *zone_new(const struct zone_settings *settings)
{
	struct zone *zone = xcalloc(1, sizeof(*zone));

	zone->settings = settings;
	zone->nodes.key = name_of;
	zone_configure(zone);
	return zone;
}

void zone_free(struct zone *zone)
{
	if (!zone)
		return;
	zone_settle(zone);
	for (size_t i = 0; i < zone->nsorted; i++)
		node_free(zone->sorted[i]);
	free(zone->sorted);
	free(zone->fresh);
	free(zone->dirty);
	free(zone->listed);
	free(zone->cutters);
	free(zone->looped);
	cuts_clear(&zone->cuts);
	map_clear(&zone->nodes);
	overlay_clear(&zone->overlay);
	buf_clear(&zone->head);
	free(zone);
}

const char *zone_name(const struct zone *zone)
{
	return zone->settings->name;
}

const struct zone_settings *zone_settings(const struct zone *zone)
{
	return zone->settings;
}

bool zone_has_version(const struct zone *zone)
{
	return zone->has_version;
}

uint32_t zone_serial(const struct zone *zone)
{
	return zone->serial;
}

const char *zone_last_head(const struct zone *zone, size_t *len)
{
	*len = zone->head.len;
	return buf_text(&zone->head);
}

const struct rrsets *zone_last(const struct zone *zone, const char *name)
{
	const struct node *node = zone_find(zone, name);

	return node ? node->last : NULL;
}

const struct rrsets *zone_now(const struct zone *zone, const char *name)
{
	const struct node *node = zone_find(zone, name);

	return node ? node->now : NULL;
}

enum asking zone_asks(
    const struct zone *zone, const char *name, const struct origin *origin)
{
	const struct node *node = zone_find(zone, name);

	for (const struct entry *e = node ? node->entries : NULL; e;
	     e = e->next)
		if (e->from == ENTRY_LIVE &&
		    !strcmp(e->origin->text, origin->text) &&
		    origin_same_uid(e->origin, origin))
			return e->lost ? ASKING_LOST : ASKING;
	return ASKING_NOT;
}

/*
 * "_acme-challenge.www" belongs to "www", within the zone (C2: one owner
 * namespace).
 */
static const char *base_name(const struct zone *zone, const char *name)
{
	while (*name == '_' && strcmp(name, zone->settings->name) != 0)
		name = name_parent(name);
	return name;
}

struct node *zone_base(const struct zone *zone, const struct node *node)
{
	return map_get(&zone->nodes, base_name(zone, node->name));
}

static void join(struct node *base, struct node *member)
{
	struct node_extra *extra = node_extra(base);

	extra->members =
	    xgrow(extra->members, extra->count, &extra->cap, sizeof(member));
	extra->members[extra->count++] = member;
}

static void leave(struct node *base, const struct node *member)
{
	struct node_extra *extra = base->extra;

	for (size_t i = 0; i < extra->count; i++)
		if (extra->members[i] == member) {
			extra->members[i] = extra->members[--extra->count];
			return;
		}
}

/* The node of a name, made when there is none. */
struct node *zone_node(struct zone *zone, const char *name)
{
	struct node *node = map_get(&zone->nodes, name);
	const char *base = base_name(zone, name);

	if (node)
		return node;
	node = node_new(name);
	map_put(&zone->nodes, node->name, node);
	zone->fresh = xgrow(
	    zone->fresh, zone->nfresh, &zone->fresh_cap, sizeof(*zone->fresh));
	zone->fresh[zone->nfresh++] = node;
	if (base != name)
		join(zone_node(zone, base), node);
	return node;
}

struct node *zone_find(const struct zone *zone, const char *name)
{
	return map_get(&zone->nodes, name);
}

void zone_mark(struct zone *zone, struct node *node)
{
	struct node *base = zone_base(zone, node);

	if (node->dirty)
		return;
	node->dirty = true;
	zone->dirty = xgrow(
	    zone->dirty, zone->ndirty, &zone->dirty_cap, sizeof(struct node *));
	zone->dirty[zone->ndirty++] = node;
	if (base != node)
		zone_mark(zone, base);
}

/* The place that points to the origin's live entry, or to NULL at the end. */
static struct entry **find_entry(struct node *node, const char *origin)
{
	struct entry **at = &node->entries;

	while (*at &&
	    ((*at)->from != ENTRY_LIVE ||
		strcmp((*at)->origin->text, origin) != 0))
		at = &(*at)->next;
	return at;
}

const char *zone_claim(struct zone *zone, struct origin *origin, unsigned rank,
    const struct claim *claim)
{
	struct node *node = zone_node(zone, claim->name);
	struct entry **at = find_entry(node, origin->text);
	struct entry *entry =
	    entry_new(origin, rank, claim->records, claim->count);

	entry->lost = claim->lost;
	/* After a restart the last version has them as well. */
	rrsets_share(node->last, origin);
	if (*at && entry_equal(*at, entry)) {
		entry_free(entry);
		return node->name;
	}
	if (*at) {
		entry->next = (*at)->next;
		entry_free(*at);
	}
	*at = entry;
	zone_mark(zone, node);
	return node->name;
}

void zone_unclaim(
    struct zone *zone, const struct origin *origin, const char *name)
{
	struct node *node = map_get(&zone->nodes, name);
	struct entry **at = node ? find_entry(node, origin->text) : NULL;
	struct entry *entry = at ? *at : NULL;

	if (!entry)
		return;
	*at = entry->next;
	zone_mark(zone, node);
	entry_free(entry);
}

static void drop_retained(struct zone *zone, struct node *node)
{
	struct entry **at = &node->entries;

	while (*at) {
		struct entry *entry = *at;

		if (entry->from != ENTRY_RETAINED) {
			at = &entry->next;
			continue;
		}
		*at = entry->next;
		entry_free(entry);
		zone_mark(zone, node);
	}
}

static void forget_excluded(struct zone *zone)
{
	const struct exclusions *rows = &zone->overlay.excluded;

	for (size_t i = 0; i < rows->count; i++) {
		struct node *node = zone_node(zone, rows->list[i].name);

		node_extra(node)->nexcluded = 0;
		zone_mark(zone, node);
	}
}

static void exclude(struct zone *zone, const struct exclusions *rows)
{
	struct exclusions *own = &zone->overlay.excluded;

	for (size_t i = 0; i < rows->count; i++)
		exclusions_add(own, &rows->list[i]);
	for (size_t i = 0; i < own->count; i++) {
		struct node *node = zone_node(zone, own->list[i].name);
		struct node_extra *extra = node_extra(node);

		extra->excluded = xgrow(extra->excluded, extra->nexcluded,
		    &extra->excluded_cap, sizeof(struct exclusion *));
		extra->excluded[extra->nexcluded++] = &own->list[i];
		zone_mark(zone, node);
	}
}

void zone_overlay(struct zone *zone, const struct overlay *overlay)
{
	if (overlay_equal(&zone->overlay, overlay))
		return;
	forget_excluded(zone);
	for (size_t i = 0; i < zone->overlay.count; i++)
		drop_retained(
		    zone, zone_node(zone, zone->overlay.rows[i].name));
	overlay_clear(&zone->overlay);
	for (size_t i = 0; i < overlay->count; i++) {
		const struct retained *row = &overlay->rows[i];
		struct node *node = zone_node(zone, row->name);
		struct entry *entry =
		    entry_new(row->origin, row->rank, row->records, row->count);

		entry->from = ENTRY_RETAINED;
		entry->reason = row->reason;
		entry->instead = row->instead;
		entry->next = node->entries;
		node->entries = entry;
		zone_mark(zone, node);
		overlay_retain(&zone->overlay, row->reason, row->origin,
		    row->rank, row->name, row->type, row->records, row->count)
		    ->instead = row->instead;
	}
	exclude(zone, &overlay->excluded);
}

/* A list that was long once, at the start, need not stay so. */
void zone_give_back(struct node ***list, size_t *cap)
{
	if (*cap < LIST_KEPT)
		return;
	free(*list);
	*list = NULL;
	*cap = 0;
}

void zone_list(struct zone *zone, struct node *node)
{
	if (node->listed)
		return;
	node->listed = true;
	zone->listed = xgrow(zone->listed, zone->nlisted, &zone->listed_cap,
	    sizeof(struct node *));
	zone->listed[zone->nlisted++] = node;
}

static bool is_dead(const struct node *node)
{
	return !node->entries && !node->now && !node->last && !node->dirty &&
	    !node->listed && !node->cutter &&
	    !(node->extra && (node->extra->count || node->extra->nexcluded));
}

static void bury(struct zone *zone, struct node *node)
{
	struct node *base = zone_base(zone, node);

	if (base != node) {
		leave(base, node);
		zone->maybe_dead = true;
	}
	map_remove(&zone->nodes, node->name);
	node_free(node);
}

/* From the back. */
void zone_merge(struct zone *zone)
{
	size_t i = zone->nsorted, j = zone->nfresh;
	size_t at = i + j;

	if (j == 0)
		return;
	qsort(zone->fresh, j, sizeof(struct node *), node_by_name);
	while (zone->sorted_cap < at)
		zone->sorted = xgrow(zone->sorted, zone->sorted_cap,
		    &zone->sorted_cap, sizeof(struct node *));
	zone->nsorted = at;
	while (j > 0) {
		if (i > 0 &&
		    node_by_name(&zone->sorted[i - 1], &zone->fresh[j - 1]) > 0)
			zone->sorted[--at] = zone->sorted[--i];
		else
			zone->sorted[--at] = zone->fresh[--j];
	}
	zone->nfresh = 0;
	zone_give_back(&zone->fresh, &zone->fresh_cap);
}

void zone_settle(struct zone *zone)
{
	size_t kept = 0;

	zone_merge(zone);
	if (!zone->maybe_dead)
		return;
	zone->maybe_dead = false;
	/* A base goes in the round after its last member. */
	for (size_t i = 0; i < zone->nsorted; i++) {
		if (is_dead(zone->sorted[i]))
			bury(zone, zone->sorted[i]);
		else
			zone->sorted[kept++] = zone->sorted[i];
	}
	zone->nsorted = kept;
}

size_t zone_subtree(const struct zone *zone, const char *name, size_t *first)
{
	size_t low = 0, high = zone->nsorted;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(zone->sorted[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	while (
	    low < zone->nsorted && name_within(zone->sorted[low]->name, name))
		low++;
	return low - *first;
}

size_t zone_rrsets(const struct zone *zone)
{
	return zone->rrsets + 2;
}

size_t zone_octets(const struct zone *zone)
{
	return zone->text_len;
}

void zone_findings(const struct zone *zone, struct findings *out)
{
	for (size_t i = 0; i < zone->nsorted; i++) {
		const struct node *node = zone->sorted[i];
		const struct node_extra *extra = node->extra;

		for (size_t j = 0; extra && j < extra->findings.count; j++)
			findings_add(out, &extra->findings.list[j], "%s",
			    extra->findings.list[j].sentence);
		zone_alias_targets(zone, node, out);
	}
}

bool zone_differs(const struct zone *zone, size_t *at, struct zone_name *out)
{
	while (*at < zone->nlisted) {
		const struct node *node = zone->listed[(*at)++];

		if (rrsets_equal(node->now, node->last))
			continue;
		*out = (struct zone_name){
			.name = node->name, .now = node->now, .last = node->last
		};
		return true;
	}
	return false;
}

/* A hundred thousand names are not in the processor's caches. */
static void fetch_ahead(const struct zone *zone, size_t at)
{
	if (at + 3 * AHEAD >= zone->nsorted)
		return;
	__builtin_prefetch(zone->sorted[at + 3 * AHEAD]);
	__builtin_prefetch(zone->sorted[at + 2 * AHEAD]->last);
	rrsets_fetch_origin(zone->sorted[at + AHEAD]->last);
}

bool zone_next(const struct zone *zone, size_t *at, struct zone_name *out)
{
	fetch_ahead(zone, *at);
	while (*at < zone->nsorted) {
		const struct node *node = zone->sorted[(*at)++];

		if (!node->now && !node->last)
			continue;
		*out = (struct zone_name){
			.name = node->name, .now = node->now, .last = node->last
		};
		return true;
	}
	return false;
}
