/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal.c - prints the entry of a version; reads entries back, each by its
 * digest, then name by name against the zone's last version.  What is read
 * becomes a plan, which is adopted as a whole or not at all.
 */
#include "zonegen/version/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/digest.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/line.h"
#include "zonegen/version/journalentry.h"
#include "zonegen/version/originsfile.h"
#include "zonegen/version/serial.h"
#include "zonegen/version/zonefile.h"
#include "zonegen/zone/zonestate.h"

#define TEXT_LIMIT UINT32_MAX
#define HEAD_LIMIT (1u << 20)

/* What the first character of a line says. */
enum { HEAD = '=', OWNER = '@', GOES = '-', COMES = '+', ORIGIN = ':' };

/* --- Printing --- */

/* The lines of a text, each behind a character. */
static void print_lines(
    char kind, const char *text, size_t len, struct buf *out)
{
	const char *end = text + len, *line;

	while (line_next(&text, end, &line, &len)) {
		buf_putc(out, kind);
		buf_add(out, line, len + 1);
	}
}

/* The records of list that are not in other; both are sorted. */
static void print_missing(char kind, const char *relative,
    const struct rrset *list, const struct rrset *other, struct buf *out)
{
	for (size_t i = 0, at = 0; i < list->count; i++) {
		const struct record *record = &list->records[i];

		while (at < other->count &&
		    record_compare(&other->records[at], record) < 0)
			at++;
		if (at < other->count &&
		    !record_compare(&other->records[at], record) &&
		    other->records[at].ttl == record->ttl)
			continue;
		buf_putc(out, kind);
		line_print(relative, record->ttl, record, out);
	}
}

/* All records of one that the other has not. */
static void print_side(char kind, const char *relative,
    const struct rrsets *one, const struct rrsets *other, struct buf *out)
{
	struct arena arena = { .chunk = 0 };

	for (size_t i = 0; i < rrsets_count(one); i++) {
		uint16_t type = rrsets_type(one, i);
		struct rrset here = { .count = 0 }, there = { .count = 0 };

		(void)!rrsets_read(one, type, &arena, &here);
		(void)!rrsets_read(other, type, &arena, &there);
		print_missing(kind, relative, &here, &there, out);
	}
	arena_clear(&arena);
}

static void print_records(const char *relative, const struct rrsets *old,
    const struct rrsets *new, struct buf *out)
{
	buf_printf(out, "%c%s\n", OWNER, relative);
	print_side(GOES, relative, old, new, out);
	print_side(COMES, relative, new, old, out);
}

static void print_name(const struct plan *plan, size_t at, struct buf *out)
{
	const struct plan_name *name = &plan->names[at];
	struct buf origins = BUF_INIT(TEXT_LIMIT);
	char absolute[NAME_SIZE], relative[NAME_SIZE];

	plan_name(plan, at, absolute);
	line_relative(absolute, plan->zone, relative);
	print_records(relative, name->old, name->new, out);
	originsfile_print(plan->zone, absolute, name->new, &origins);
	print_lines(ORIGIN, buf_text(&origins), origins.len, out);
	buf_clear(&origins);
}

void journal_print(const struct version *version, struct buf *out)
{
	const char *head = buf_text(&version->file) + version->bare_at;
	struct buf lines = BUF_INIT(TEXT_LIMIT);
	char digest[DIGEST_SIZE];

	print_lines(HEAD, head, version->head_len - version->bare_at, &lines);
	for (size_t i = 0; i < version->plan.nnames; i++)
		print_name(&version->plan, i, &lines);
	digest_hex(buf_text(&lines), lines.len, digest);
	buf_printf(out, JOURNALENTRY_WORD "%u\t%u\t%zu\t%s\n",
	    version->old_serial, version->serial,
	    line_count(buf_text(&lines), lines.len), digest);
	buf_add(out, buf_text(&lines), lines.len);
	out->overflow |= !buf_ok(&lines);
	buf_clear(&lines);
}

/* --- Reading: the lines of an entry --- */

struct journal_reading {
	const struct zone *zone;
	const char *at, *end;
	struct version version; /* that it becomes */
	char name[NAME_SIZE];   /* whose lines are being read */
	char relative[NAME_SIZE];
	struct record *records; /* of the name; the rdata is in arena */
	size_t nrecords, records_cap;
	struct originsfile_line *origins; /* of the name */
	size_t norigins, origins_cap;
	struct owner *owner; /* of the name, or NULL */
	struct arena arena;
};

/* The next line, if it is of that kind: what is behind its first character. */
static bool take_line(
    struct journal_reading *r, char kind, const char **line, size_t *len)
{
	if (r->at == r->end || *r->at != kind ||
	    !line_next(&r->at, r->end, line, len))
		return false;
	(*line)++;
	(*len)--;
	return true;
}

static bool no_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	(void)arg;
	(void)record;
	return err_set(err, ERR_INPUT, "a record of '%s' in its head", name);
}

