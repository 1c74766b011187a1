/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blame.c - which origins asked for a record that was refused, as rows that
 * exclude it; then which rows of before are still needed.
 */
#include "zonegen/version/blame.h"

#include <string.h>

#include "zonegen/zone/zonestate.h"

static bool has_record(const struct entry *entry, const struct record *record)
{
	return records_have(entry->records, entry->count, record);
}

static void add(const struct entry *entry, const char *name,
    const struct record *record, const struct exclusion *like,
    struct exclusions *out)
{
	struct exclusion row = *like;

	row.origin = entry->origin->text;
	row.name = name;
	row.record = *record;
	exclusions_add(out, &row);
}

/* Each live claim of the zone, which need not be resolved. */
static void each_live(const struct zone *zone,
    void (*found)(
	void *arg, const struct domain *domain, const struct entry *entry),
    void *arg)
{
	const struct domain *domain;
	size_t at = 0;

	while ((domain = map_next(&zone->domains.by_name, &at))) {
		for (const struct entry *e = domain->entries; e; e = e->next)
			if (e->from == ENTRY_LIVE)
				found(arg, domain, e);
	}
}

/* --- Who is to blame --- */

static void mark(struct map *map, const char *key)
{
	static char here[] = "here";

	map_put(map, key, here);
}

void blame_begin(struct blame *blame, const struct zone *zone,
    enum blame_extent extent, const char *words, struct exclusions *out)
{
	const struct exclusions *old = &zone->overlay.excluded;

	*blame = (struct blame){
		.zone = zone, .extent = extent, .words = words, .out = out
	};
	for (size_t i = 0; i < old->count && extent != BLAME_EXACT; i++)
		mark(&blame->known, old->list[i].origin);
}

void blame_record(
    struct blame *blame, const char *name, const struct record *record)
{
	const struct exclusion like = { .words = blame->words };
	const struct domain *domain = domains_find(&blame->zone->domains, name);

	for (const struct entry *e = domain ? domain->entries : NULL; e;
	     e = e->next) {
		const char *origin = e->origin->text;
		const char *namespace = origin_namespace(e->origin);

		if (e->from == ENTRY_FIXED || !has_record(e, record))
			continue;
		if (e->from == ENTRY_LIVE && *namespace &&
		    blame->extent == BLAME_NAMESPACE)
			mark(&blame->whole, namespace);
		else if (e->from == ENTRY_LIVE &&
		    (blame->extent >= BLAME_OBJECT ||
			map_get(&blame->known, origin)))
			mark(&blame->whole, origin);
		else
			add(e, name, record, &like, blame->out);
	}
}

void blame_plan(struct blame *blame, const struct plan *plan)
{
	struct plan_at at = { 0 };
	struct change change;

	while (plan_next(plan, &at, &change)) {
		struct arena arena = { 0 };
		struct rrset old = { 0 }, new = { 0 };

		(void)rrsets_read(change.old, change.type, &arena, &old);
		(void)rrsets_read(change.new, change.type, &arena, &new);
		for (size_t i = 0; i < new.count; i++)
			if (!records_have(
				old.records, old.count, &new.records[i]))
				blame_record(
				    blame, change.name, &new.records[i]);
		arena_clear(&arena);
	}
}

/* The text of an origin has a blank, a namespace has none. */
static void on_whole(
    void *arg, const struct domain *domain, const struct entry *entry)
{
	struct blame *blame = arg;
	const struct exclusion like = {
		.words = blame->words,
		.all = true,
		.open = blame->extent >= BLAME_OBJECT,
	};

	if (!map_get(&blame->whole, entry->origin->text) &&
	    !map_get(&blame->whole, origin_namespace(entry->origin)))
		return;
	for (size_t i = 0; i < entry->count; i++)
		add(entry, domain->name, &entry->records[i], &like, blame->out);
}

void blame_end(struct blame *blame)
{
	if (blame->whole.count)
		each_live(blame->zone, on_whole, blame);
	map_clear(&blame->known);
	map_clear(&blame->whole);
	exclusions_sort(blame->out);
}

/* --- How long --- */

static bool asks_for(const struct zone *zone, const struct exclusion *row)
{
	struct domain *domain = domains_find(&zone->domains, row->name);
	struct entry **live = domain ? domain_place(domain, row->origin) : NULL;

	if (!domain)
		return false;
	if (live && *live && has_record(*live, &row->record))
		return true;
	for (const struct entry *e = domain->entries; e; e = e->next)
		if (e->from != ENTRY_FIXED && e->from != ENTRY_LIVE &&
		    !strcmp(e->origin->text, row->origin) &&
		    has_record(e, &row->record))
			return true;
	return false;
}

