/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offers.c - aliases are decided first, because their order is that of names;
 * then the records are sorted and cut to the limit.
 */
#include "controller/source/offers.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/record/name.h"

void offers_add(struct offers *offers, const struct record *record)
{
	if (offers->count == offers->cap) {
		struct record *larger;

		offers->cap = offers->cap ? offers->cap * 2 : 4;
		larger =
		    arena_alloc(offers->arena, offers->cap * sizeof(*larger));
		if (offers->count)
			memcpy(larger, offers->list,
			    offers->count * sizeof(*larger));
		offers->list = larger;
	}
	offers->list[offers->count++] = *record;
}

/* Records that differ in nothing but the TTL both stay: the zone decides. */
static int compare(const void *x, const void *y)
{
	const struct record *a = x, *b = y;
	int d = record_compare(a, b);

	return d ? d : (a->ttl > b->ttl) - (a->ttl < b->ttl);
}

static void sort(struct offers *offers, size_t limit)
{
	struct record *list = offers->list;
	size_t kept = 0, same = 0; /* same: kept ones of this type */

	if (offers->count)
		qsort(list, offers->count, sizeof(*list), compare);
	for (size_t i = 0; i < offers->count; i++) {
		const struct record *before = kept ? &list[kept - 1] : NULL;

		if (before && !compare(before, &list[i]))
			continue;
		if (!before || before->type != list[i].type)
			same = 0;
		if (limit && same > limit)
			continue;
		if (!before || record_compare(before, &list[i]) != 0)
			same++;
		list[kept++] = list[i];
	}
	offers->count = kept;
}

static bool has_address(const struct offers *offers)
{
	for (size_t i = 0; i < offers->count; i++)
		if (rr_type_is_ip(offers->list[i].type))
			return true;
	return false;
}

static void target_name(const struct record *record, char name[NAME_SIZE])
{
	if (!record_target(record, name))
		*name = '\0'; /* not possible: they are made from names */
}

static int compare_targets(const struct record *a, const struct record *b)
{
	char x[NAME_SIZE], y[NAME_SIZE];

	target_name(a, x);
	target_name(b, y);
	return name_compare(x, y);
}

/* The first of a type in the order of names, or NULL. */
static const struct record *first_of(
    const struct offers *offers, uint16_t type, bool *several)
{
	const struct record *first = NULL;

	*several = false;
	for (size_t i = 0; i < offers->count; i++) {
		const struct record *record = &offers->list[i];
		int d;

		if (record->type != type)
			continue;
		d = first ? compare_targets(record, first) : -1;
		*several = *several || (first && d != 0);
		if (d < 0)
			first = record;
	}
	return first;
}

/* Takes out all records of type but keep; with NULL all of them. */
static void drop(
    struct offers *offers, uint16_t type, const struct record *keep)
{
	struct record kept = keep ? *keep : (struct record){ 0 };
	size_t n = 0;

	for (size_t i = 0; i < offers->count; i++)
		if (offers->list[i].type != type ||
		    (keep && !record_compare(&offers->list[i], &kept)))
			offers->list[n++] = offers->list[i];
	offers->count = n;
}

static const struct record *copy(
    struct offers *offers, const struct record *record)
{
	return arena_copy(offers->arena, record, sizeof(*record));
}

enum aliases offers_reduce(
    struct offers *offers, size_t limit, const struct record **alias)
{
	static const uint16_t types[] = { RR_CNAME, RR_DNAME };
	enum aliases result = ALIASES_KEPT;

	*alias = NULL;
	/*
	 * All aliases are compared before the limit applies: they have an order
	 * of their own.
	 */
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		bool several;
		const struct record *first =
		    first_of(offers, types[i], &several);

		if (!first)
			continue;
		if (types[i] == RR_CNAME && !offers->typed &&
		    has_address(offers)) {
			*alias = copy(offers, first);
			result = ALIASES_BEATEN;
			drop(offers, types[i], NULL);
		} else if (several) {
			*alias = copy(offers, first);
			result = ALIASES_SEVERAL;
			drop(offers, types[i], *alias);
		}
	}
	sort(offers, limit);
	return result;
}
