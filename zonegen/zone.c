/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/map.h"
#include "zonegen/mem.h"
#include "zonegen/name.h"
#include "zonegen/zonestate.h"

#define LIST_KEPT 4096        /* names */
#define AGE_OF_ZONE INT64_MIN /* older than whatever the cluster has */

static struct node *get_node(struct zone *zone, const char *name);

static void fix(struct zone *zone, const char *name,
    const struct record *records, size_t count)
{
	struct node *node = get_node(zone, name);
	struct entry *entry = entry_new(zone->self, records, count);

	entry->fixed = true;
	entry->next = node->entries;
	node->entries = entry;
	zone_mark(zone, node);
}

/* The addresses of a nameserver, under the TTL of the head. */
static void fix_addresses(
    struct zone *zone, const struct nameserver *server, uint32_t ttl)
{
	struct record *records =
	    xcalloc(server->count, sizeof(*server->addresses));

	for (size_t i = 0; i < server->count; i++) {
		records[i] = server->addresses[i];
		records[i].ttl = ttl;
	}
	fix(zone, server->name, records, server->count);
	free(records);
}

struct zone *zone_new(const struct zone_settings *settings)
{
	struct zone *zone = xcalloc(1, sizeof(*zone));

	zone->settings = settings;
	zone->self = origin_new("Zone", "", settings->name, "", 0, AGE_OF_ZONE);
	for (size_t i = 0; i < settings->nnameservers; i++)
		if (settings->nameservers[i].count &&
		    name_within(settings->nameservers[i].name, settings->name))
			fix_addresses(
			    zone, &settings->nameservers[i], settings->soa.ttl);
	return zone;
}

void zone_delegate(struct zone *zone, const struct zone_settings *child)
{
	struct record *records = xcalloc(child->nnameservers, sizeof(*records));
	struct arena arena = { 0 };

	for (size_t i = 0; i < child->nnameservers; i++) {
		const struct nameserver *server = &child->nameservers[i];

		record_host(&records[i], RR_NS, server->name, &arena);
		records[i].ttl = child->soa.ttl;
		if (server->count && name_within(server->name, child->name))
			fix_addresses(zone, server, child->soa.ttl);
	}
	fix(zone, child->name, records, child->nnameservers);
	arena_clear(&arena);
	free(records);
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
	map_clear(&zone->nodes);
	overlay_clear(&zone->overlay);
	buf_clear(&zone->head);
	origin_unref(zone->self);
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

/* C2: "_acme-challenge.www" belongs to "www", within the zone. */
static const char *base_name(const struct zone *zone, const char *name)
{
	while (*name == '_' && strcmp(name, zone->settings->name) != 0)
		name = name_parent(name);
	return name;
}

static struct node *base_of(const struct zone *zone, const struct node *node)
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
static struct node *get_node(struct zone *zone, const char *name)
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
		join(get_node(zone, base), node);
	return node;
}

struct node *zone_node(struct zone *zone, const char *name)
{
	return get_node(zone, name);
}

void zone_mark(struct zone *zone, struct node *node)
{
	struct node *base = base_of(zone, node);

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
	    ((*at)->retained || (*at)->fixed ||
		strcmp((*at)->origin->text, origin) != 0))
		at = &(*at)->next;
	return at;
}

const char *zone_claim(
    struct zone *zone, struct origin *origin, const struct claim *claim)
{
	struct node *node = get_node(zone, claim->name);
	struct entry **at = find_entry(node, origin->text);
	struct entry *entry = entry_new(origin, claim->records, claim->count);

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

		if (!entry->retained) {
			at = &entry->next;
			continue;
		}
		*at = entry->next;
		entry_free(entry);
		zone_mark(zone, node);
	}
}

void zone_overlay(struct zone *zone, const struct overlay *overlay)
{
	if (overlay_equal(&zone->overlay, overlay))
		return;
	for (size_t i = 0; i < zone->overlay.count; i++)
		drop_retained(zone, get_node(zone, zone->overlay.rows[i].name));
	overlay_clear(&zone->overlay);
	for (size_t i = 0; i < overlay->count; i++) {
		const struct retained *row = &overlay->rows[i];
		struct node *node = get_node(zone, row->name);
		struct entry *entry =
		    entry_new(row->origin, row->records, row->count);

		entry->retained = true;
		entry->next = node->entries;
		node->entries = entry;
		zone_mark(zone, node);
		overlay_retain(&zone->overlay, row->reason, row->origin,
		    row->name, row->type, row->records, row->count);
	}
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

static bool resolve_one(struct zone *zone, struct node *node, const char *owner)
{
	struct findings findings = { 0 };
	struct rrsets *rrsets;

	node->dirty = false;
	rrsets = resolve_node(zone->settings, node, owner, &findings);
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
	const struct node **unit = xcalloc(members + 1, sizeof(*unit));
	const char *owner = NULL;
	bool changed = false;

	unit[0] = base;
	for (size_t i = 0; i < members; i++)
		unit[i + 1] = base->extra->members[i];
	if (!zone->settings->union_namespaces)
		owner = resolve_owner(unit, members + 1);
	changed = resolve_one(zone, base, owner);
	for (size_t i = 0; i < members; i++)
		changed |= resolve_one(zone, base->extra->members[i], owner);
	free(unit);
	return changed;
}

bool zone_resolve(struct zone *zone)
{
	bool changed = false;

	/* Bases stand on the list with their members, see zone_mark(). */
	for (size_t i = 0; i < zone->ndirty; i++)
		if (base_of(zone, zone->dirty[i]) == zone->dirty[i])
			changed |= resolve_unit(zone, zone->dirty[i]);
	zone->ndirty = 0;
	zone_give_back(&zone->dirty, &zone->dirty_cap);
	zone_settle(zone);
	return changed;
}

static int by_name(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a;
	const struct node *y = *(const struct node *const *)b;

	return name_compare(x->name, y->name);
}

static bool is_dead(const struct node *node)
{
	return !node->entries && !node->now && !node->last && !node->dirty &&
	    !node->listed && !(node->extra && node->extra->count);
}

static void bury(struct zone *zone, struct node *node)
{
	struct node *base = base_of(zone, node);

	if (base != node) {
		leave(base, node);
		zone->maybe_dead = true;
	}
	map_remove(&zone->nodes, node->name);
	node_free(node);
}

/* Merges the sorted fresh names into the sorted ones, from the back. */
static void merge_fresh(struct zone *zone)
{
	size_t i = zone->nsorted, j = zone->nfresh;
	size_t at = i + j;

	if (j == 0)
		return;
	qsort(zone->fresh, j, sizeof(struct node *), by_name);
	while (zone->sorted_cap < at)
		zone->sorted = xgrow(zone->sorted, zone->sorted_cap,
		    &zone->sorted_cap, sizeof(struct node *));
	zone->nsorted = at;
	while (j > 0) {
		if (i > 0 &&
		    by_name(&zone->sorted[i - 1], &zone->fresh[j - 1]) > 0)
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

	merge_fresh(zone);
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

size_t zone_rrsets(const struct zone *zone)
{
	return zone->rrsets + 2;
}

void zone_findings(const struct zone *zone, struct findings *out)
{
	for (size_t i = 0; i < zone->nsorted; i++) {
		const struct node_extra *extra = zone->sorted[i]->extra;

		for (size_t j = 0; extra && j < extra->findings.count; j++)
			findings_add(out, &extra->findings.list[j], "%s",
			    extra->findings.list[j].sentence);
	}
}

bool zone_next(const struct zone *zone, size_t *at, struct zone_name *out)
{
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
