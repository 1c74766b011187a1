/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.c - makes parts of the claims on a name, reports and refuses them for
 * the rules, and unites those that are left: sorted by record, one RRset per
 * type.
 */
#include "zonegen/resolve/parts.h"

#include <stdlib.h>

#define RRSET_OCTETS 60000 /* a message holds 65535 (A8: sizes) */

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

static int older_origin(const void *x, const void *y)
{
	return origin_compare(
	    *(struct origin *const *)x, *(struct origin *const *)y);
}

/* One RRset of parts[0..count), all of one type, sorted. */
static void unite(
    struct parts *p, struct part **parts, size_t count, struct rrset *set)
{
	struct record *records =
	    arena_alloc(&p->arena, count * sizeof(*records));
	struct origin **origins =
	    arena_alloc(&p->arena, count * sizeof(*origins));
	size_t octets = 0, kept = 0;

	*set = (struct rrset){ .type = parts[0]->record->type,
		.records = records,
		.origins = origins,
		.ttl = UINT32_MAX };
	for (size_t i = 0; i < count; i++) {
		const struct record *record = parts[i]->record;
		bool again =
		    kept > 0 && !record_compare(&records[kept - 1], record);

		if (!again &&
		    (kept == p->settings->max_records ||
			octets + record->size > RRSET_OCTETS)) {
			parts_refuse(p, parts[i], TOO_MANY_RECORDS, NULL,
			    "more records than one RRset may have");
			continue;
		}
		if (!again) {
			records[kept++] = *record;
			octets += record->size;
		}
		if (ttl_of(p, parts[i]) < set->ttl)
			set->ttl = ttl_of(p, parts[i]);
		origins[set->norigins++] = parts[i]->entry->origin;
	}
	set->count = kept;
	qsort(origins, set->norigins, sizeof(*origins), older_origin);
	for (size_t i = kept = 0; i < set->norigins; i++)
		if (i == 0 || origins[i] != origins[kept - 1])
			origins[kept++] = origins[i];
	set->norigins = kept;
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
	*out = arena_alloc(&p->arena, (n + 1) * sizeof(**out));
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n &&
		     parts[end]->record->type == parts[i]->record->type;)
			end++;
		if (sets < p->settings->max_types) {
			unite(p, parts + i, end - i, &(*out)[sets++]);
			continue;
		}
		for (size_t j = i; j < end; j++)
			parts_refuse(p, parts[j], TOO_MANY_RECORDS, NULL,
			    "more types than one name may have");
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
