/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/seniority.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/version/zonefile.h"
#include "zonegen/zone/zonestate.h"

/* Somebody asks for a record; origin NULL: the last version has it. */
struct ask {
	struct record record;
	const struct origin *origin;
};

struct aged_line {
	size_t number;
	bool last;
	const struct origin *origin; /* NULL: nobody asks for it */
};

struct aging {
	const struct zone *zone;
	char name[NAME_SIZE]; /* of the lines that are read */
	struct ask *asks;     /* for its records, sorted */
	size_t nasks, asks_cap;
	struct arena arena;
	struct aged_line *lines;
	size_t count, cap;
};

static int by_record(const void *x, const void *y)
{
	const struct ask *a = x, *b = y;
	int d = record_compare(&a->record, &b->record);

	if (d || a->origin == b->origin)
		return d;
	if (!a->origin || !b->origin)
		return a->origin ? 1 : -1;
	return origin_compare(a->origin, b->origin);
}

static void add_ask(struct aging *aging, const struct record *record,
    const struct origin *origin)
{
	aging->asks = xgrow(
	    aging->asks, aging->nasks, &aging->asks_cap, sizeof(*aging->asks));
	aging->asks[aging->nasks++] = (struct ask){ *record, origin };
}

static void gather_last(struct aging *aging, const struct rrsets *last)
{
	struct rrset set;

	for (size_t i = 0; i < rrsets_count(last); i++) {
		if (!rrsets_read(
			last, rrsets_type(last, i), &aging->arena, &set))
			continue;
		for (size_t j = 0; j < set.count; j++)
			add_ask(aging, &set.records[j], NULL);
	}
}

static void gather(struct aging *aging, const char *name)
{
	const struct domain *domain = domains_find(&aging->zone->domains, name);

	memcpy(aging->name, name, strlen(name) + 1);
	arena_clear(&aging->arena);
	aging->nasks = 0;
	if (!domain)
		return;
	gather_last(aging, domain->last);
	for (const struct entry *e = domain->entries; e; e = e->next)
		for (size_t i = 0; i < e->count; i++)
			add_ask(aging, &e->records[i], e->origin);
	if (aging->nasks)
		qsort(
		    aging->asks, aging->nasks, sizeof(*aging->asks), by_record);
}

/* The first that asks for it. */
static size_t find(const struct aging *aging, const struct record *record)
{
	size_t low = 0, high = aging->nasks;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (record_compare(&aging->asks[middle].record, record) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct aged_line *add_line(struct aging *aging)
{
	aging->lines = xgrow(
	    aging->lines, aging->count, &aging->cap, sizeof(*aging->lines));
	aging->lines[aging->count] =
	    (struct aged_line){ .number = aging->count };
	return &aging->lines[aging->count++];
}

static bool on_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	struct aging *aging = arg;
	struct aged_line *line = add_line(aging);
	size_t at;

	(void)err;
	if (strcmp(aging->name, name) != 0)
		gather(aging, name);
	at = find(aging, record);
	for (; at < aging->nasks && !line->origin; at++) {
		if (record_compare(&aging->asks[at].record, record) != 0)
			break;
		line->origin = aging->asks[at].origin;
		line->last |= !line->origin;
	}
	return true;
}

static int by_age(const void *x, const void *y)
{
	const struct aged_line *a = x, *b = y;
	int d = b->last - a->last;

	if (d == 0)
		d = !a->origin - !b->origin;
	if (d == 0 && a->origin)
		d = origin_compare(a->origin, b->origin);
	return d ? d : (a->number > b->number) - (a->number < b->number);
}

void seniority_read(const struct zone *zone, const struct buf *text,
    size_t head_len, struct seniority *out)
{
	struct aging aging = { .zone = zone };
	const struct zonefile_reader reader = {
		.zone = zone_name(zone), .record = on_record, .arg = &aging
	};
	size_t lines = 0;
	struct err err;
	uint32_t serial;

	for (size_t i = head_len; i < text->len; i++)
		lines += text->data[i] == '\n' || i + 1 == text->len;
	(void)!zonefile_read(&reader, buf_text(text), text->len, &serial, &err);
	while (aging.count < lines)
		add_line(&aging);
	if (aging.count)
		qsort(aging.lines, aging.count, sizeof(*aging.lines), by_age);
	*out = (struct seniority){ .count = aging.count };
	out->lines = xcalloc(aging.count + 1, sizeof(*out->lines));
	for (size_t i = 0; i < aging.count; i++) {
		out->lines[i] = aging.lines[i].number;
		out->nlast += aging.lines[i].last;
	}
	free(aging.asks);
	free(aging.lines);
	arena_clear(&aging.arena);
}

void seniority_clear(struct seniority *seniority)
{
	free(seniority->lines);
	*seniority = (struct seniority){ 0 };
}
