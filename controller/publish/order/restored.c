/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restored.c - reads an old version into a zone of its own; lists what differs
 * from the last version, line by line; claims its records, origin by origin.
 */
#include "controller/publish/order/restored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/rows.h"
#include "controller/source/source.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/line.h"
#include "zonegen/version/load.h"

#define FULL 8 /* origins of an RRset that ask for all of its records */

bool restored_read(
    struct restored *out, const struct zone_settings *settings, struct err *err)
{
	struct zone *was = zone_new(settings);
	size_t lost;

	if (!load_version(was, buf_text(&out->file), out->file.len,
		buf_text(&out->origins), out->origins.len, &lost, err)) {
		zone_free(was);
		return false;
	}
	zone_free(out->was);
	out->was = was;
	return true;
}

void restored_clear(struct restored *restored)
{
	zone_free(restored->was);
	restored->was = NULL;
	buf_clear(&restored->file);
	buf_clear(&restored->origins);
}

/* --- Compared --- */

/* The lines of an RRset; NULL: there is none, or it is the configuration's. */
static const char *lines_of(
    const struct rrsets *rrsets, uint16_t type, size_t *len)
{
	for (size_t i = 0; i < rrsets_count(rrsets); i++)
		if (rrsets_type(rrsets, i) == type)
			return loss_is_configured(rrsets, i)
			    ? NULL
			    : rrsets_lines(rrsets, i, len);
	return NULL;
}

static void put_lines(
    struct restored_plan *plan, char sign, const char *lines, size_t len)
{
	const char *end = lines + len, *line;

	while (line_next(&lines, end, &line, &len)) {
		buf_printf(&plan->lines, "%c ", sign);
		buf_add(&plan->lines, line, len);
		buf_putc(&plan->lines, '\n');
		plan->added += sign == '+';
		plan->removed += sign == '-';
	}
}

/* Of those types that a has; twice: of those that b alone has. */
static void compare_sets(struct restored_plan *plan, const struct rrsets *a,
    const struct rrsets *b, bool swapped)
{
	for (size_t i = 0; i < rrsets_count(a); i++) {
		uint16_t type = rrsets_type(a, i);
		size_t old_len = 0, new_len = 0;
		const char *old = lines_of(swapped ? b : a, type, &old_len);
		const char *new = lines_of(swapped ? a : b, type, &new_len);

		if (swapped && rrsets_has(b, type))
			continue;
		if (old_len == new_len &&
		    !memcmp(old ? old : "", new ? new : "", old_len))
			continue;
		put_lines(plan, '-', old ? old : "", old_len);
		put_lines(plan, '+', new ? new : "", new_len);
	}
}

static void compare_names(struct restored_plan *plan, const struct rrsets *now,
    const struct rrsets *then)
{
	if (rrsets_equal(now, then))
		return;
	compare_sets(plan, now, then, false);
	compare_sets(plan, then, now, true);
}

/* The next name that has something in the last version; false: the end. */
static bool next_name(
    const struct zone *zone, size_t *at, struct zone_name *out)
{
	while (zone_next(zone, at, out))
		if (out->last)
			return true;
	*out = (struct zone_name){ .name = NULL };
	return false;
}

static int by_place(const struct zone_name *a, const struct zone_name *b)
{
	if (!a->name || !b->name)
		return !a->name - !b->name;
	return name_compare(a->name, b->name);
}

void restored_compare(const struct restored *restored, const struct zone *now,
    const char *commit, struct restored_plan *out)
{
	struct buf text = BUF_INIT(UINT32_MAX);
	struct zone_name a, b;
	size_t at = 0, was = 0;

	*out = (struct restored_plan){ .lines = BUF_INIT(UINT32_MAX) };
	next_name(now, &at, &a);
	next_name(restored->was, &was, &b);
	while (a.name || b.name) {
		int order = by_place(&a, &b);

		compare_names(out, order <= 0 ? a.last : NULL,
		    order >= 0 ? b.last : NULL);
		if (order <= 0)
			next_name(now, &at, &a);
		if (order >= 0)
			next_name(restored->was, &was, &b);
	}
	buf_printf(&text, "restore %s %s\n", zone_name(now), commit);
	buf_add(&text, buf_text(&out->lines), out->lines.len);
	digest_hex(buf_text(&text), text.len, out->digest);
	buf_clear(&text);
}

/* --- Claimed --- */

/* What an origin asks for at a name. */
struct wanting {
	struct origin *origin; /* one reference */
	struct record *records;
	size_t count, cap;
};

struct wanted {
	struct wanting **list;
	size_t count, cap;
	struct map by_origin; /* by text */
	struct arena arena;
};

static struct wanting *wanting_of(struct wanted *wanted, struct origin *origin)
{
	struct wanting *of = map_get(&wanted->by_origin, origin->text);

