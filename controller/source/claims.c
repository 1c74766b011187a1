/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/claims.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/mem.h"
#include "zonegen/name.h"

#define FINDINGS_MAX 100

void claims_name(struct claims *claims, const char *name)
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
		.name = arena_strdup(&claims->arena, name),
	};
}

/* The longest zone that contains name, or "". */
static const char *zone_of(const struct config *config, const char *name)
{
	const char *zone = "";

	for (size_t i = 0; *name && i < config->nzones; i++) {
		const char *other = config->settings[i].name;

		if (name_within(name, other) && strlen(other) > strlen(zone))
			zone = other;
	}
	return zone;
}

static int compare(const void *a, const void *b)
{
	return name_compare(
	    ((const struct claim *)a)->name, ((const struct claim *)b)->name);
}

bool claims_sort(struct claims *claims)
{
	bool inside = false;
	size_t kept = 0;

	if (claims->count)
		qsort(claims->list, claims->count, sizeof(*claims->list),
		    compare);
	for (size_t i = 0; i < claims->count; i++) {
		if (kept &&
		    !strcmp(claims->list[kept - 1].name, claims->list[i].name))
			continue;
		claims->list[kept++] = claims->list[i];
		inside =
		    inside || *zone_of(claims->config, claims->list[i].name);
	}
	claims->count = kept;
	return inside;
}

void claims_report(struct claims *claims, enum finding_id id, const char *name,
    const char *fmt, ...)
{
	struct finding finding = {
		.id = id,
		.zone = zone_of(claims->config, name),
		.name = name,
		.origin = claims->origin,
	};
	char sentence[512];
	va_list ap;

	if (claims->findings.count >= FINDINGS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	findings_add(&claims->findings, &finding, "%s", sentence);
}

void claims_withdraw(struct claims *claims, enum finding_id id, const char *why)
{
	findings_clear(&claims->findings);
	for (size_t i = 0; i < claims->count; i++)
		if (*zone_of(claims->config, claims->list[i].name))
			claims_report(
			    claims, id, claims->list[i].name, "%s", why);
	claims->count = 0;
}

void claims_answer(struct claims *claims, const struct record *records,
    size_t count, const char *why)
{
	for (size_t i = 0; i < claims->count; i++) {
		struct claim *claim = &claims->list[i];
		const char *odd = name_odd(claim->name);

		claim->records = records;
		claim->count = count;
		if (!*zone_of(claims->config, claim->name))
			continue;
		if (!count)
			claims_report(
			    claims, NO_ADDRESS, claim->name, "%s", why);
		else if (odd)
			claims_report(claims, ODD_NAME, claim->name, "%s", odd);
	}
}