/* An origin all of which is excluded, or that waits. */
struct kept_origin {
	size_t rows, asked; /* records: of rows of all of it; asked for now */
	const struct exclusion *waits; /* the row with the latest time */
	bool differs;
};

struct keep {
	const struct zone *zone;
	struct map origins; /* of struct kept_origin */
	struct arena arena;
	struct exclusions now; /* all that these origins ask for */
};

static struct kept_origin *origin_of(struct keep *keep, const char *text)
{
	struct kept_origin *origin = map_get(&keep->origins, text);

	if (origin)
		return origin;
	origin = arena_alloc(&keep->arena, sizeof(*origin));
	*origin = (struct kept_origin){ 0 };
	map_put(&keep->origins, text, origin);
	return origin;
}

/* One of rows that stand and fall together? */
static bool is_whole(const struct exclusion *row)
{
	return row->all && !row->open && !row->until;
}

static void gather_origins(struct keep *keep, const struct exclusions *old,
    const struct blame_keeping *keeping)
{
	for (size_t i = 0; i < old->count; i++) {
		const struct exclusion *row = &old->list[i];
		struct kept_origin *origin;

		if (is_whole(row))
			origin_of(keep, row->origin)->rows++;
		if (row->until <= keeping->now)
			continue;
		origin = origin_of(keep, row->origin);
		if (!origin->waits || origin->waits->until < row->until)
			origin->waits = row;
	}
}

static void on_claim(
    void *arg, const struct domain *domain, const struct entry *entry)
{
	struct keep *keep = arg;
	const struct exclusion like = { .words = "", .all = true };
	const struct kept_origin *origin =
	    map_get(&keep->origins, entry->origin->text);

	for (size_t i = 0; origin && i < entry->count; i++)
		add(entry, domain->name, &entry->records[i], &like, &keep->now);
}

/* Is it one of what the last version has? */
static bool is_served(const struct zone *zone, const struct exclusion *row)
{
	const struct domain *domain = domains_find(&zone->domains, row->name);
	struct arena arena = { 0 };
	struct rrset set = { 0 };
	bool served;

	served = domain &&
	    rrsets_read(domain->last, row->record.type, &arena, &set) &&
	    records_have(set.records, set.count, &row->record);
	arena_clear(&arena);
	return served;
}

static void add_waiting(const struct keep *keep, const struct exclusion *row,
    const struct exclusion *waits, struct exclusions *out)
{
	struct exclusion added = *row;

	if (is_served(keep->zone, row))
		return;
	added.words = waits->words;
	added.until = waits->until;
	added.all = false;
	exclusions_add(out, &added);
}

/* What the origins ask for now; what is new of those that wait. */
static void look_at_claims(struct keep *keep, struct exclusions *out)
{
	if (!keep->origins.count)
		return;
	each_live(keep->zone, on_claim, keep);
	exclusions_sort(&keep->now);
	for (size_t i = 0; i < keep->now.count; i++) {
		const struct exclusion *row = &keep->now.list[i];
		struct kept_origin *origin = origin_of(keep, row->origin);

		origin->asked++;
		if (origin->waits)
			add_waiting(keep, row, origin->waits, out);
	}
}

static bool still_applies(struct keep *keep, const struct exclusion *row,
    const struct blame_keeping *keeping)
{
	if (row->until)
		return row->until > keeping->now;
	if (row->open && !keeping->searching)
		return false;
	if (keeping->doubted(keeping->arg, row->origin))
		return true;
	return is_whole(row) ? !origin_of(keep, row->origin)->differs
			     : asks_for(keep->zone, row);
}

/* Of whom all is excluded: each row is asked for, and nothing else is. */
static void compare(struct keep *keep, const struct exclusions *old)
{
	for (size_t i = 0; i < old->count; i++) {
		const struct exclusion *row = &old->list[i];
		struct kept_origin *origin;

		if (!is_whole(row))
			continue;
		origin = origin_of(keep, row->origin);
		origin->differs = origin->differs ||
		    origin->asked != origin->rows || !asks_for(keep->zone, row);
	}
}

void blame_keep(const struct zone *zone, const struct exclusions *old,
    const struct blame_keeping *keeping, struct exclusions *out)
{
	struct keep keep = { .zone = zone };

	gather_origins(&keep, old, keeping);
	look_at_claims(&keep, out);
	compare(&keep, old);
	for (size_t i = 0; i < old->count; i++)
		if (still_applies(&keep, &old->list[i], keeping))
			exclusions_add(out, &old->list[i]);
	map_clear(&keep.origins);
	exclusions_clear(&keep.now);
	arena_clear(&keep.arena);
	exclusions_sort(out);
}
