/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.c - makes parts of the claims on a name, reports and refuses them for
 * the rules, and unites those that are left: sorted by record, one RRset per
 * type.
 */
#include "zonegen/resolve/parts.h"

#include <stdlib.h>
#include <string.h>

#define RRSET_OCTETS 60000 /* a message holds 65535 (A8: sizes) */
#define RECORD_HEADER 10   /* type, class, TTL, length (RFC 1035 3.2.1) */

static int older(const void *x, const void *y)
{
	const struct entry *a = *(const struct entry *const *)x;
	const struct entry *b = *(const struct entry *const *)y;
	int d = origin_compare(a->origin, b->origin);

	return d ? d : (int)a->from - (int)b->from;
}

void parts_collect(struct parts *p, const struct domain *domain)
{
	const struct entry **entries;
	size_t n = 0, records = 0;

	p->domain = domain;
	for (const struct entry *e = domain->entries; e; e = e->next) {
		n++;
		records += e->count;
	}
	entries = arena_alloc(&p->arena, (n + 1) * sizeof(*entries));
	n = 0;
	for (const struct entry *e = domain->entries; e; e = e->next)
		entries[n++] = e;
	qsort(entries, n, sizeof(*entries), older);
	p->list = arena_alloc(&p->arena, (records + 1) * sizeof(*p->list));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < entries[i]->count; j++)
			p->list[p->count++] = (struct part){
				.entry = entries[i],
				.record = &entries[i]->records[j],
			};
}

void parts_clear(struct parts *p)
{
	arena_clear(&p->arena);
}

void parts_report(struct parts *p, const struct part *part, enum finding_id id,
    const char *winner, const char *sentence)
{
	const struct finding finding = {
		.id = id,
		.type = part->record->type,
		.zone = p->settings->name,
		.name = p->domain->name,
		.origin = part->entry->origin->text,
		.winner = winner ? winner : "",
	};
	const char *type = rr_type_text(part->record->type);

	if (!p->findings)
		return;
	if (winner)
		findings_add(p->findings, &finding, "%s: %s (%s)", type,
		    sentence, winner);
	else
		findings_add(p->findings, &finding, "%s: %s", type, sentence);
}

void parts_refuse(struct parts *p, struct part *part, enum finding_id id,
    const char *winner, const char *sentence)
{
	const struct part *before = part - 1;
	bool told = part > p->list && before->out &&
	    before->entry == part->entry &&
	    before->record->type == part->record->type;

	part->out = true;
	if (!told)
		parts_report(p, part, id, winner, sentence);
}

const struct part *parts_oldest(const struct parts *p, uint16_t type)
{
	for (size_t i = 0; i < p->count; i++)
		if (!p->list[i].out && p->list[i].record->type == type)
			return &p->list[i];
	return NULL;
}

bool parts_same_group(uint16_t a, uint16_t b)
{
	return a == b || (rr_type_is_address(a) && rr_type_is_address(b));
}

static int by_record(const void *x, const void *y)
{
	const struct part *a = *(const struct part *const *)x;
	const struct part *b = *(const struct part *const *)y;
	int d = record_compare(a->record, b->record);

	if (d == 0)
		d = (a > b) - (a < b); /* oldest first */
	return d;
}

/* The TTL that this part asks for (A5: one TTL per RRset). */
static uint32_t ttl_of(const struct parts *p, const struct part *part)
{
	uint32_t ttl = part->record->ttl;

	if (ttl == 0)
		ttl = p->settings->ttl;
	if (entry_configured(part->entry))
		return ttl;
	return ttl < p->settings->max_ttl ? ttl : p->settings->max_ttl;
}

/* Parts are oldest first in their list. */
static int by_age(const void *x, const void *y)
{
	const struct part *a = *(struct part *const *)x;
	const struct part *b = *(struct part *const *)y;

	return (a > b) - (a < b);
}

