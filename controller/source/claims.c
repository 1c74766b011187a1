/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claims.c - names and their records are gathered, then sorted and united, one
 * claim a name. What there is to say becomes findings on the way.
 */
#include "controller/source/claims.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

#define FINDINGS_MAX 100

void claims_add(struct claims *claims, const char *name,
    const struct record *records, size_t count)
{
	if (claims->count == claims->cap) {
		struct claim *larger;

		claims->cap = claims->cap ? claims->cap * 2 : 4;
		larger =
		    arena_alloc(&claims->arena, claims->cap * sizeof(*larger));
		if (claims->count)
			memcpy(larger, claims->list,
			    claims->count * sizeof(*larger));
		claims->list = larger;
	}
	claims->list[claims->count++] = (struct claim){
		.name = name,
		.records = records,
		.count = count,
	};
}

/* --- How much one object may ask for (A8: sizes) --- */

static bool is_known(const struct claims *claims, const char *name)
{
	return claims->first &&
	    (!strcmp(claims->first, name) || map_get(&claims->names, name));
}

bool claims_full(const struct claims *claims)
{
	size_t limit = claims->config->names_per_object;

	return limit && claims->nnames >= limit;
}

bool claims_admit(struct claims *claims, const char *name)
{
	if (is_known(claims, name))
		return true;
	if (claims_full(claims)) {
		claims->too_many = true;
		return false;
	}
	if (!claims->first)
		claims->first = name;
	else
		map_put(
		    &claims->names, name, (void *)(uintptr_t)claims->nnames);
	claims->nnames++;
	return true;
}

bool claims_admit_record(struct claims *claims)
{
	size_t limit = claims->config->records_per_object;

	if (limit && claims->nrecords >= limit) {
		claims->too_many = true;
		return false;
	}
	claims->nrecords++;
	return true;
}

/* No name ends in a dot, so an item is none. */
bool claims_again(struct claims *claims, const char *item)
{
	const char *key = arena_printf(&claims->arena, "%s.", item);
	bool again = map_get(&claims->names, key) != NULL;

	if (!again)
		map_put(&claims->names, key, claims);
	return again;
}

void claims_name(struct claims *claims, const char *name)
{
	const char *copy;

	if (is_known(claims, name))
		return;
	copy = arena_strdup(&claims->arena, name);
	if (claims_admit(claims, copy))
		claims_add(claims, copy, NULL, 0);
}

/* Where the name stands in the object's order; what is made from it, last. */
static size_t place_of(const struct claims *claims, const char *name)
{
	uintptr_t place = (uintptr_t)map_get(&claims->names, name);

	if (!strcmp(claims->first ? claims->first : "", name))
		return 0;
	return place ? (size_t)place : SIZE_MAX;
}

struct placed {
	struct claim claim;
	size_t place;
};

static int by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int d = (a->place > b->place) - (a->place < b->place);

	return d ? d : name_compare(a->claim.name, b->claim.name);
}

/* The first that have no more records in all than limit. */
static void keep_first(struct claims *claims, size_t limit)
{
	struct placed *order =
	    arena_alloc(&claims->arena, claims->count * sizeof(*order));
	size_t records = 0, count = claims->count;

	for (size_t i = 0; i < count; i++)
		order[i] = (struct placed){ .claim = claims->list[i],
			.place = place_of(claims, claims->list[i].name) };
	qsort(order, count, sizeof(*order), by_place);
	claims->count = 0;
	for (size_t i = 0; i < count; i++) {
		records += order[i].claim.count;
		if (records > limit)
			break;
		claims->list[claims->count++] = order[i].claim;
	}
	claims->too_many = true;
}

void claims_trim(struct claims *claims)
{
	size_t limit = claims->config->records_per_object, records = 0;
	const struct finding finding = { .id = TOO_MANY_NAMES,
		.zone = "",
		.name = "",
		.origin = claims->origin };

	for (size_t i = 0; i < claims->count; i++)
		records += claims->list[i].count;
	if (limit && records > limit)
		keep_first(claims, limit);
	if (claims->too_many)
		findings_add(&claims->findings, &finding,
		    "more names or records than one object may have; the "
		    "first ones stay");
}

void claims_clear(struct claims *claims)
{
	findings_clear(&claims->findings);
	map_clear(&claims->names);
	arena_clear(&claims->arena);
}

/* --- Names --- */

bool claims_inside(const struct claims *claims, const char *name)
{
	return zoneset_find(claims->zones, name) != NULL;
}

/* Parts of one name stand in the order of their records' addresses. */
static int compare(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;
	uintptr_t at = (uintptr_t)a->records, other = (uintptr_t)b->records;
	int d = name_compare(a->name, b->name);

	return d ? d : (at > other) - (at < other);
}

/* Do two runs of claims have the same records, by address? */
static bool same_parts(
    const struct claim *a, const struct claim *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (a[i].records != b[i].records || a[i].count != b[i].count)
			return false;
	return true;
}

/*
 * The records of one name, kept while the parts of the next name are the same.
 */
struct merger {
	const struct claim *parts;
	size_t count;
	struct offers offers;
	enum aliases aliases;
	const struct record *alias;
};

size_t claims_limit(const struct claims *claims)
{
	const struct config *config = claims->config;

	return config->nzones ? config->settings[0].max_records : 0;
}

static void tell(struct claims *claims, enum aliases aliases,
    const struct record *alias, const char *name)
{
	char target[NAME_SIZE];

	if (aliases == ALIASES_KEPT || !record_target(alias, target))
		return;
	if (aliases == ALIASES_BEATEN)
		claims_report_type(claims, MIXED_TARGETS, name, alias->type,
		    "addresses and host names; the addresses win over '%s'",
		    target);
	else
		claims_report_type(claims, MIXED_TARGETS, name, alias->type,
		    "several host names; '%s' is the first in order", target);
}

