/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlayfile.c - retained RRsets, printed and read; exclusionfile.c and
 * memoryfile.c have the other members.
 */
#include "controller/publish/state/overlayfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/publish/state/exclusionfile.h"
#include "controller/publish/state/memoryfile.h"
#include "controller/publish/state/statedir.h"
#include "controller/source/source.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/name.h"

#define SCHEMA_VERSION 1

static void print_row(
    const char *zone, const struct retained *row, struct buf *out)
{
	struct buf text = BUF_INIT(8 * RECORD_MAX);
	char uid[ORIGIN_UID_SIZE];

	buf_putc(out, '{');
	rowfile_print(out, "zone", zone);
	rowfile_print(out, "name", row->name);
	rowfile_print(out, "type", rr_type_text(row->type));
	buf_printf(out, "\"ttl\":%lu,\"records\":[",
	    (unsigned long)(row->count ? row->records[0].ttl : 0));
	for (size_t i = 0; i < row->count; i++) {
		buf_reset(&text);
		record_print(&row->records[i], &text);
		buf_puts(out, i ? "," : "");
		json_quote(out, buf_text(&text));
	}
	buf_puts(out, "],");
	rowfile_print(out, "reason", retained_word(row->reason));
	if (row->instead)
		buf_puts(out, "\"instead\":true,");
	rowfile_print(out, "origin", row->origin->text);
	rowfile_print(out, "uid", origin_uid(row->origin, uid));
	if (row->origin->created == AGE_UNKNOWN)
		buf_puts(out, "\"created\":null}");
	else
		buf_printf(
		    out, "\"created\":%lld}", (long long)row->origin->created);
	buf_clear(&text);
}

void overlayfile_print(
    const struct overlays *overlays, const struct instant *now, struct buf *out)
{
	const char *before = "\n";

	buf_printf(out, "{\"schemaVersion\":%d,", SCHEMA_VERSION);
	if (*overlays->configuration)
		rowfile_print(out, "configuration", overlays->configuration);
	buf_puts(out, "\"rows\":[");
	for (size_t i = 0; i < overlays->count; i++) {
		const struct zone_overlay *of = overlays->list[i];

		for (size_t j = 0; j < of->overlay.count; j++) {
			buf_puts(out, before);
			print_row(of->zone, &of->overlay.rows[j], out);
			before = ",\n";
		}
	}
	buf_putc(out, ']');
	exclusionfile_print(overlays, now, out);
	memoryfile_print(overlays, now, out);
	buf_puts(out, "}\n");
}

/* A retained RRset while it is read. */
struct retained_row {
	char zone[NAME_SIZE], name[NAME_SIZE];
	uint16_t type;
	enum retain_reason reason;
	bool instead;
	struct origin *origin;
	unsigned rank;
	struct record *records;
	size_t count;
	struct arena arena;
};

static bool read_records(
    struct retained_row *row, const struct json *node, struct err *err)
{
	const struct json *list, *item;
	int64_t ttl;
	size_t cap = 0;

	if (!json_get_integer(node, "ttl", -1, &ttl, err) ||
	    !json_get_array(node, "records", &list, err))
		return false;
	if (ttl < 0 || ttl > TTL_MAX)
		return err_set(err, ERR_INPUT, "ttl: missing or out of range");
	for (item = json_first(list); item; item = json_next(item)) {
		const char *text;
		struct record *record;

		row->records = xgrow(
		    row->records, row->count, &cap, sizeof(*row->records));
		record = &row->records[row->count];
		if (!json_string(item, &text))
			return err_set(err, ERR_INPUT, "records: not strings");
		if (!record_parse(record, row->type, text, strlen(text),
			&row->arena, err))
			return false;
		record->ttl = (uint32_t)ttl;
		row->count++;
	}
	return row->count > 0 || err_set(err, ERR_INPUT, "records: none");
}

static bool read_origin(struct retained_row *row, const struct json *node,
    const struct config *config, struct err *err)
{
	char kind[64];
	int64_t created;

	if (!json_get_integer(node, "created", AGE_UNKNOWN, &created, err) ||
	    !rowfile_origin(node, created, &row->origin, err))
		return false;
	snprintf(kind, sizeof(kind), "%.*s",
	    (int)strcspn(row->origin->text, " "), row->origin->text);
	row->rank = source_rank(config, kind);
	return true;
}