static int older_origin(const void *x, const void *y)
{
	return origin_compare(
	    *(struct origin *const *)x, *(struct origin *const *)y);
}

/* Are the two at this place and before it one record? */
static bool repeats(struct part *const *parts, size_t at)
{
	return at > 0 &&
	    !record_compare(parts[at - 1]->record, parts[at]->record);
}

/* In wire form, without compression. */
static size_t octets_of(const struct parts *p, const struct part *part)
{
	return strlen(p->domain->name) + 2 + RECORD_HEADER + part->record->size;
}

/* Why there is no room for one more. */
static const char *why_full(const struct parts *p, size_t records)
{
	return records < p->settings->max_records
	    ? "all records of one type at a name have no more than 60000 "
	      "octets"
	    : "more records of one type than a name may have "
	      "(limits.recordsPerRRset)";
}

/*
 * From the oldest on the parts that an RRset has room for (A8: sizes): of all
 * that ask for one record the first stands for it.  The others are out.
 */
static void fill(struct parts *p, struct part **parts, size_t count)
{
	struct part **list =
	    arena_alloc(&p->arena, count * sizeof(struct part *));
	size_t octets = 0, kept = 0, n = 0;

	for (size_t i = 0; i < count; i++)
		if (!repeats(parts, i))
			list[n++] = parts[i];
	qsort(list, n, sizeof(struct part *), by_age);
	for (size_t i = 0; i < n; i++) {
		bool fits = kept < p->settings->max_records &&
		    octets + octets_of(p, list[i]) <= RRSET_OCTETS;

		if (!fits)
			parts_refuse(p, list[i], TOO_MANY_RECORDS, NULL,
			    why_full(p, kept));
		octets += fits ? octets_of(p, list[i]) : 0;
		kept += fits;
	}
	for (size_t i = 1; i < count; i++)
		if (repeats(parts, i) && parts[i - 1]->out)
			parts_refuse(p, parts[i], TOO_MANY_RECORDS, NULL,
			    why_full(p, kept));
}

static void unite_origins(struct rrset *set, struct origin **origins)
{
	size_t kept = 0;

	qsort(origins, set->norigins, sizeof(*origins), older_origin);
	for (size_t i = 0; i < set->norigins; i++)
		if (i == 0 || origins[i] != origins[kept - 1])
			origins[kept++] = origins[i];
	set->norigins = kept;
}

/* One RRset of parts[0..count), all of one type, sorted by record. */
static void unite(
    struct parts *p, struct part **parts, size_t count, struct rrset *set)
{
	struct record *records =
	    arena_alloc(&p->arena, count * sizeof(*records));
	struct origin **origins =
	    arena_alloc(&p->arena, count * sizeof(*origins));

	*set = (struct rrset){ .type = parts[0]->record->type,
		.records = records,
		.origins = origins,
		.ttl = UINT32_MAX };
	fill(p, parts, count);
	for (size_t i = 0; i < count; i++) {
		if (parts[i]->out)
			continue;
		if (!repeats(parts, i))
			records[set->count++] = *parts[i]->record;
		if (ttl_of(p, parts[i]) < set->ttl)
			set->ttl = ttl_of(p, parts[i]);
		origins[set->norigins++] = parts[i]->entry->origin;
	}
	unite_origins(set, origins);
}

/* The parts of one type. */
struct run {
	struct part **parts;
	size_t count;
	const struct part *oldest;
};

static int older_run(const void *x, const void *y)
{
	const struct run *a = x, *b = y;

	return (a->oldest > b->oldest) - (a->oldest < b->oldest);
}

