/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/lint/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/lint/lookup.h"
#include "zonegen/record/name.h"

_Static_assert(FINDING_IDS <= 64, "a bit for each");

static const enum finding_id switches[] = { ALIAS_CHAIN, ALIAS_TARGET,
	DANGLING_TARGET, FEW_NAMESERVERS, ODD_CAA, ODD_OWNER, PRIVATE_ADDRESS,
	REPEATED_ZONE, WILDCARD_ENDS };

const char *lint_id_word(size_t at)
{
	return at < ARRAY_LEN(switches) ? finding_word(switches[at]) : NULL;
}

bool lint_id(const char *word, enum finding_id *out)
{
	for (size_t i = 0; i < ARRAY_LEN(switches); i++)
		if (!strcmp(finding_word(switches[i]), word)) {
			*out = switches[i];
			return true;
		}
	return false;
}

uint64_t lint_bit(enum finding_id id)
{
	return (uint64_t)1 << id;
}

/* --- Records --- */

void lint_add(struct lint *lint, const char *name, const struct record *record,
    size_t line)
{
	struct lint_record *added;
	const char *before =
	    lint->count ? lint->list[lint->count - 1].name : "";

	lint->list =
	    xgrow(lint->list, lint->count, &lint->cap, sizeof(*lint->list));
	added = &lint->list[lint->count++];
	*added = (struct lint_record){ .record = *record, .line = line };
	added->name = strcmp(before, name) != 0
	    ? arena_strdup(&lint->arena, name)
	    : before;
	if (record->rdata)
		added->record.rdata =
		    arena_copy(&lint->arena, record->rdata, record->size);
}

static int compare(const void *a, const void *b)
{
	const struct lint_record *x = a, *y = b;
	unsigned x_type = rr_type_order(x->record.type);
	unsigned y_type = rr_type_order(y->record.type);
	int d = x->name == y->name ? 0 : name_compare(x->name, y->name);

	if (d == 0)
		d = (x_type > y_type) - (x_type < y_type);
	if (d == 0 && x->record.rdata && y->record.rdata)
		d = record_compare(&x->record, &y->record);
	else if (d == 0)
		d = (x->record.rdata != NULL) - (y->record.rdata != NULL);
	return d ? d : (x->line > y->line) - (x->line < y->line);
}

static size_t name_end(const struct lint *lint, size_t first)
{
	size_t end = first + 1;

	while (end < lint->count &&
	    !strcmp(lint->list[end].name, lint->list[first].name))
		end++;
	return end;
}

/* --- Looking things up --- */

void lint_report(struct lint *lint, const struct lint_record *at,
    enum finding_id id, const char *fmt, ...)
{
	char sentence[1024];
	va_list ap;

	if (lint->off & lint_bit(id))
		return;
	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	lint->report(lint->arg, at, id, sentence);
}

struct lint_name lint_find(const struct lint *lint, const char *name)
{
	size_t low = 0, high = lint->count;
	struct lint_name found = { .name = name };

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(lint->list[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!lint->count)
		return found;
	found.list = lint->list + low;
	if (low < lint->count && !strcmp(lint->list[low].name, name))
		found.count = name_end(lint, low) - low;
	return found;
}

struct lint_name lint_type(const struct lint_name *name, uint16_t type)
{
	struct lint_name found = *name;

	found.count = 0;
	for (size_t i = 0; i < name->count; i++) {
		if (name->list[i].record.type != type)
			continue;
		if (!found.count++)
			found.list = &name->list[i];
	}
	return found;
}

bool lint_has_address(const struct lint_name *name)
{
	return lint_type(name, RR_A).count || lint_type(name, RR_AAAA).count;
}

bool lint_has_below(const struct lint *lint, const struct lint_name *name)
{
	const struct lint_record *next = name->list + name->count;

	return next < lint->list + lint->count &&
	    name_within(next->name, name->name);
}

bool lint_is_apex(const struct lint *lint, const char *name)
{
	return !strcmp(name, lint->zone);
}

/*
 * Cuts do not lie below each other, and all that is below one follows it: the
 * last one before the name is the one, or there is none.
 */
struct lint_name lint_cut(const struct lint *lint, const char *name)
{
	size_t low = 0, high = lint->ncuts;
	const struct lint_name none = { .name = NULL };

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(lint->cuts[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || !name_within(name, lint->cuts[low - 1]))
		return none;
	return lint_find(lint, lint->cuts[low - 1]);
}

/* --- The walk --- */

/* A map borrows its keys: these live in rdata's place, the arena. */
static void gather_hosts(struct lint *lint)
{
	char host[NAME_SIZE];
	size_t used;

	for (size_t i = 0; i < lint->count; i++) {
		const struct record *record = &lint->list[i].record;

		if (record->type == RR_NS && record->rdata &&
		    name_from_wire(record->rdata, record->size, host, &used))
			map_put(&lint->hosts, arena_strdup(&lint->arena, host),
			    &lint->list[i]);
	}
}

/* The highest ones; records are sorted. */
static void gather_cuts(struct lint *lint)
{
	for (size_t i = 0; i < lint->count; i++) {
		const char *name = lint->list[i].name;
		uint16_t type = lint->list[i].record.type;

		if (type != RR_DNAME &&
		    (type != RR_NS || lint_is_apex(lint, name)))
			continue;
		if (lint->ncuts &&
		    name_within(name, lint->cuts[lint->ncuts - 1]))
			continue;
		lint->cuts = xgrow(lint->cuts, lint->ncuts, &lint->cuts_cap,
		    sizeof(*lint->cuts));
		lint->cuts[lint->ncuts++] = name;
	}
}

void lint_run(struct lint *lint)
{
	if (lint->count)
		qsort(lint->list, lint->count, sizeof(*lint->list), compare);
	gather_hosts(lint);
	gather_cuts(lint);
	lint_count_addresses(lint);
	lint_apex(lint);
	for (size_t i = 0, end; i < lint->count; i = end) {
		struct lint_name name = { lint->list[i].name, &lint->list[i],
			0 };

		end = name_end(lint, i);
		name.count = end - i;
		lint_cuts(lint, &name);
		/* Who is delegated below answers for the rest. */
		if (lint_cut(lint, name.name).count)
			continue;
		lint_name(lint, &name);
		lint_targets(lint, &name);
		lint_values(lint, &name);
	}
}

void lint_clear(struct lint *lint)
{
	free(lint->list);
	free(lint->cuts);
	map_clear(&lint->hosts);
	arena_clear(&lint->arena);
	lint->list = NULL;
	lint->cuts = NULL;
	lint->count = lint->cap = lint->ncuts = lint->cuts_cap = 0;
}
