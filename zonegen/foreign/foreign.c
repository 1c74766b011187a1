/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/foreign/foreign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/lint/mastertype.h"
#include "zonegen/record/line.h"
#include "zonegen/version/load.h"
#include "zonegen/version/zonefile.h"
#include "zonegen/zone/zonestate.h"

#define UNPUBLISHED_MAX 64 /* types of which one entry each is kept */
#define FILE_LIMIT UINT32_MAX

void foreign_open(struct foreign *foreign, const char *zone)
{
	*foreign = (struct foreign){ .arena = { .chunk = 64000 } };
	foreign_name(foreign, zone);
}

void foreign_name(struct foreign *foreign, const char *zone)
{
	foreign->zone = arena_strdup(&foreign->arena, zone);
}

void foreign_clear(struct foreign *foreign)
{
	free(foreign->list);
	free(foreign->left);
	arena_clear(&foreign->arena);
	*foreign = (struct foreign){ .count = 0 };
}

void foreign_set_soa(struct foreign *foreign, const struct foreign_soa *soa)
{
	if (foreign->has_soa) {
		foreign_leave(foreign, foreign->zone, RR_SOA, 0,
		    "there is a SOA already");
		return;
	}
	foreign->has_soa = true;
	foreign->soa = *soa;
	foreign->soa.primary = arena_strdup(&foreign->arena, soa->primary);
	foreign->soa.contact = arena_strdup(&foreign->arena, soa->contact);
}

/* --- What is left out --- */

const char *foreign_type(uint16_t type, char out[FOREIGN_TYPE_SIZE])
{
	const char *word = mastertype_word(type);

	if (word)
		return word;
	snprintf(out, FOREIGN_TYPE_SIZE, "TYPE%u", (unsigned)type);
	return out;
}

static bool is_unpublished(uint16_t type)
{
	return type && type != RR_SOA && !rr_type_fields(type);
}

/* The entry of a type that is not published, if there is one already. */
static struct foreign_left *find_unpublished(
    struct foreign *foreign, uint16_t type)
{
	for (size_t i = 0, seen = 0;
	     seen < foreign->unpublished && i < foreign->nleft; i++) {
		seen += is_unpublished(foreign->left[i].type);
		if (foreign->left[i].type == type)
			return &foreign->left[i];
	}
	return NULL;
}

void foreign_leave(struct foreign *foreign, const char *name, uint16_t type,
    size_t line, const char *why)
{
	bool unpublished = is_unpublished(type);
	struct foreign_left *left,
	    new = { .type = type, .line = line, .count = 1 };
	char *text;

	left = unpublished ? find_unpublished(foreign, type) : NULL;
	if (left) {
		left->count++;
		return;
	}
	if (foreign->nleft == FOREIGN_LEFT_MAX ||
	    (unpublished && foreign->unpublished == UNPUBLISHED_MAX)) {
		foreign->left_more++;
		return;
	}
	text = arena_strdup(&foreign->arena, why);
	err_clean(text);
	new.why = text;
	new.name = arena_strdup(&foreign->arena, name);
	foreign->left = xgrow(foreign->left, foreign->nleft, &foreign->left_cap,
	    sizeof(*foreign->left));
	foreign->left[foreign->nleft++] = new;
	foreign->unpublished += unpublished;
}

/* --- What is kept --- */

void foreign_add(struct foreign *foreign, const char *name,
    const struct record *record, size_t line)
{
	const struct foreign_record *before;
	struct foreign_record *added;

	foreign->list = xgrow(foreign->list, foreign->count, &foreign->cap,
	    sizeof(*foreign->list));
	before = foreign->count ? &foreign->list[foreign->count - 1] : NULL;
	added = &foreign->list[foreign->count++];
	added->name = before && !strcmp(before->name, name)
	    ? before->name
	    : arena_strdup(&foreign->arena, name);
	added->line = line;
	added->record = *record;
	added->record.rdata =
	    arena_copy(&foreign->arena, record->rdata, record->size);
	/* RFC 2181 8: the highest bit set means none. */
	if (record->ttl > TTL_MAX)
		added->record.ttl = 0;
}