/* A name has room for so many types, from the oldest on (A8: sizes). */
static void drop_types(struct parts *p, struct part **parts, size_t count)
{
	struct run *runs = arena_alloc(&p->arena, (count + 1) * sizeof(*runs));
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (!i || parts[i]->record->type != parts[i - 1]->record->type)
			runs[n++] = (struct run){ parts + i, 0, parts[i] };
		runs[n - 1].count++;
		if (parts[i] < runs[n - 1].oldest)
			runs[n - 1].oldest = parts[i];
	}
	if (n <= p->settings->max_types)
		return;
	qsort(runs, n, sizeof(*runs), older_run);
	for (size_t i = p->settings->max_types; i < n; i++)
		for (size_t j = 0; j < runs[i].count; j++)
			parts_refuse(p, runs[i].parts[j], TOO_MANY_RECORDS,
			    NULL,
			    "more types than a name may have "
			    "(limits.typesPerName)");
}

size_t parts_unite(struct parts *p, struct rrset **out)
{
	struct part **parts =
	    arena_alloc(&p->arena, (p->count + 1) * sizeof(struct part *));
	size_t n = 0, sets = 0;

	for (size_t i = 0; i < p->count; i++)
		if (!p->list[i].out)
			parts[n++] = &p->list[i];
	qsort(parts, n, sizeof(struct part *), by_record);
	drop_types(p, parts, n);
	*out = arena_alloc(&p->arena, (n + 1) * sizeof(**out));
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n &&
		     parts[end]->record->type == parts[i]->record->type;)
			end++;
		if (!parts[i]->out)
			unite(p, parts + i, end - i, &(*out)[sets++]);
	}
	return sets;
}

/* The next one of the first kind, the oldest first. */
static int by_turn(const void *x, const void *y)
{
	const struct part *a = *(const struct part *const *)x;
	const struct part *b = *(const struct part *const *)y;
	int d = (int)a->entry->rank - (int)b->entry->rank;

	return d ? d : (a > b) - (a < b);
}

/* What aliases are up against; the oldest ones, or NULL. */
struct rivals {
	const struct part *ip; /* an address of the first kind that has any */
	const struct part *other;
};

/* Sorts what is in into aliases, by their turns, and their rivals. */
static size_t sort_aliases(
    struct parts *p, const struct part **aliases, struct rivals *rivals)
{
	size_t count = 0;

	*rivals = (struct rivals){ 0 };
	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i];

		if (part->out)
			continue;
		if (part->record->type == RR_CNAME)
			aliases[count++] = part;
		else if (!rr_type_is_ip(part->record->type))
			rivals->other = rivals->other ? rivals->other : part;
		else if (!rivals->ip ||
		    part->entry->rank < rivals->ip->entry->rank)
			rivals->ip = part;
	}
	if (count)
		qsort(aliases, count, sizeof(struct part *), by_turn);
	return count;
}

/* C3: one kind has the addresses; C4: an alias stands alone. */
static bool is_beaten(const struct part *alias, const struct rivals *rivals)
{
	const struct part *rival = rivals->other, *ip = rivals->ip;

	if (ip && ip->entry->rank < alias->entry->rank)
		return true;
	if (ip && ip->entry->rank == alias->entry->rank &&
	    (!rival || ip < rival))
		rival = ip;
	return rival && (rival < alias || rival->entry == alias->entry);
}

size_t parts_aliases(struct parts *p, struct arena *arena, struct alias **out)
{
	const struct part **aliases =
	    arena_alloc(&p->arena, (p->count + 1) * sizeof(*aliases));
	struct rivals rivals;
	size_t all = sort_aliases(p, aliases, &rivals), count = 0;
	struct map seen = MAP_INIT;

	*out = arena_alloc(arena, (all + 1) * sizeof(**out));
	for (size_t i = 0; i < all && !is_beaten(aliases[i], &rivals); i++) {
		char target[NAME_SIZE];

		if (!record_target(aliases[i]->record, target) ||
		    map_get(&seen, target))
			continue;
		(*out)[count] = (struct alias){
			.target = arena_strdup(arena, target),
			.origin = aliases[i]->entry->origin,
		};
		map_put(&seen, (*out)[count++].target, p->list);
	}
	map_clear(&seen);
	return count;
}
