/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load.c - reads the last version of a zone back from its two files.
 *
 * The zone file is read twice.  The first reading only confirms that the file
 * is, byte for byte and comments apart, what this program writes, so that any
 * other file changes nothing.
 */
#include "zonegen/version/load.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/line.h"
#include "zonegen/resolve/ownership.h"
#include "zonegen/version/originsfile.h"
#include "zonegen/version/version.h"
#include "zonegen/version/zonefile.h"
#include "zonegen/zone/zonestate.h"

#define LINE_LIMIT 131072 /* RECORD_MAX octets, each as \DDD, and more */

/* The last version while it is read: its names come in canonical order. */
struct loading {
	struct zone *zone;
	const char *at, *end;         /* in the .origins file */
	struct originsfile_line line; /* the next origin in it */
	bool more;                    /* there is one */
	char name[NAME_SIZE];         /* whose records are being gathered */
	struct record *records;
	size_t count, cap;
	struct arena arena;      /* of those records */
	struct origin **origins; /* of those records */
	size_t norigins, origins_cap;
	size_t lost;
};

static void set_owner(
    struct zone *zone, struct domain *domain, const struct owner *owner)
{
	char relative[NAME_SIZE];

	line_relative(domain->name, zone->settings->name, relative);
	domains_set_last(&zone->domains, domain,
	    rrsets_reown(relative, domain->last, owner));
}

/* Moves on to the next origin; owners on the way are taken. */
static void read_on(struct loading *l)
{
	const char *zone = l->zone->settings->name;

	while ((l->more = originsfile_next(zone, &l->at, l->end, &l->line)) &&
	    l->line.owner) {
		set_owner(l->zone,
		    domains_make(&l->zone->domains, l->line.name),
		    l->line.owner);
		owner_unref(l->line.owner);
	}
}

/*
 * Where the next origin stands against (name, type): both files have one order,
 * so those before it belong to nothing any more.
 */
static int place(const struct loading *l, const char *name, uint16_t type)
{
	int d = name_compare(l->line.name, name);

	return d ? d
		 : (int)rr_type_order(l->line.type) - (int)rr_type_order(type);
}

/* Takes over the reference of the origin that was read. */
static void add_origin(struct loading *l)
{
	l->origins = xgrow(
	    l->origins, l->norigins, &l->origins_cap, sizeof(*l->origins));
	l->origins[l->norigins++] = l->line.origin;
}

static int by_age(const void *x, const void *y)
{
	return origin_compare(
	    *(struct origin *const *)x, *(struct origin *const *)y);
}

/* Takes the origins of one RRset; how many there are. */
static size_t take_origins(struct loading *l, const char *name, uint16_t type)
{
	size_t before = l->norigins;

	for (; l->more; read_on(l)) {
		int d = place(l, name, type);

		if (d > 0)
			break;
		if (d == 0)
			add_origin(l);
		else
			origin_unref(l->line.origin);
	}
	/* So they were, unless somebody else wrote the file. */
	if (l->norigins > before)
		qsort(l->origins + before, l->norigins - before,
		    sizeof(struct origin *), by_age);
	l->lost += l->norigins == before;
	return l->norigins - before;
}

/* Owners behind the last origin of a record. */
static void skip_origins(struct loading *l)
{
	for (; l->more; read_on(l))
		origin_unref(l->line.origin);
}

/* The gathered records become the last state of their name. */
static void flush(struct loading *l)
{
	struct arena arena = { 0 };
	struct rrset *sets;
	size_t count = 0;
	char relative[NAME_SIZE];
	struct domain *domain;

	if (l->count == 0)
		return;
	sets = arena_alloc(&arena, l->count * sizeof(*sets));
	for (size_t i = 0, end; i < l->count; i = end) {
		for (end = i + 1; end < l->count &&
		     l->records[end].type == l->records[i].type;)
			end++;
		sets[count] = (struct rrset){ .type = l->records[i].type,
			.ttl = l->records[i].ttl,
			.count = end - i,
			.records = l->records + i,
			.norigins =
			    take_origins(l, l->name, l->records[i].type) };
		count++;
	}
	for (size_t i = 0, at = 0; i < count; at += sets[i++].norigins)
		if (sets[i].norigins)
			sets[i].origins = l->origins + at;
	domain = domains_make(&l->zone->domains, l->name);
	domains_set_last(&l->zone->domains, domain,
	    rrsets_new(
		line_relative(l->name, l->zone->settings->name, relative), sets,
		count, rrsets_owner(domain->last)));
	while (l->norigins)
		origin_unref(l->origins[--l->norigins]);
	arena_clear(&arena);
	arena_clear(&l->arena);
	l->count = 0;
}

static bool load_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	struct loading *l = arg;

	(void)err;
	if (strcmp(l->name, name) != 0)
		flush(l);
	snprintf(l->name, sizeof(l->name), "%s", name);
	l->records = xgrow(l->records, l->count, &l->cap, sizeof(*l->records));
	l->records[l->count] = *record;
	l->records[l->count].rdata =
	    arena_copy(&l->arena, record->rdata, record->size);
	l->count++;
	return true;
}

/* The first reading: is every byte as it would be written? */
struct checking {
	const char *zone, *at, *end; /* what of the file is still unread */
	size_t head_len;
	struct buf line;
	char name[NAME_SIZE]; /* of the record before */
	struct record before;
	uint8_t rdata[RECORD_MAX]; /* of the record before */
};