static int compare(const void *a, const void *b)
{
	const struct foreign_record *x = a, *y = b;
	int d = name_compare(x->name, y->name);

	return d ? d : record_compare(&x->record, &y->record);
}

static void keep_inside(struct foreign *foreign)
{
	size_t kept = 0;

	for (size_t i = 0; i < foreign->count; i++) {
		struct foreign_record *one = &foreign->list[i];

		if (name_within(one->name, foreign->zone))
			foreign->list[kept++] = *one;
		else
			foreign_leave(foreign, one->name, one->record.type,
			    one->line, "its name is not in the zone");
	}
	foreign->count = kept;
}

static bool same_rrset(
    const struct foreign_record *a, const struct foreign_record *b)
{
	return a->record.type == b->record.type && !strcmp(a->name, b->name);
}

static void drop_duplicates(struct foreign *foreign)
{
	struct foreign_record *list = foreign->list, *last = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < foreign->count; i++) {
		if (last && !compare(last, &list[i])) {
			if (list[i].record.ttl < last->record.ttl)
				last->record.ttl = list[i].record.ttl;
			continue;
		}
		last = &list[kept++];
		*last = list[i];
	}
	foreign->count = kept;
}

/* The lowest counts (RFC 2181 5.2). */
static void even_ttls(struct foreign *foreign)
{
	struct foreign_record *list = foreign->list;

	for (size_t i = 0, end; i < foreign->count; i = end) {
		uint32_t least = list[i].record.ttl;

		for (end = i + 1;
		     end < foreign->count && same_rrset(&list[i], &list[end]);
		     end++)
			if (list[end].record.ttl < least)
				least = list[end].record.ttl;
		for (size_t j = i; j < end; j++)
			list[j].record.ttl = least;
	}
}

bool foreign_finish(struct foreign *foreign, struct err *err)
{
	size_t n = 0;

	if (!foreign->has_soa)
		return err_set(err, ERR_INPUT, "zone '%s' has no SOA there",
		    foreign->zone);
	keep_inside(foreign);
	if (foreign->count)
		qsort(foreign->list, foreign->count, sizeof(*foreign->list),
		    compare);
	drop_duplicates(foreign);
	even_ttls(foreign);
	while (n < foreign->count && foreign->list[n].record.type == RR_NS &&
	    !strcmp(foreign->list[n].name, foreign->zone))
		n++;
	foreign->nameservers = n;
	return n > 0 ||
	    err_set(err, ERR_INPUT, "zone '%s' has no nameserver there",
		foreign->zone);
}

void foreign_print(const struct foreign *foreign, struct buf *out)
{
	const struct foreign_soa *soa = &foreign->soa;
	const struct zone_settings settings = {
		.name = foreign->zone,
		.header = "",
		.soa = { .primary = soa->primary,
		    .contact = soa->contact,
		    .refresh = soa->refresh,
		    .retry = soa->retry,
		    .expire = soa->expire,
		    .minimum = soa->minimum,
		    .ttl = soa->ttl },
	};
	char relative[NAME_SIZE];

	zonefile_head(&settings, soa->serial, out);
	for (size_t i = 0; i < foreign->count; i++) {
		const struct foreign_record *one = &foreign->list[i];

		line_print(line_relative(one->name, foreign->zone, relative),
		    one->record.ttl, &one->record, out);
	}
}

bool foreign_load(
    const struct foreign *foreign, struct zone *zone, struct err *err)
{
	struct buf text = BUF_INIT(FILE_LIMIT);
	size_t lost;
	bool ok;

	foreign_print(foreign, &text);
	ok = buf_ok(&text) ||
	    err_set(err, ERR_INPUT, "zone '%s' is too large", foreign->zone);
	ok = ok &&
	    load_version(zone, buf_text(&text), text.len, "", 0, &lost, err);
	buf_clear(&text);
	return ok;
}

bool foreign_recover(
    const struct foreign *foreign, struct zone *zone, struct err *err)
{
	if (!foreign_load(foreign, zone, err))
		return false;
	load_retained(zone);
	zone->elsewhere = true;
	return true;
}
