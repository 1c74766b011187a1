/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/claim/exclusion.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

static int compare(const void *x, const void *y)
{
	const struct exclusion *a = x, *b = y;
	int d = name_compare(a->name, b->name);

	if (d == 0)
		d = record_compare(&a->record, &b->record);
	return d ? d : strcmp(a->origin, b->origin);
}

void exclusions_add(struct exclusions *exclusions, const struct exclusion *row)
{
	struct exclusion *added;
	uint8_t *rdata;

	exclusions->list = xgrow(exclusions->list, exclusions->count,
	    &exclusions->cap, sizeof(*exclusions->list));
	added = &exclusions->list[exclusions->count++];
	*added = *row;
	added->origin = xstrdup(row->origin);
	added->name = xstrdup(row->name);
	added->words = xstrdup(row->words);
	added->record.ttl = 0;
	rdata = xmalloc(row->record.size);
	if (row->record.size)
		memcpy(rdata, row->record.rdata, row->record.size);
	added->record.rdata = rdata;
}

static void free_row(struct exclusion *row)
{
	free((char *)row->origin);
	free((char *)row->name);
	free((char *)row->words);
	free((uint8_t *)row->record.rdata);
}

static void unite(struct exclusion *row, struct exclusion *other)
{
	bool open = row->open && other->open;
	bool all = (row->all && row->open == open) ||
	    (other->all && other->open == open);
	struct exclusion less = *other;

	if (row->until && (!other->until || other->until > row->until)) {
		less = *row;
		*row = *other;
	}
	row->all = all;
	row->open = open;
	free_row(&less);
}

void exclusions_sort(struct exclusions *exclusions)
{
	struct exclusion *list = exclusions->list;
	size_t kept = 0;

	if (exclusions->count)
		qsort(list, exclusions->count, sizeof(*list), compare);
	for (size_t i = 0; i < exclusions->count; i++) {
		if (kept && compare(&list[kept - 1], &list[i]) == 0) {
			unite(&list[kept - 1], &list[i]);
			continue;
		}
		list[kept++] = list[i];
	}
	exclusions->count = kept;
}

bool exclusions_equal(const struct exclusions *a, const struct exclusions *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (compare(&a->list[i], &b->list[i]) != 0 ||
		    a->list[i].all != b->list[i].all ||
		    a->list[i].open != b->list[i].open ||
		    a->list[i].until != b->list[i].until ||
		    strcmp(a->list[i].words, b->list[i].words) != 0)
			return false;
	return true;
}

void exclusions_clear(struct exclusions *exclusions)
{
	for (size_t i = 0; i < exclusions->count; i++)
		free_row(&exclusions->list[i]);
	free(exclusions->list);
	*exclusions = (struct exclusions){ 0 };
}