/* Past the record that is to be there, and its comment; NULL: it is not. */
static const char *skip_line(const struct checking *c)
{
	size_t left = (size_t)(c->end - c->at), len = c->line.len - 1;

	if (left <= len || memcmp(c->at, c->line.data, len) != 0)
		return NULL;
	if (c->at[len] == '\n')
		return c->at + len + 1;
	if (left - len < strlen(LINE_COMMENT) ||
	    memcmp(c->at + len, LINE_COMMENT, strlen(LINE_COMMENT)) != 0)
		return NULL;
	return (const char *)memchr(c->at + len, '\n', left - len) + 1;
}

static bool check_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	struct checking *c = arg;
	char relative[NAME_SIZE];
	const char *next;

	buf_reset(&c->line);
	line_print(line_relative(name, c->zone, relative), record->ttl, record,
	    &c->line);
	next = skip_line(c);
	if (!next)
		return err_set(err, ERR_INPUT, "not as it is written here");
	if (!strcmp(c->name, name) && record_compare(&c->before, record) >= 0)
		return err_set(err, ERR_INPUT, "not in canonical order");
	c->at = next;
	snprintf(c->name, sizeof(c->name), "%s", name);
	memcpy(c->rdata, record->rdata, record->size);
	c->before = *record;
	c->before.rdata = c->rdata;
	return true;
}

static void check_head(void *arg, size_t len)
{
	struct checking *c = arg;

	c->at += len;
	c->head_len = len;
}

static bool check_file(const char *zone, const char *file, size_t len,
    uint32_t *serial, size_t *head_len, struct err *err)
{
	struct checking *c = xcalloc(1, sizeof(*c));
	struct zonefile_reader reader = {
		.zone = zone,
		.head = check_head,
		.record = check_record,
		.arg = c,
	};
	bool ok;

	c->zone = zone;
	c->line = (struct buf)BUF_INIT(LINE_LIMIT);
	c->at = file;
	c->end = file + len;
	ok = zonefile_read(&reader, file, len, serial, err);
	*head_len = c->head_len;
	buf_clear(&c->line);
	free(c);
	return ok;
}

bool load_version(struct zone *zone, const char *file, size_t len,
    const char *origins, size_t origins_len, size_t *lost, struct err *err)
{
	struct loading *loading;
	struct zonefile_reader reader = {
		.zone = zone->settings->name,
		.record = load_record,
	};
	const char *bare;
	size_t head_len;
	uint32_t serial;
	bool ok;

	if (!check_file(reader.zone, file, len, &serial, &head_len, err))
		return false;
	loading = xcalloc(1, sizeof(*loading));
	loading->zone = zone;
	loading->at = origins;
	loading->end = origins + origins_len;
	reader.arg = loading;
	read_on(loading);
	ok = zonefile_read(&reader, file, len, &serial, err);
	assert(ok); /* the first reading was the same */
	flush(loading);
	skip_origins(loading);
	bare = memmem(file, head_len, "$ORIGIN", 7);
	version_set_head(zone, bare, head_len - (size_t)(bare - file));
	zone->serial = serial;
	zone->has_version = true;
	*lost = loading->lost;
	arena_clear(&loading->arena);
	free(loading->records);
	free(loading->origins);
	free(loading);
	domains_tidy(&zone->domains);
	ownership_find(&zone->domains);
	return ok;
}

/* --- What is retained --- */

static bool are_there(const struct retained *row, const struct rrset *set)
{
	for (size_t i = 0; i < row->count; i++)
		if (!records_have(set->records, set->count, &row->records[i]))
			return false;
	return row->type == set->type;
}

/* Gives an RRset of unknown origin the origins of its rows; true: it has any.
 */
static bool add_rows(struct rrset *set, const struct retained *rows,
    size_t count, struct arena *arena)
{
	struct origin **origins;

	if (set->norigins)
		return false;
	origins = arena_alloc(arena, count * sizeof(*origins));
	for (size_t i = 0; i < count; i++)
		if (are_there(&rows[i], set) &&
		    !origin_is_of(rows[i].origin, ORIGIN_UNKNOWN))
			origins[set->norigins++] = rows[i].origin;
	if (set->norigins)
		qsort(origins, set->norigins, sizeof(*origins), by_age);
	set->origins = origins;
	return set->norigins > 0;
}

/* The rows are those of the name. */
static void add_retained(struct domains *domains, struct domain *domain,
    const struct retained *rows, size_t count)
{
	size_t n = rrsets_count(domain->last), found = 0;
	char relative[NAME_SIZE];
	struct arena arena = { 0 };
	struct rrset *sets = arena_alloc(&arena, (n + 1) * sizeof(*sets));
	bool any = false;

	for (size_t i = 0; i < n; i++)
		if (rrsets_read(domain->last, rrsets_type(domain->last, i),
			&arena, &sets[found]))
			any |= add_rows(&sets[found++], rows, count, &arena);
	if (any)
		domains_set_last(domains, domain,
		    rrsets_new(line_relative(domain->name,
				   domains->settings->name, relative),
			sets, found, rrsets_owner(domain->last)));
	arena_clear(&arena);
}

void load_retained(struct zone *zone)
{
	const struct overlay *overlay = &zone->overlay;

	for (size_t i = 0, end; i < overlay->count; i = end) {
		const char *name = overlay->rows[i].name;
		struct domain *domain = domains_find(&zone->domains, name);

		for (end = i + 1; end < overlay->count &&
		     !strcmp(overlay->rows[end].name, name);)
			end++;
		if (domain)
			add_retained(
			    &zone->domains, domain, overlay->rows + i, end - i);
	}
	ownership_find(&zone->domains);
}