	if (of)
		return of;
	of = xcalloc(1, sizeof(*of));
	of->origin = origin_ref(origin);
	wanted->list = xgrow(wanted->list, wanted->count, &wanted->cap,
	    sizeof(struct wanting *));
	wanted->list[wanted->count++] = of;
	map_put(&wanted->by_origin, of->origin->text, of);
	return of;
}

static void want(struct wanted *wanted, struct origin *origin,
    const struct rrset *set, bool full)
{
	struct wanting *of = wanting_of(wanted, origin);

	for (size_t i = 0; i < set->count && (full || !i); i++) {
		of->records = xgrow(
		    of->records, of->count, &of->cap, sizeof(*of->records));
		of->records[of->count] = set->records[i];
		of->records[of->count++].ttl = set->ttl;
	}
}

/* Many origins times many records would be more than the version had. */
static void want_set(struct wanted *wanted, const char *name,
    const struct rrsets *last, size_t at)
{
	struct origin *const *origins;
	struct origin *unknown;
	struct rrset set;
	size_t count;

	if (loss_is_configured(last, at) ||
	    !rrsets_read(last, rrsets_type(last, at), &wanted->arena, &set))
		return;
	origins = rrsets_origins(last, at, &count);
	for (size_t i = 0; i < count; i++)
		if (!origin_is_of(origins[i], ORIGIN_ZONE))
			want(wanted, origins[i], &set, i < FULL);
	if (count)
		return;
	unknown = origin_new(ORIGIN_UNKNOWN, "", name, "", AGE_UNKNOWN);
	want(wanted, unknown, &set, true);
	origin_unref(unknown);
}

static unsigned rank_of(
    const struct config *config, const struct origin *origin)
{
	char kind[ORIGIN_KIND_MAX + 1] = { 0 };

	if (rows_is_unknown(origin))
		return RANK_LAST;
	snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(origin->text, " "),
	    origin->text);
	return source_rank(config, kind);
}

static void claim_name(const struct config *config, struct zone *zone,
    const struct zone_name *name)
{
	struct wanted wanted = { .count = 0 };

	for (size_t i = 0; i < rrsets_count(name->last); i++)
		want_set(&wanted, name->name, name->last, i);
	for (size_t i = 0; i < wanted.count; i++) {
		struct wanting *of = wanted.list[i];

		zone_claim(zone, of->origin, rank_of(config, of->origin),
		    &(struct claim){ .name = name->name,
			.records = of->records,
			.count = of->count });
		origin_unref(of->origin);
		free(of->records);
		free(of);
	}
	free(wanted.list);
	map_clear(&wanted.by_origin);
	arena_clear(&wanted.arena);
}

void restored_claim(const struct restored *restored,
    const struct config *config, struct zone *zone)
{
	struct zone_name name;
	size_t at = 0;

	while (next_name(restored->was, &at, &name))
		claim_name(config, zone, &name);
}

/* --- Its files --- */

#define FILE_SIZE (NAME_FILE_SIZE + 32)

static const char *file_of(const char *zone, const char *commit,
    const char *suffix, char out[FILE_SIZE])
{
	char name[NAME_FILE_SIZE];

	snprintf(out, FILE_SIZE, "%s.%.12s.%s.restored",
	    name_for_file(zone, name), commit, suffix);
	return out;
}

bool restored_save(int zones, const char *zone, const char *commit,
    const struct restored *restored, struct err *err)
{
	char name[FILE_SIZE];

	return outfile_replace(zones, file_of(zone, commit, "origins", name),
		   0600, &restored->origins, err) &&
	    outfile_replace(zones, file_of(zone, commit, "zone", name), 0600,
		&restored->file, err);
}

static bool load(int zones, const char *name, struct buf *out, struct err *err)
{
	char *text;
	size_t len;

	if (!statedir_read(zones, name, RESTORED_MAX, &text, &len, err))
		return false;
	*out = (struct buf)BUF_INIT(RESTORED_MAX);
	buf_add(out, text, len);
	free(text);
	return true;
}

bool restored_load(int zones, const char *zone, const char *commit,
    struct restored *out, struct err *err)
{
	char name[FILE_SIZE];

	*out = (struct restored){ .was = NULL };
	return load(zones, file_of(zone, commit, "zone", name), &out->file,
		   err) &&
	    load(zones, file_of(zone, commit, "origins", name), &out->origins,
		err);
}

void restored_remove(int zones, const char *zone, const char *commit)
{
	char name[FILE_SIZE];

	(void)unlinkat(zones, file_of(zone, commit, "zone", name), 0);
	(void)unlinkat(zones, file_of(zone, commit, "origins", name), 0);
}