static bool read_head(struct journal_reading *r, struct err *err)
{
	const struct zonefile_reader reader = {
		.zone = r->version.zone,
		.record = no_record,
	};
	struct buf *head = &r->version.file;
	const char *line;
	uint32_t serial;
	size_t len;

	while (take_line(r, HEAD, &line, &len))
		buf_add(head, line, len + 1);
	r->version.head_len = head->len;
	if (!buf_ok(head) || *buf_text(head) != '$')
		return err_set(err, ERR_INPUT, "no head");
	if (!zonefile_read(&reader, buf_text(head), head->len, &serial, err))
		return err_prefix(err, "head");
	return serial == r->version.serial ||
	    err_set(err, ERR_INPUT, "another serial in its head");
}

/* The name whose lines follow; names come in order, each once. */
static bool read_name(struct journal_reading *r, struct err *err)
{
	const char *zone = r->version.zone, *line;
	char text[2 * NAME_SIZE], name[NAME_SIZE];
	size_t len;

	if (!take_line(r, OWNER, &line, &len) || len >= NAME_SIZE)
		return err_set(err, ERR_INPUT, "a line of another form");
	if (len == 1 && *line == '@')
		snprintf(text, sizeof(text), "%s", zone);
	else
		snprintf(text, sizeof(text), "%.*s.%s", (int)len, line, zone);
	if (!name_parse_record(text, strlen(text), name, err))
		return false;
	line_relative(name, zone, r->relative);
	if (strlen(r->relative) != len || memcmp(r->relative, line, len) != 0)
		return err_set(err, ERR_INPUT, "a name of another form");
	if (r->version.plan.nnames && name_compare(r->name, name) >= 0)
		return err_set(err, ERR_INPUT, "not in canonical order");
	memcpy(r->name, name, sizeof(name));
	return true;
}

static bool add_record(
    struct journal_reading *r, const char *line, size_t len, struct err *err)
{
	struct line_fields fields;
	struct record *record;

	if (!line_split(line, len, &fields, err))
		return false;
	if (fields.owner_len != strlen(r->relative) ||
	    memcmp(fields.owner, r->relative, fields.owner_len) != 0)
		return err_set(err, ERR_INPUT, "a record of another name");
	if (fields.type == RR_NS && !strcmp(r->relative, "@"))
		return err_set(err, ERR_INPUT, "a record of the head");
	r->records = xgrow(
	    r->records, r->nrecords, &r->records_cap, sizeof(*r->records));
	record = &r->records[r->nrecords];
	if (!record_parse(record, fields.type, fields.rdata, fields.rdata_len,
		&r->arena, err))
		return false;
	record->ttl = fields.ttl;
	r->nrecords++;
	return true;
}

/* The records of the last version but for those that go, and what comes. */
static bool read_records(
    struct journal_reading *r, const struct rrsets *old, struct err *err)
{
	size_t len, gone_len = 0;
	const char *at = rrsets_text(old, &len), *end = at + len, *line, *gone;
	bool any = take_line(r, GOES, &gone, &gone_len);

	r->nrecords = 0;
	while (line_next(&at, end, &line, &len)) {
		if (any && len == gone_len && !memcmp(line, gone, len))
			any = take_line(r, GOES, &gone, &gone_len);
		else if (!add_record(r, line, len, err))
			return false;
	}
	if (any)
		return err_set(err, ERR_INPUT, "a record goes that is none");
	while (take_line(r, COMES, &line, &len))
		if (!add_record(r, line, len, err))
			return false;
	if (r->nrecords)
		records_sort(r->records, r->nrecords);
	for (size_t i = 1; i < r->nrecords; i++)
		if (!record_compare(&r->records[i - 1], &r->records[i]))
			return err_set(
			    err, ERR_INPUT, "a record comes that is there");
	return true;
}

static void drop_origins(struct journal_reading *r)
{
	while (r->norigins)
		origin_unref(r->origins[--r->norigins].origin);
	owner_unref(r->owner);
	r->owner = NULL;
}

/* One line of NAME.origins. */
static bool read_origin(
    struct journal_reading *r, const char *line, size_t len, struct err *err)
{
	struct originsfile_line *to;

	r->origins = xgrow(
	    r->origins, r->norigins, &r->origins_cap, sizeof(*r->origins));
	to = &r->origins[r->norigins];
	if (!originsfile_next(r->version.zone, &line, line + len + 1, to))
		return err_set(err, ERR_INPUT, "an origin of another form");
	if (to->owner) {
		owner_unref(r->owner);
		r->owner = to->owner;
	} else if (r->norigins++ && to[-1].type == to->type &&
	    origin_compare(to[-1].origin, to->origin) > 0) {
		return err_set(err, ERR_INPUT, "origins not by age");
	}
	return !strcmp(to->name, r->name) ||
	    err_set(err, ERR_INPUT, "an origin of another name");
}

