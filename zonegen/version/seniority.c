/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/seniority.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/line.h"
#include "zonegen/version/zonefile.h"
#include "zonegen/zone/zonestate.h"

/* Somebody asks for a record; origin NULL: the last version has it. */
struct ask {
	struct record record;
	struct origin *origin;
};

struct aged_line {
	size_t number;
	bool last;
	struct origin *origin; /* one reference; NULL: nobody asks for it */
};

struct aging {
	const struct buf *text;
	size_t head_len;
	size_t *starts; /* of the lines, and the end */
	struct aged_line *lines;
	size_t count, known; /* lines; known: the age of so many */
	struct aged_line *merged;
	size_t width, at; /* of the sorted runs; where the next two begin */
	/* While they are read. */
	const struct zone *zone;
	char name[NAME_SIZE]; /* of the line before */
	struct ask *asks;     /* for its records, sorted */
	size_t nasks, asks_cap;
	struct arena arena;
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

static void add_ask(
    struct aging *aging, const struct record *record, struct origin *origin)
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

static bool on_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	struct aging *aging = arg;
	struct aged_line *line = &aging->lines[aging->known++];
	size_t at;

	(void)err;
	if (strcmp(aging->name, name) != 0)
		gather(aging, name);
	at = find(aging, record);
	for (; at < aging->nasks && !line->origin; at++) {
		if (record_compare(&aging->asks[at].record, record) != 0)
			break;
		if (aging->asks[at].origin)
			line->origin = origin_ref(aging->asks[at].origin);
		else
			line->last = true;
	}
	return true;
}

static int by_age(const void *x, const void *y)
{
	const struct aged_line *a = x, *b = y;
	int d = b->last - a->last;

	if (d == 0)
		d = !a->origin - !b->origin;
	if (d == 0 && a->origin != b->origin)
		d = origin_compare(a->origin, b->origin);
	return d ? d : (a->number > b->number) - (a->number < b->number);
}

/* The last line may have no newline. */
struct aging *seniority_begin(const struct buf *text, size_t head_len)
{
	struct aging *aging = xcalloc(1, sizeof(*aging));
	const char *begin = buf_text(text), *at = begin + head_len;
	size_t count = line_count(at, text->len - head_len);

	count += text->len > head_len && begin[text->len - 1] != '\n';
	aging->text = text;
	aging->head_len = head_len;
	aging->count = count;
	aging->width = SENIORITY_STEP;
	aging->starts = xcalloc(count + 1, sizeof(*aging->starts));
	aging->lines = xcalloc(count + 1, sizeof(*aging->lines));
	for (size_t i = 0; i < count; i++) {
		size_t start = (size_t)(at - begin);
		const char *end = memchr(at, '\n', text->len - start);

		aging->starts[i] = start;
		aging->lines[i].number = i;
		at = end ? end + 1 : begin + text->len;
	}
	aging->starts[count] = text->len;
	return aging;
}

/* The head and some lines are a zone file by themselves. */
static void read_some(struct aging *aging, const struct zone *zone)
{
	const struct zonefile_reader reader = {
		.zone = zone_name(zone), .record = on_record, .arg = aging
	};
	struct buf part = BUF_INIT(UINT32_MAX);
	size_t from = aging->known, to = from + SENIORITY_STEP;
	struct err err;
	uint32_t serial;

	if (to > aging->count)
		to = aging->count;
	buf_add(&part, buf_text(aging->text), aging->head_len);
	buf_add(&part, buf_text(aging->text) + aging->starts[from],
	    aging->starts[to] - aging->starts[from]);
	aging->zone = zone;
	*aging->name = '\0'; /* the zone may have changed since */
	aging->nasks = 0;
	(void)!zonefile_read(&reader, buf_text(&part), part.len, &serial, &err);
	buf_clear(&part);
	assert(aging->known <= to);
	aging->known = to; /* a line that cannot be read has no age */
	if (from < to)
		qsort(aging->lines + from, to - from, sizeof(*aging->lines),
		    by_age);
}

/* Two sorted runs become one, in the other array. */
static void merge_two(struct aging *aging)
{
	size_t a = aging->at, middle = a + aging->width, b, end;

	if (middle > aging->count)
		middle = aging->count;
	end = middle + aging->width;
	if (end > aging->count)
		end = aging->count;
	b = middle;
	for (size_t i = a; i < end; i++) {
		bool first = b == end ||
		    (a < middle &&
			by_age(&aging->lines[a], &aging->lines[b]) <= 0);

		aging->merged[i] = aging->lines[first ? a++ : b++];
	}
	aging->at = end;
}

static void merge_some(struct aging *aging)
{
	struct aged_line *lines = aging->lines;

	if (!aging->merged)
		aging->merged = xcalloc(aging->count, sizeof(*aging->merged));
	merge_two(aging);
	if (aging->at < aging->count)
		return;
	aging->lines = aging->merged;
	aging->merged = lines;
	aging->width *= 2;
	aging->at = 0;
}

bool seniority_next(struct aging *aging, const struct zone *zone)
{
	if (aging->known < aging->count)
		read_some(aging, zone);
	else if (aging->width < aging->count)
		merge_some(aging);
	return aging->known < aging->count || aging->width < aging->count;
}

void seniority_end(struct aging *aging, struct seniority *out)
{
	assert(aging->known == aging->count);
	*out = (struct seniority){ .starts = aging->starts,
		.count = aging->count };
	aging->starts = NULL; /* the caller's now */
	out->lines = xcalloc(aging->count + 1, sizeof(*out->lines));
	for (size_t i = 0; i < aging->count; i++) {
		out->lines[i] = aging->lines[i].number;
		out->nlast += aging->lines[i].last;
	}
	seniority_drop(aging);
}

void seniority_drop(struct aging *aging)
{
	if (!aging)
		return;
	for (size_t i = 0; i < aging->count; i++)
		origin_unref(aging->lines[i].origin);
	free(aging->asks);
	free(aging->lines);
	free(aging->merged);
	free(aging->starts);
	arena_clear(&aging->arena);
	free(aging);
}

void seniority_clear(struct seniority *seniority)
{
	free(seniority->starts);
	free(seniority->lines);
	*seniority = (struct seniority){ 0 };
}
