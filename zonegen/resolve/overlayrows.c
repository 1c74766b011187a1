/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/overlayrows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What excludes a part of its domain; the rows are sorted that way. */
static int by_row(const void *key, const void *element)
{
	const struct part *part = key;
	const struct exclusion *row = *(const struct exclusion *const *)element;
	int d = record_compare(part->record, &row->record);

	return d ? d : strcmp(part->entry->origin->text, row->origin);
}

static const struct exclusion *find_exclusion(
    const struct domain *domain, const struct part *part)
{
	const struct domain_extra *extra = domain->extra;
	const struct exclusion **found;

	if (!extra || !extra->nexcluded)
		return NULL;
	found = bsearch(part, extra->excluded, extra->nexcluded,
	    sizeof(struct exclusion *), by_row);
	return found ? *found : NULL;
}

void overlayrows_exclude(struct parts *p)
{
	bool any = p->domain->extra && p->domain->extra->nexcluded;
	struct buf rdata = BUF_INIT(8 * RECORD_MAX);

	for (size_t i = 0; any && i < p->count; i++) {
		struct part *part = &p->list[i];
		const struct exclusion *row = find_exclusion(p->domain, part);
		char sentence[512];

		if (!row || part->entry->from == ENTRY_FIXED)
			continue;
		part->out = true;
		buf_reset(&rdata);
		record_print(part->record, &rdata);
		snprintf(sentence, sizeof(sentence),
		    "%.160s is excluded%s: %.200s", buf_text(&rdata),
		    row->all ? " with all of its object" : "", row->words);
		parts_report(p, part, QUARANTINED, NULL, sentence);
	}
	buf_clear(&rdata);
}

/* A namespace and what of its types is one group (parts_same_group()). */
static const char *group_key(struct parts *p, const struct part *part)
{
	uint16_t type = part->record->type;

	return arena_printf(&p->arena, "%u %s",
	    rr_type_is_address(type) ? 0 : (unsigned)type,
	    origin_namespace(part->entry->origin));
}

static bool is_retained(const struct part *part, bool instead)
{
	return part->entry->from == ENTRY_RETAINED &&
	    part->entry->instead == instead;
}

/* By group_key(): the live part that is in and of the first kind. */
static void find_live(struct parts *p, struct map *live)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i], *first;
		const char *key;

		if (part->entry->from != ENTRY_LIVE || part->out)
			continue;
		key = group_key(p, part);
		first = map_get(live, key);
		if (!first || part->entry->rank < first->entry->rank)
			map_put(live, key, &p->list[i]);
	}
}

/* Live claims take the place of rows of their namespace and group. */
static void replace(struct parts *p)
{
	struct map live = MAP_INIT;

	find_live(p, &live);
	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];
		const struct part *first;

		if (!is_retained(part, false))
			continue;
		first = map_get(&live, group_key(p, part));
		if (first && first->entry->rank <= part->entry->rank)
			part->out = true;
	}
	map_clear(&live);
}

/* The types of some parts, each once. */
struct types {
	uint16_t *list;
	size_t count;
};

static int by_type(const void *x, const void *y)
{
	return *(const uint16_t *)x - *(const uint16_t *)y;
}

static void sort_types(struct types *types)
{
	size_t kept = 0;

	if (types->count)
		qsort(types->list, types->count, sizeof(uint16_t), by_type);
	for (size_t i = 0; i < types->count; i++)
		if (!i || types->list[i] != types->list[kept - 1])
			types->list[kept++] = types->list[i];
	types->count = kept;
}

/* Of the rows that stand instead of live claims, or of the live claims. */
static struct types types_of(struct parts *p, bool rows)
{
	struct types types = { 0 };

	types.list = arena_alloc(&p->arena, (p->count + 1) * sizeof(uint16_t));
	for (size_t i = 0; i < p->count; i++)
		if (rows ? is_retained(&p->list[i], true) && !p->list[i].out
			 : p->list[i].entry->from == ENTRY_LIVE)
			types.list[types.count++] = p->list[i].record->type;
	sort_types(&types);
	return types;
}

static bool conflicts(const struct types *types, uint16_t type)
{
	const uint16_t alias = RR_CNAME;

	if (!types->count)
		return false;
	return type == RR_CNAME ||
	    bsearch(&alias, types->list, types->count, sizeof(type), by_type) ||
	    bsearch(&type, types->list, types->count, sizeof(type), by_type);
}

/* Some rows stand instead of live claims. */
static void displace(struct parts *p)
{
	struct types rows = types_of(p, true);

	for (size_t i = 0; rows.count && i < p->count; i++)
		if (p->list[i].entry->from == ENTRY_LIVE &&
		    conflicts(&rows, p->list[i].record->type))
			p->list[i].out = true;
}

void overlayrows_replace(struct parts *p)
{
	if (!p->domain->retained)
		return;
	replace(p);
	displace(p);
}

/* Why records are kept from the last version. */
static void report_kept(
    struct parts *p, const struct part *part, const struct types *live)
{
	switch (part->entry->reason) {
	case RETAIN_HELD:
		parts_report(p, part, HELD, NULL,
		    part->entry->instead && conflicts(live, part->record->type)
			? "kept from the last version, the guard holds its "
			  "change"
			: "kept from the last version, the guard holds its "
			  "deletion");
		break;
	case RETAIN_GRACE:
		parts_report(p, part, ADDRESS_LOST, NULL,
		    "kept from the last version for a while, its load "
		    "balancer has no address now");
		break;
	case RETAIN_SETTLING:
		break;
	default:
		parts_report(p, part, SOURCE_UNTRUSTED, NULL,
		    "kept from the last version, its source cannot be trusted "
		    "now");
	}
}

void overlayrows_report(struct parts *p)
{
	struct types live;

	if (!p->domain->retained)
		return;
	live = types_of(p, false);
	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i];

		if (part->entry->from == ENTRY_RETAINED && !part->out &&
		    (i == 0 || part[-1].entry != part->entry))
			report_kept(p, part, &live);
	}
}