/* The origins from *at on that are of that type; they stand together. */
static void add_origins(
    struct journal_reading *r, size_t *at, struct rrset *set)
{
	struct origin **list =
	    arena_alloc(&r->arena, (r->norigins - *at + 1) * sizeof(*list));

	while (*at < r->norigins && r->origins[*at].type == set->type)
		list[set->norigins++] = r->origins[(*at)++].origin;
	set->origins = list;
}

/* What was read of the name as RRsets; *out NULL: nothing is left. */
static bool make_rrsets(
    struct journal_reading *r, struct rrsets **out, struct err *err)
{
	struct rrset *sets =
	    arena_alloc(&r->arena, (r->nrecords + 1) * sizeof(*sets));
	size_t count = 0, origin = 0;

	for (size_t i = 0, end; i < r->nrecords; i = end) {
		const struct record *first = &r->records[i];

		for (end = i + 1;
		     end < r->nrecords && r->records[end].type == first->type;
		     end++)
			if (r->records[end].ttl != first->ttl)
				return err_set(
				    err, ERR_INPUT, "one RRset, two TTLs");
		sets[count] = (struct rrset){ .type = first->type,
			.ttl = first->ttl,
			.count = end - i,
			.records = first };
		add_origins(r, &origin, &sets[count++]);
	}
	if (origin < r->norigins)
		return err_set(err, ERR_INPUT, "an origin of no record");
	*out = rrsets_new(r->relative, sets, count, r->owner);
	return true;
}

static bool read_block(struct journal_reading *r, struct err *err)
{
	struct rrsets *old = NULL, *new = NULL;
	const struct domain *domain;
	const char *line;
	size_t len;

	if (!read_name(r, err))
		return false;
	domain = domains_find(&r->zone->domains, r->name);
	old = domain ? domain->last : NULL;
	if (!read_records(r, old, err))
		return false;
	while (take_line(r, ORIGIN, &line, &len))
		if (!read_origin(r, line, len, err))
			return false;
	if (!make_rrsets(r, &new, err))
		return false;
	if (old || new)
		plan_add(&r->version.plan, old, new);
	rrsets_unref(new);
	drop_origins(r);
	arena_clear(&r->arena);
	return true;
}

/* Would what was read be printed so? */
static bool is_canonical(
    const struct version *version, const struct journal_entry *entry)
{
	size_t len = (size_t)(entry->end - entry->start);
	struct buf text = BUF_INIT(TEXT_LIMIT);
	bool same;

	journal_print(version, &text);
	same = text.len == len && !memcmp(buf_text(&text), entry->start, len);
	buf_clear(&text);
	return same;
}

static bool read_lines(struct journal_reading *r, struct err *err)
{
	if (!read_head(r, err))
		return false;
	while (r->at < r->end)
		if (!read_block(r, err))
			return err_prefix(err, "name '%s'", r->name);
	return true;
}

/* One entry, onto the last version; ERR_INPUT: it does not fit. */
static bool apply(
    struct zone *zone, const struct journal_entry *entry, struct err *err)
{
	struct journal_reading *r = xcalloc(1, sizeof(*r));
	bool ok;

	r->zone = zone;
	r->at = entry->at;
	r->end = entry->end;
	r->version = (struct version){ .zone = zone->settings->name,
		.serial = entry->to,
		.old_serial = entry->from,
		.file = BUF_INIT(HEAD_LIMIT),
		.plan.zone = zone->settings->name,
		.origins_changed = true };
	if (!zone->has_version || entry->from != zone->serial)
		ok = err_set(err, ERR_INPUT, "it follows another version");
	else
		ok = read_lines(r, err) &&
		    (is_canonical(&r->version, entry) ||
			err_set(err, ERR_INPUT, "not as it is written here"));
	if (ok)
		version_adopt(zone, &r->version);
	drop_origins(r);
	plan_clear(&r->version.plan);
	buf_clear(&r->version.file);
	arena_clear(&r->arena);
	free(r->records);
	free(r->origins);
	free(r);
	return ok;
}

/* --- Reading: all entries --- */

static bool has_already(const struct zone *zone, uint32_t serial)
{
	return zone->has_version &&
	    (serial == zone->serial || serial_later(zone->serial, serial));
}

void journal_replay(
    struct zone *zone, const char *text, size_t len, struct journal_replay *out)
{
	const char *end = text + len;
	struct journal_entry entry;

	*out = (struct journal_replay){ .heard = 0 };
	out->heard = journalentry_serials(text, end, &out->latest);
	while (text < end && !out->dropped) {
		bool whole = journalentry_next(&text, end, &entry, &out->why);

		if (whole && !out->applied && has_already(zone, entry.to))
			continue;
		out->dropped = !whole || !apply(zone, &entry, &out->why);
		out->applied += !out->dropped;
	}
}
