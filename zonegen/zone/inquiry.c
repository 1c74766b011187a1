/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inquiry.c - looks a name up in a resolved zone: its RRsets now and before,
 * how it stands in the DNS (cut, closest encloser, wildcard), and the claims on
 * it.
 */
#include "zonegen/zone/inquiry.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/zonestate.h"

static bool has_records(const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	return domain && rrsets_count(domain->now);
}

static bool exists(const struct zone *zone, const char *name)
{
	size_t first, count;

	if (!strcmp(name, zone->settings->name))
		return true;
	count = domains_subtree(&zone->domains, name, &first);
	for (size_t i = first; i < first + count; i++)
		if (rrsets_count(zone->domains.sorted[i]->now))
			return true;
	return false;
}

static void find_cut(struct inquiry *q)
{
	const struct cut *cut = cuts_above(&q->zone->cuts, q->name);

	if (!cut)
		return;
	q->cut = cut->domain->name;
	q->cut_type = cut_type(cut);
}

static void find_encloser(struct inquiry *q)
{
	q->encloser = q->name;
	while (!exists(q->zone, q->encloser)) {
		q->branch = q->encloser;
		q->encloser = name_parent(q->encloser);
	}
	if (q->branch == q->name)
		q->branch = NULL;
}

/* At the encloser, or above it to say that it does not count. */
static void find_wildcard(struct inquiry *q)
{
	const char *above = q->encloser;

	if (above == q->name)
		above = !strcmp(above, q->zone->settings->name)
		    ? NULL
		    : name_parent(above);
	for (; above && name_within(above, q->zone->settings->name);
	     above = name_parent(above)) {
		const char *name = arena_printf(&q->arena, "*.%s", above);

		if (!has_records(q->zone, name) || !strcmp(name, q->name))
			continue;
		q->wildcard = name;
		if (above == q->encloser)
			q->standing = STANDING_COVERED;
		return;
	}
}

static void find_standing(struct inquiry *q)
{
	q->standing = STANDING_ABSENT;
	find_cut(q);
	find_encloser(q);
	find_wildcard(q);
	if (q->cut)
		q->standing = STANDING_CUT;
	else if (has_records(q->zone, q->name) ||
	    !strcmp(q->name, q->zone->settings->name))
		q->standing = STANDING_PRESENT;
	else if (q->encloser == q->name)
		q->standing = STANDING_EMPTY;
}

static struct rrset *read_sets(
    struct inquiry *q, const struct rrsets *rrsets, size_t *out)
{
	size_t count = rrsets_count(rrsets);
	/* One more, for the nameservers of the apex. */
	struct rrset *sets =
	    arena_alloc(&q->arena, (count + 1) * sizeof(*sets));

	*out = 0;
	for (size_t i = 0; i < count; i++)
		if (rrsets_read(
			rrsets, rrsets_type(rrsets, i), &q->arena, &sets[*out]))
			++*out;
	return sets;
}

/* The nameservers of the zone stand in its head, not at a domain. */
static void add_nameservers(struct inquiry *q)
{
	const struct zone_settings *settings = q->zone->settings;
	struct record *records = arena_alloc(
	    &q->arena, (settings->nnameservers + 1) * sizeof(*records));

	for (size_t i = 0; i < settings->nnameservers; i++)
		record_host(&records[i], RR_NS, settings->nameservers[i].name,
		    &q->arena);
	q->self = origin_new(ORIGIN_ZONE, "", settings->name, "", AGE_UNKNOWN);
	memmove(q->now + 1, q->now, q->nnow * sizeof(*q->now));
	q->nnow++;
	q->now[0] = (struct rrset){
		.type = RR_NS,
		.ttl = settings->soa.ttl,
		.records = records,
		.count = settings->nnameservers,
		.origins = &q->self,
		.norigins = 1,
	};
}

static int older(const void *x, const void *y)
{
	const struct wish *a = x, *b = y;
	int d = origin_compare(a->origin, b->origin);

	if (d == 0)
		d = a->retained - b->retained;
	if (d == 0 && a->count && b->count)
		d = record_compare(a->records, b->records);
	return d;
}

static void add_wishes(struct inquiry *q, const struct domain *domain)
{
	size_t count = 0;

	for (const struct entry *e = domain->entries; e; e = e->next)
		count++;
	q->wishes = arena_alloc(&q->arena, (count + 1) * sizeof(*q->wishes));
	for (const struct entry *e = domain->entries; e; e = e->next)
		q->wishes[q->nwishes++] = (struct wish){
			.origin = e->origin,
			.records = e->records,
			.count = e->count,
			.configured = entry_configured(e),
			.retained = e->from == ENTRY_RETAINED,
			.reason = e->reason,
		};
	if (count)
		qsort(q->wishes, count, sizeof(*q->wishes), older);
}

void inquiry_open(
    struct inquiry *out, const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	*out = (struct inquiry){ .zone = zone, .name = name };
	out->now = read_sets(out, domain ? domain->now : NULL, &out->nnow);
	out->last = read_sets(out, domain ? domain->last : NULL, &out->nlast);
	if (!strcmp(name, zone->settings->name))
		add_nameservers(out);
	find_standing(out);
	if (!domain)
		return;
	out->changed = zone->has_version &&
	    !(rrsets_equal(domain->now, domain->last) &&
		rrsets_same_origins(domain->now, domain->last));
	if (domain->extra && domain->extra->findings.count)
		out->findings = &domain->extra->findings;
	add_wishes(out, domain);
}

void inquiry_close(struct inquiry *inquiry)
{
	arena_clear(&inquiry->arena);
	origin_unref(inquiry->self);
}

bool inquiry_has(const struct inquiry *inquiry, const struct record *record)
{
	for (size_t i = 0; i < inquiry->nnow; i++)
		for (size_t j = 0; j < inquiry->now[i].count; j++)
			if (!record_compare(
				&inquiry->now[i].records[j], record))
				return true;
	return false;
}

size_t inquiry_met(const struct inquiry *inquiry, const struct wish *wish)
{
	size_t met = 0;

	for (size_t i = 0; i < wish->count; i++)
		met += inquiry_has(inquiry, &wish->records[i]);
	return met;
}