static bool parse_row(struct retained_row *row, const struct json *node,
    const struct config *config, struct err *err)
{
	static const char *const known[] = { "zone", "name", "type", "ttl",
		"records", "reason", "instead", "origin", "uid", "created" };
	const char *reason;

	if (!rowfile_members(node, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(node, row->zone, row->name, err) ||
	    !rowfile_type(node, &row->type, err) ||
	    !rowfile_string(node, "reason", &reason, err))
		return false;
	if (!retained_parse(reason, &row->reason))
		return err_set(
		    err, ERR_INPUT, "reason: '%s' is no reason", reason);
	return json_get_bool(node, "instead", false, &row->instead, err) &&
	    read_records(row, node, err) && read_origin(row, node, config, err);
}

struct overlay_reading {
	const struct config *config;
	struct overlays *out;
};

static bool read_row(void *arg, const struct json *node, struct err *err)
{
	const struct overlay_reading *r = arg;
	struct retained_row row = { .count = 0 };
	bool ok = parse_row(&row, node, r->config, err);

	if (ok)
		overlay_retain(&overlays_of(r->out, row.zone)->overlay,
		    row.reason, row.origin, row.rank, row.name, row.type,
		    row.records, row.count)
		    ->instead = row.instead;
	origin_unref(row.origin);
	free(row.records);
	arena_clear(&row.arena);
	return ok;
}

/* The digest of the configuration of the last decision. */
static bool read_configuration(
    const struct json *document, struct overlays *out, struct err *err)
{
	const char *text;

	if (!json_get_string(document, "configuration", "", &text, err))
		return false;
	if (*text &&
	    (strlen(text) != DIGEST_SIZE - 1 ||
		strspn(text, "0123456789abcdef") != DIGEST_SIZE - 1))
		return err_set(err, ERR_INPUT, "configuration: no digest");
	memcpy(out->configuration, text, strlen(text) + 1);
	return true;
}

static bool read_document(const struct json *document,
    const struct config *config, const struct instant *now,
    struct overlays *out, struct err *err)
{
	static const char *const known[] = { "schemaVersion", "configuration",
		"rows", EXCLUSIONFILE_MEMBERS, MEMORYFILE_MEMBERS };
	struct overlay_reading r = { config, out };

	if (!rowfile_members(document, known, ARRAY_LEN(known), err) ||
	    !rowfile_schema(document, SCHEMA_VERSION, err))
		return false;
	if (!json_get(document, "rows"))
		return err_set(err, ERR_INPUT, "rows: missing");
	return read_configuration(document, out, err) &&
	    rowfile_rows(document, "rows", read_row, &r, err) &&
	    exclusionfile_read(document, now, out, err) &&
	    memoryfile_read(document, now, out, err);
}

bool overlayfile_parse(const char *text, size_t len,
    const struct config *config, const struct instant *now,
    struct overlays *out, struct err *err)
{
	struct overlays read = OVERLAYS_INIT;
	struct json *document = json_parse(text, len, err);
	bool ok;

	if (!document)
		return false;
	ok = read_document(document, config, now, &read, err);
	for (size_t i = 0; i < read.count; i++) {
		overlay_sort(&read.list[i]->overlay);
		exclusions_sort(&read.list[i]->overlay.excluded);
	}
	if (ok) {
		*out = read;
		read = (struct overlays)OVERLAYS_INIT; /* the caller's now */
	}
	overlays_clear(&read);
	json_free(document);
	return ok;
}

bool overlayfile_load(int dir, const struct config *config,
    const struct instant *now, struct overlays *out, struct err *err)
{
	char *text = NULL;
	size_t len;
	bool ok;

	*out = (struct overlays)OVERLAYS_INIT;
	ok = statedir_read(
		 dir, OVERLAYFILE_NAME, OVERLAYFILE_MAX, &text, &len, err) &&
	    overlayfile_parse(text, len, config, now, out, err);
	free(text);
	return ok || err->kind == ERR_ABSENT ||
	    statedir_refuse(dir, OVERLAYFILE_NAME, err);
}

bool overlayfile_save(int dir, const struct overlays *overlays,
    const struct instant *now, struct err *err)
{
	struct buf text = BUF_INIT(OVERLAYFILE_MAX);
	bool ok;

	overlayfile_print(overlays, now, &text);
	ok = outfile_replace(dir, OVERLAYFILE_NAME, 0600, &text, err);
	buf_clear(&text);
	return ok;
}