void claims_reduce(
    struct claims *claims, struct offers *offers, const char *name)
{
	const struct record *alias;
	enum aliases aliases =
	    offers_reduce(offers, claims_limit(claims), &alias);

	tell(claims, aliases, alias, name);
}

/*
 * All records of the parts, reduced.  A hundred thousand names of the same two
 * Gateways share one array: it is made once as long as the parts are the same.
 */
static void merge(struct merger *merger, struct claims *claims,
    const struct claim *parts, size_t count)
{
	if (merger->count == count && same_parts(merger->parts, parts, count))
		return;
	*merger = (struct merger){ .parts = parts, .count = count };
	merger->offers.arena = &claims->arena;
	merger->offers.typed = claims->typed;
	for (size_t i = 0; i < count; i++) {
		if (i && same_parts(&parts[i - 1], &parts[i], 1))
			continue;
		for (size_t j = 0; j < parts[i].count; j++)
			offers_add(&merger->offers, &parts[i].records[j]);
	}
	merger->aliases = offers_reduce(
	    &merger->offers, claims_limit(claims), &merger->alias);
}

/* One claim for each name. */
static void unite(struct claims *claims, struct claim *sorted, size_t count)
{
	struct merger merger = { 0 };
	size_t end;

	for (size_t i = 0; i < count; i = end) {
		struct claim *out = &claims->list[claims->count++];
		bool lost = sorted[i].lost;

		for (end = i + 1;
		     end < count && !strcmp(sorted[i].name, sorted[end].name);
		     end++)
			lost |= sorted[end].lost;
		*out = sorted[i];
		out->lost = lost && !out->count;
		if (same_parts(&sorted[i], &sorted[end - 1], 1))
			continue; /* they are sorted: all are the same */
		merge(&merger, claims, &sorted[i], end - i);
		out->records = merger.offers.list;
		out->count = merger.offers.count;
		out->lost = lost && !out->count;
		tell(claims, merger.aliases, merger.alias, out->name);
	}
}

bool claims_has(const struct claims *claims, const char *name)
{
	size_t low = 0, high = claims->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int d = name_compare(claims->list[middle].name, name);

		if (d == 0)
			return true;
		if (d < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool claims_unite(struct claims *claims)
{
	size_t count = claims->count;
	bool inside = false;
	struct claim *sorted;

	if (!count)
		return false;
	qsort(claims->list, count, sizeof(*claims->list), compare);
	sorted =
	    arena_copy(&claims->arena, claims->list, count * sizeof(*sorted));
	claims->count = 0;
	unite(claims, sorted, count);
	for (size_t i = 0; i < claims->count && !inside; i++)
		inside = claims_inside(claims, claims->list[i].name);
	return inside;
}

PRINTF(5, 0)
static void report(struct claims *claims, enum finding_id id, const char *name,
    uint16_t type, const char *fmt, va_list ap)
{
	const struct zone *zone = zoneset_find(claims->zones, name);
	const struct finding finding = {
		.id = id,
		.type = type,
		.zone = zone ? zone_name(zone) : "",
		.name = name,
		.origin = claims->about ? claims->about : claims->origin,
		.shared = claims->about != NULL,
	};
	char sentence[512];

	if (claims->findings.count >= FINDINGS_MAX)
		return;
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	findings_add(&claims->findings, &finding, "%s", sentence);
}

void claims_about(struct claims *claims, const struct object *object)
{
	claims->about = object ? object->origin->text : NULL;
}

void claims_report(struct claims *claims, enum finding_id id, const char *name,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(claims, id, name, 0, fmt, ap);
	va_end(ap);
}

void claims_report_type(struct claims *claims, enum finding_id id,
    const char *name, uint16_t type, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(claims, id, name, type, fmt, ap);
	va_end(ap);
}

void claims_withdraw(struct claims *claims, enum finding_id id, const char *why)
{
	findings_clear(&claims->findings);
	for (size_t i = 0; i < claims->count; i++)
		if (claims_inside(claims, claims->list[i].name))
			claims_report(
			    claims, id, claims->list[i].name, "%s", why);
	claims->count = 0;
}

void claims_keep_names(
    struct claims *claims, enum finding_id id, const char *why)
{
	findings_clear(&claims->findings);
	for (size_t i = 0; i < claims->count; i++) {
		claims->list[i].records = NULL;
		claims->list[i].count = 0;
		claims->list[i].lost = false;
	}
	claims_report(claims, id, "", "%s", why);
}

void claims_offer(struct claims *claims, const struct offers *offers)
{
	for (size_t i = 0; i < claims->count; i++) {
		claims->list[i].records = offers->list;
		claims->list[i].count = offers->count;
	}
}

void claims_lose(struct claims *claims)
{
	for (size_t i = 0; i < claims->count; i++)
		claims->list[i].lost = !claims->list[i].count;
}

/* An underscore is odd where a host is meant (N1: well-formed names). */
static bool is_host(const struct claim *claim)
{
	for (size_t i = 0; i < claim->count; i++)
		if (rr_type_is_address(claim->records[i].type))
			return true;
	return false;
}

void claims_review(struct claims *claims, const char *why)
{
	for (size_t i = 0; i < claims->count; i++) {
		const struct claim *claim = &claims->list[i];
		const char *odd = name_odd(claim->name);

		if (!claims_inside(claims, claim->name))
			continue;
		if (!claim->count && why)
			claims_report(
			    claims, NO_ADDRESS, claim->name, "%s", why);
		if (odd && is_host(claim))
			claims_report(claims, ODD_NAME, claim->name, "%s", odd);
	}
}
