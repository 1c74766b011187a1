/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonefile.c - writes the head of a zone file, then reads a whole file back:
 * comments, $ORIGIN, SOA, NS, and record after record in canonical order.
 */
#include "zonegen/version/zonefile.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/record/name.h"
#include "zonegen/record/line.h"

/* In canonical rdata order, like every other RRset. */
static void add_nameservers(
    const struct zone_settings *settings, struct buf *out)
{
	struct arena arena = { 0 };
	struct record *records =
	    arena_alloc(&arena, settings->nnameservers * sizeof(*records));

	for (size_t i = 0; i < settings->nnameservers; i++)
		record_host(
		    &records[i], RR_NS, settings->nameservers[i].name, &arena);
	records_sort(records, settings->nnameservers);
	for (size_t i = 0; i < settings->nnameservers; i++)
		if (i == 0 || record_compare(&records[i - 1], &records[i]))
			line_print("@", settings->soa.ttl, &records[i], out);
	arena_clear(&arena);
}

void zonefile_head(
    const struct zone_settings *settings, uint32_t serial, struct buf *out)
{
	const struct soa *soa = &settings->soa;

	buf_puts(out, settings->header);
	buf_printf(out, "$ORIGIN %s.\n", settings->name);
	buf_printf(out, "@\t%u\tIN\tSOA\t%s. %s. (\n", soa->ttl, soa->primary,
	    soa->contact);
	buf_printf(out, "\t%u\t; serial\n", serial);
	buf_printf(out, "\t%u %u %u %u )\n", soa->refresh, soa->retry,
	    soa->expire, soa->minimum);
	add_nameservers(settings, out);
}

void zonefile_head_lines(
    const char *head, size_t len, struct buf *soa, struct buf *ns)
{
	const char *end = head + len, *line;
	size_t in_soa = 0; /* lines of it that have come */

	while (line_next(&head, end, &line, &len)) {
		if (len < 4 || *line == ';')
			continue;
		if (memmem(line, len, "\tIN\tSOA\t", 8)) {
			buf_add(soa, line, len - 1); /* its bracket */
			in_soa = 1;
		} else if (in_soa == 1) {
			in_soa = 2; /* the serial */
		} else if (in_soa == 2) {
			buf_add(soa, line + 1, len - 3);
			buf_putc(soa, '\n');
			in_soa = 0;
		} else if (memmem(line, len, "\tIN\tNS\t", 7)) {
			buf_add(ns, line, len + 1);
		}
	}
}

/* The reading of one file. */
struct zonefile_reading {
	const struct zonefile_reader *reader;
	const char *text, *at, *end;
	size_t line; /* number of the line that is being read */
	uint32_t serial;
	char last[NAME_SIZE]; /* owner of the line before */
	struct arena arena;   /* of one line */
};

static bool next_line(
    struct zonefile_reading *r, const char **line, size_t *len)
{
	bool any = line_next(&r->at, r->end, line, len);

	r->line += any;
	return any;
}

static bool begins(const char *line, size_t len, const char *with)
{
	size_t with_len = strlen(with);

	return len >= with_len && !memcmp(line, with, with_len);
}

/* "\t1795429416\t; serial" */
static bool read_serial(struct zonefile_reading *r)
{
	static const char tail[] = "\t; serial";
	size_t tail_len = sizeof(tail) - 1, len;
	const char *line;

	return next_line(r, &line, &len) && len > tail_len && *line == '\t' &&
	    !memcmp(line + len - tail_len, tail, tail_len) &&
	    line_number(line + 1, len - 1 - tail_len, &r->serial);
}

/* Comments, $ORIGIN, the SOA's three lines. */
static bool read_head(struct zonefile_reading *r, struct err *err)
{
	char origin[NAME_SIZE + 16];
	const char *line = "";
	size_t len = 0;

	do {
		if (!next_line(r, &line, &len))
			return err_set(err, ERR_INPUT, "cut off in its head");
	} while (len == 0 || *line == ';');
	snprintf(origin, sizeof(origin), "$ORIGIN %s.", r->reader->zone);
	if (len != strlen(origin) || !begins(line, len, origin))
		return err_set(
		    err, ERR_INPUT, "line %zu: not '%s'", r->line, origin);
	if (!next_line(r, &line, &len) || !begins(line, len, "@\t") ||
	    !memmem(line, len, "\tIN\tSOA\t", 8) || line[len - 1] != '(' ||
	    !read_serial(r) || !next_line(r, &line, &len) ||
	    line[len ? len - 1 : 0] != ')')
		return err_set(err, ERR_INPUT,
		    "line %zu: not a SOA as it is written here", r->line);
	return true;
}

static bool owner_name(struct zonefile_reading *r, const struct line_fields *f,
    char name[NAME_SIZE], struct err *err)
{
	char text[NAME_SIZE * 2];

	if (f->owner_len == 1 && *f->owner == '@')
		snprintf(text, sizeof(text), "%s", r->reader->zone);
	else if (f->owner_len < NAME_SIZE)
		snprintf(text, sizeof(text), "%.*s.%s", (int)f->owner_len,
		    f->owner, r->reader->zone);
	else
		return err_set(err, ERR_INPUT, "owner too long");
	return name_parse_record(text, strlen(text), name, err);
}

static bool read_record(
    struct zonefile_reading *r, const char *line, size_t len, struct err *err)
{
	struct line_fields fields;
	struct record record;
	char name[NAME_SIZE];
	bool ok;

	if (!line_split(line, len, &fields, err) ||
	    !owner_name(r, &fields, name, err) ||
	    !record_parse(&record, fields.type, fields.rdata, fields.rdata_len,
		&r->arena, err))
		return false;
	if (name_compare(r->last, name) > 0)
		return err_set(err, ERR_INPUT, "not in canonical order");
	memcpy(r->last, name, sizeof(name));
	record.ttl = fields.ttl;
	ok = r->reader->record(r->reader->arg, name, &record, err);
	arena_clear(&r->arena);
	return ok;
}

/* The NS of the apex belong to the head: they come first. */
static bool read_nameservers(struct zonefile_reading *r)
{
	static const char ns[] = "\tIN\tNS\t";
	const char *at = r->at, *line;
	size_t len, count = 0;

	while (next_line(r, &line, &len)) {
		if (!begins(line, len, "@\t") ||
		    !memmem(line, len, ns, sizeof(ns) - 1)) {
			r->at = line;
			r->line--;
			break;
		}
		count++;
		at = r->at;
	}
	r->at = at;
	return count > 0;
}

bool zonefile_read(const struct zonefile_reader *reader, const char *text,
    size_t len, uint32_t *serial, struct err *err)
{
	struct zonefile_reading r = {
		.reader = reader, .text = text, .at = text, .end = text + len
	};
	const char *line;
	size_t line_len;
	bool ok = false;

	memcpy(r.last, reader->zone, strlen(reader->zone) + 1);
	if (!read_head(&r, err))
		goto out;
	if (!read_nameservers(&r)) {
		err_set(err, ERR_INPUT, "no nameserver in its head");
		goto out;
	}
	if (reader->head)
		reader->head(reader->arg, (size_t)(r.at - text));
	while (next_line(&r, &line, &line_len))
		if (!read_record(&r, line, line_len, err)) {
			err_prefix(err, "line %zu", r.line);
			goto out;
		}
	if (r.at != r.end) {
		err_set(err, ERR_INPUT, "cut off after line %zu", r.line);
		goto out;
	}
	*serial = r.serial;
	ok = true;
out:
	arena_clear(&r.arena);
	return ok;
}
