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

void claims_name(struct claims *claims, const char *name)
{
	claims_add(claims, arena_strdup(&claims->arena, name), NULL, 0);
}

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
		.origin = claims->origin,
	};
	char sentence[512];

	if (claims->findings.count >= FINDINGS_MAX)
		return;
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	findings_add(&claims->findings, &finding, "%s", sentence);
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
