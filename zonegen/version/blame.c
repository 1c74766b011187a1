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
	for (size_t i = 0; i < entry->count; i++)
		if (record_compare(&entry->records[i], record) == 0)
			return true;
	return false;
}

static void add(const struct entry *entry, const char *name,
    const struct record *record, const char *words, bool all,
    struct exclusions *out)
{
	const struct exclusion row = {
		.origin = entry->origin->text,
		.name = name,
		.words = words,
		.record = *record,
		.all = all,
	};

	exclusions_add(out, &row);
}

static bool is_of_namespace(const struct entry *entry, const char *namespace)
{
	return !strcmp(origin_namespace(entry->origin), namespace);
}

static bool is_of_origin(const struct entry *entry, const char *origin)
{
	return !strcmp(entry->origin->text, origin);
}

/* All live claims of an origin, or of a namespace. */
static void blame_whole(const struct zone *zone,
    bool (*is_of)(const struct entry *entry, const char *whom),
    const char *whom, const char *words, struct exclusions *out)
{
	for (size_t i = 0; i < zone->domains.nsorted; i++) {
		const struct domain *domain = zone->domains.sorted[i];

		for (const struct entry *e = domain->entries; e; e = e->next) {
			if (e->from != ENTRY_LIVE || !is_of(e, whom))
				continue;
			for (size_t j = 0; j < e->count; j++)
				add(e, domain->name, &e->records[j], words,
				    true, out);
		}
	}
}

static bool is_known(const struct exclusions *old, const char *origin)
{
	for (size_t i = 0; i < old->count; i++)
		if (!strcmp(old->list[i].origin, origin))
			return true;
	return false;
}

/* old: who is known already. */
static void blame(const struct zone *zone, const struct exclusions *old,
    const char *name, const struct record *record, enum blame_extent extent,
    const char *words, struct exclusions *out)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	for (const struct entry *e = domain ? domain->entries : NULL; e;
	     e = e->next) {
		const char *origin = e->origin->text;
		const char *namespace = origin_namespace(e->origin);

		if (e->from == ENTRY_FIXED || !has_record(e, record))
			continue;
		if (e->from == ENTRY_LIVE && extent == BLAME_NAMESPACE &&
		    *namespace)
			blame_whole(
			    zone, is_of_namespace, namespace, words, out);
		else if (e->from == ENTRY_LIVE &&
		    (extent != BLAME_RECORD || is_known(old, origin)))
			blame_whole(zone, is_of_origin, origin, words, out);
		else
			add(e, name, record, words, false, out);
	}
}

void blame_record(const struct zone *zone, const char *name,
    const struct record *record, enum blame_extent extent, const char *words,
    struct exclusions *out)
{
	blame(zone, &zone->overlay.excluded, name, record, extent, words, out);
}

void blame_plan(const struct zone *zone, const struct plan *plan,
    const char *words, struct exclusions *out)
{
	const struct exclusions none = { 0 };
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
				blame(zone, &none, change.name, &new.records[i],
				    BLAME_RECORD, words, out);
		arena_clear(&arena);
	}
}

/* --- How long --- */

static bool asks_for(const struct zone *zone, const struct exclusion *row)
{
	const struct domain *domain = domains_find(&zone->domains, row->name);

	for (const struct entry *e = domain ? domain->entries : NULL; e;
	     e = e->next)
		if (e->from != ENTRY_FIXED &&
		    !strcmp(e->origin->text, row->origin) &&
		    has_record(e, &row->record))
			return true;
	return false;
}

/* Do the rows of an origin name each record that it asks for? */
static bool asks_for_all(
    const struct zone *zone, const struct exclusions *rows, const char *origin)
{
	struct exclusions now = { 0 };
	size_t known = 0;
	bool same = true;

	for (size_t i = 0; i < rows->count; i++) {
		const struct exclusion *row = &rows->list[i];

		if (!row->all || strcmp(row->origin, origin) != 0)
			continue;
		same = same && asks_for(zone, row);
		known++;
	}
	if (same)
		blame_whole(zone, is_of_origin, origin, "", &now);
	exclusions_sort(&now);
	same = same && now.count == known;
	exclusions_clear(&now);
	return same;
}

void blame_keep(const struct zone *zone, const struct exclusions *old,
    bool (*doubted)(void *arg, const char *origin), void *arg,
    struct exclusions *out)
{
	static char same[] = "same", differs[] = "differs";
	struct map judged = MAP_INIT; /* by origin: one of these two */

	for (size_t i = 0; i < old->count; i++) {
		const struct exclusion *row = &old->list[i];
		const char *verdict = map_get(&judged, row->origin);

		if (row->all && !verdict && !doubted(arg, row->origin)) {
			verdict = asks_for_all(zone, old, row->origin)
			    ? same
			    : differs;
			map_put(&judged, row->origin, (char *)verdict);
		}
		if (row->all ? verdict != differs
			     : doubted(arg, row->origin) || asks_for(zone, row))
			exclusions_add(out, row);
	}
	map_clear(&judged);
	exclusions_sort(out);
}
