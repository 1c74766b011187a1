/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/taken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/resolve/permit.h"

static void take(struct part *part, enum taken by, const char *owner)
{
	part->out = true;
	part->taken = by;
	part->owner = owner;
}

/* Nobody owns by a record of unknown origin, and it is nobody's offence. */
static bool is_unknown(const struct part *part)
{
	return origin_is_of(part->entry->origin, ORIGIN_UNKNOWN);
}

/* A claim of some namespace, which is not out yet? */
static bool is_claim(const struct part *part)
{
	return !part->out && !entry_configured(part->entry) &&
	    !is_unknown(part);
}

/*
 * Where the configuration does not own the name, static records take their
 * types and the address group; a static alias takes the whole name (D6: the
 * configuration comes first).
 */
static void drop_beside_static(struct parts *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct part *own = &p->list[i];

		for (size_t j = 0;
		     own->entry->from == ENTRY_STATIC && j < p->count; j++) {
			struct part *part = &p->list[j];

			if (part->out || entry_configured(part->entry))
				continue;
			if (own->record->type == RR_CNAME ||
			    parts_same_group(
				own->record->type, part->record->type))
				take(part, TAKEN_BY_ZONE, NULL);
		}
	}
}

/* --- Names with one owner --- */

static void drop_others(struct parts *p, const char *owner)
{
	for (size_t i = 0; owner && i < p->count; i++) {
		struct part *part = &p->list[i];

		if (is_claim(part) &&
		    strcmp(origin_namespace(part->entry->origin), owner) != 0)
			take(part, TAKEN_BY_NAMESPACE, owner);
	}
}

static void drop_all(struct parts *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];

		if (!part->out && !entry_configured(part->entry))
			take(part, TAKEN_BY_ZONE, NULL);
	}
}

/* --- Names with an owner of each type --- */

static unsigned group_of(const struct part *part)
{
	uint16_t type = part->record->type;

	return rr_type_is_address(type) ? RR_A : type;
}

/* By group, the oldest first. */
static int by_group(const void *x, const void *y)
{
	const struct part *a = *(struct part *const *)x;
	const struct part *b = *(struct part *const *)y;
	unsigned m = group_of(a), n = group_of(b);

	return m != n ? (m > n) - (m < n) : (a > b) - (a < b);
}

/* The namespace that the last version had the group from, or NULL. */
static const char *find_before(const struct domain *domain, unsigned group)
{
	const struct rrsets *last = domain->last;

	for (size_t i = 0; i < rrsets_count(last); i++) {
		uint16_t type = rrsets_type(last, i);

		if ((rr_type_is_address(type) ? RR_A : type) == group &&
		    rrsets_namespace_at(last, i))
			return rrsets_namespace_at(last, i);
	}
	return NULL;
}

/* Those of one group: who had it keeps it as long as he asks, or the oldest. */
static void keep_one_owner(
    const struct domain *domain, struct part **parts, size_t count)
{
	const char *before = find_before(domain, group_of(parts[0]));
	const char *owner = NULL;

	for (size_t i = 0; before && !owner && i < count; i++)
		if (!strcmp(origin_namespace(parts[i]->entry->origin), before))
			owner = before;
	if (!owner)
		owner = origin_namespace(parts[0]->entry->origin);
	for (size_t i = 0; i < count; i++)
		if (strcmp(origin_namespace(parts[i]->entry->origin), owner) !=
		    0)
			take(parts[i], TAKEN_BY_NAMESPACE, owner);
}

/* At the apex the types that are open to all have the owner of its unit. */
static bool is_open_at_apex(const struct parts *p, const struct part *part)
{
	return p->domain->part == UNIT_BASE &&
	    permit_is_open(part->record->type);
}

static void drop_by_type(struct parts *p, const char *owner)
{
	struct part **list =
	    arena_alloc(&p->arena, (p->count + 1) * sizeof(struct part *));
	size_t count = 0;

	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];

		if (!is_claim(part))
			continue;
		if (!is_open_at_apex(p, part))
			list[count++] = part;
		else if (owner &&
		    strcmp(origin_namespace(part->entry->origin), owner) != 0)
			take(part, TAKEN_BY_NAMESPACE, owner);
	}
	qsort(list, count, sizeof(struct part *), by_group);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1;
		     end < count && group_of(list[end]) == group_of(list[i]);)
			end++;
		keep_one_owner(p->domain, list + i, end - i);
	}
}

/* --- All of it --- */

static int by_number(const void *x, const void *y)
{
	const unsigned *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* Any claim that stands replaces what is of unknown origin in its group. */
static void drop_unknown(struct parts *p)
{
	unsigned *groups, group;
	size_t count = 0;

	if (!p->domain->retained)
		return;
	groups = arena_alloc(&p->arena, (p->count + 1) * sizeof(*groups));
	for (size_t i = 0; i < p->count; i++)
		if (is_claim(&p->list[i]))
			groups[count++] = group_of(&p->list[i]);
	qsort(groups, count, sizeof(*groups), by_number);
	for (size_t i = 0; count && i < p->count; i++) {
		struct part *part = &p->list[i];

		group = group_of(part);
		if (is_unknown(part) && !part->out)
			part->out = bsearch(&group, groups, count,
					sizeof(*groups), by_number) != NULL;
	}
}

void taken_drop(
    struct parts *p, const struct ownership *ownership, const char *instead)
{
	const char *owner = instead ? instead
	    : ownership->owner      ? ownership->owner->namespace
				    : NULL;

	drop_beside_static(p);
	if (ownership->whose == WHOSE_ZONE)
		drop_all(p);
	else if (instead)
		drop_others(p, instead);
	else if (ownership->whose == WHOSE_ADMINISTRATORS)
		drop_by_type(p, owner);
	else if (ownership->whose == WHOSE_NAMESPACE)
		drop_others(p, owner);
	drop_unknown(p);
}

static bool is_there(
    const struct record *record, const struct rrset *sets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sets[i].type == record->type)
			return records_have(
			    sets[i].records, sets[i].count, record);
	return false;
}

static void report(struct parts *p, const struct part *part)
{
	char sentence[ORIGIN_NAMESPACE_MAX + 64] =
	    "the name belongs to the zone's configuration";

	if (part->taken == TAKEN_BY_NAMESPACE && *part->owner)
		snprintf(sentence, sizeof(sentence),
		    "the name belongs to namespace '%s'", part->owner);
	else if (part->taken == TAKEN_BY_NAMESPACE)
		snprintf(sentence, sizeof(sentence),
		    "the name belongs to an object that has no namespace");
	parts_report(p, part, NAME_TAKEN, NULL, sentence);
}

void taken_report(struct parts *p, const struct rrset *sets, size_t count)
{
	const struct part *told = NULL;

	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i];

		if (!part->taken || is_there(part->record, sets, count) ||
		    (told && told->entry == part->entry &&
			told->record->type == part->record->type))
			continue;
		report(p, part);
		told = part;
	}
}
