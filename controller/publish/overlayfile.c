/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/overlayfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/publish/statedir.h"
#include "controller/source/source.h"
#include "zonegen/map.h"
#include "zonegen/mem.h"
#include "zonegen/name.h"
#include "zonegen/outfile.h"

#define SCHEMA_VERSION 1

struct overlay *overlays_of(struct overlays *overlays, const char *zone)
{
	struct zone_overlay *found = map_get(&overlays->by_zone, zone);

	if (found)
		return &found->overlay;
	found = xcalloc(1, sizeof(*found));
	found->zone = xstrdup(zone);
	overlays->list = xgrow(overlays->list, overlays->count, &overlays->cap,
	    sizeof(struct zone_overlay *));
	overlays->list[overlays->count++] = found;
	map_put(&overlays->by_zone, found->zone, found);
	return &found->overlay;
}

void overlays_clear(struct overlays *overlays)
{
	map_clear(&overlays->by_zone);
	for (size_t i = 0; i < overlays->count; i++) {
		overlay_clear(&overlays->list[i]->overlay);
		free(overlays->list[i]->zone);
		free(overlays->list[i]);
	}
	free(overlays->list);
	*overlays = (struct overlays)OVERLAYS_INIT;
}

static void print_member(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, "\"%s\":", key);
	json_quote(out, text);
	buf_putc(out, ',');
}

static void print_row(
    const char *zone, const struct retained *row, struct buf *out)
{
	struct buf text = BUF_INIT(8 * RECORD_MAX);
	char uid[ORIGIN_UID_SIZE];

	buf_putc(out, '{');
	print_member(out, "zone", zone);
	print_member(out, "name", row->name);
	print_member(out, "type", rr_type_text(row->type));
	buf_printf(out, "\"ttl\":%lu,\"records\":[",
	    (unsigned long)(row->count ? row->records[0].ttl : 0));
	for (size_t i = 0; i < row->count; i++) {
		buf_reset(&text);
		record_print(&row->records[i], &text);
		buf_puts(out, i ? "," : "");
		json_quote(out, buf_text(&text));
	}
	buf_puts(out, "],");
	print_member(out, "reason", retain_word(row->reason));
	print_member(out, "origin", row->origin->text);
	print_member(out, "uid", origin_uid(row->origin, uid));
	if (row->origin->created == AGE_UNKNOWN)
		buf_puts(out, "\"created\":null}");
	else
		buf_printf(
		    out, "\"created\":%lld}", (long long)row->origin->created);
	buf_clear(&text);
}

void overlayfile_print(const struct overlays *overlays, struct buf *out)
{
	const char *before = "\n";

	buf_printf(out, "{\"schemaVersion\":%d,\"rows\":[", SCHEMA_VERSION);
	for (size_t i = 0; i < overlays->count; i++) {
		const struct zone_overlay *of = overlays->list[i];

		for (size_t j = 0; j < of->overlay.count; j++) {
			buf_puts(out, before);
			print_row(of->zone, &of->overlay.rows[j], out);
			before = ",\n";
		}
	}
	buf_puts(out, "]}\n");
}

/* All that a row may hold. */
static bool known_members(const struct json *node, const char *const *known,
    size_t count, struct err *err)
{
	const struct json *member = json_first(node);

	for (; member; member = json_next(member)) {
		size_t i = 0;

		while (i < count && strcmp(known[i], json_key(member)) != 0)
			i++;
		if (i == count)
			return err_set(err, ERR_INPUT, "unknown member '%s'",
			    json_key(member));
	}
	return true;
}

static bool get_string(
    const struct json *row, const char *key, const char **out, struct err *err)
{
	if (!json_get_string(row, key, NULL, out, err))
		return false;
	return *out || err_set(err, ERR_INPUT, "%s: missing", key);
}

static bool get_name(const struct json *row, const char *key,
    char out[NAME_SIZE], struct err *err)
{
	const char *text;

	if (!get_string(row, key, &text, err))
		return false;
	return name_parse(text, strlen(text), out, err) ||
	    err_prefix(err, "%s", key);
}

/* A row while it is read. */
struct row {
	char zone[NAME_SIZE], name[NAME_SIZE];
	uint16_t type;
	enum retain_reason reason;
	struct origin *origin;
	unsigned rank;
	struct record *records;
	size_t count;
	struct arena arena;
};

static bool read_records(
    struct row *row, const struct json *node, struct err *err)
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

static bool read_origin(struct row *row, const struct json *node,
    const struct config *config, struct err *err)
{
	const char *text, *uid;
	char kind[64];
	int64_t created;

	if (!get_string(node, "origin", &text, err) ||
	    !get_string(node, "uid", &uid, err) ||
	    !json_get_integer(node, "created", AGE_UNKNOWN, &created, err))
		return false;
	row->origin = origin_from_text(text, uid, created);
	if (!row->origin)
		return err_set(err, ERR_INPUT, "origin: '%s' is none", text);
	snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(text, " "), text);
	row->rank = source_rank(config, kind);
	return true;
}

static bool read_row(struct row *row, const struct json *node,
    const struct config *config, struct err *err)
{
	static const char *const known[] = { "zone", "name", "type", "ttl",
		"records", "reason", "origin", "uid", "created" };
	const char *type, *reason;

	if (json_type(node) != JSON_OBJECT)
		return err_set(err, ERR_INPUT, "not an object");
	if (!known_members(node, known, ARRAY_LEN(known), err) ||
	    !get_name(node, "zone", row->zone, err) ||
	    !get_name(node, "name", row->name, err) ||
	    !get_string(node, "type", &type, err) ||
	    !get_string(node, "reason", &reason, err))
		return false;
	if (!name_within(row->name, row->zone))
		return err_set(err, ERR_INPUT, "name: '%s' is not in '%s'",
		    row->name, row->zone);
	row->type = rr_type_parse(type);
	if (!row->type || row->type == RR_SOA)
		return err_set(err, ERR_INPUT, "type: '%s' is none", type);
	if (!retain_parse(reason, &row->reason))
		return err_set(err, ERR_INPUT, "reason: '%s' is none", reason);
	return read_records(row, node, err) &&
	    read_origin(row, node, config, err);
}

static bool read_rows(const struct json *document, const struct config *config,
    struct overlays *out, struct err *err)
{
	const struct json *rows, *node;
	size_t number = 0;

	if (!json_get_array(document, "rows", &rows, err))
		return false;
	if (!rows)
		return err_set(err, ERR_INPUT, "rows: missing");
	for (node = json_first(rows); node; node = json_next(node), number++) {
		struct row row = { .count = 0 };
		bool ok = read_row(&row, node, config, err);

		if (ok)
			overlay_retain(overlays_of(out, row.zone), row.reason,
			    row.origin, row.rank, row.name, row.type,
			    row.records, row.count);
		origin_unref(row.origin);
		free(row.records);
		arena_clear(&row.arena);
		if (!ok)
			return err_prefix(err, "rows[%zu]", number);
	}
	return true;
}

bool overlayfile_parse(const char *text, size_t len,
    const struct config *config, struct overlays *out, struct err *err)
{
	static const char *const known[] = { "schemaVersion", "rows" };
	struct overlays read = OVERLAYS_INIT;
	struct json *document;
	int64_t version;
	bool ok = false;

	document = json_parse(text, len, err);
	if (!document)
		return false;
	if (json_type(document) != JSON_OBJECT) {
		err_set(err, ERR_INPUT, "not an object");
		goto out;
	}
	if (!known_members(document, known, ARRAY_LEN(known), err) ||
	    !json_get_integer(document, "schemaVersion", 0, &version, err))
		goto out;
	if (version != SCHEMA_VERSION) {
		err_set(
		    err, ERR_INPUT, "schemaVersion is not %d", SCHEMA_VERSION);
		goto out;
	}
	if (!read_rows(document, config, &read, err))
		goto out;
	for (size_t i = 0; i < read.count; i++)
		overlay_sort(&read.list[i]->overlay);
	*out = read;
	read = (struct overlays)OVERLAYS_INIT; /* the caller's now */
	ok = true;
out:
	overlays_clear(&read);
	json_free(document);
	return ok;
}

bool overlayfile_load(
    int dir, const struct config *config, struct overlays *out, struct err *err)
{
	char *text = NULL;
	struct err moved;
	size_t len;
	bool ok;

	*out = (struct overlays)OVERLAYS_INIT;
	ok = statedir_read(
		 dir, OVERLAYFILE_NAME, OVERLAYFILE_MAX, &text, &len, err) &&
	    overlayfile_parse(text, len, config, out, err);
	free(text);
	if (ok || err->kind == ERR_ABSENT)
		return true;
	if (!statedir_set_aside(dir, OVERLAYFILE_NAME, &moved))
		err_prefix(err, "%s", moved.text);
	return err_prefix(err, "'%s' set aside", OVERLAYFILE_NAME);
}

bool overlayfile_save(int dir, const struct overlays *overlays, struct err *err)
{
	struct buf text = BUF_INIT(OVERLAYFILE_MAX);
	bool ok;

	overlayfile_print(overlays, &text);
	ok = buf_ok(&text) ? outfile_replace(dir, OVERLAYFILE_NAME, 0600,
				 buf_text(&text), text.len, err)
			   : err_set(err, ERR_INPUT, "'%s' would be too large",
				 OVERLAYFILE_NAME);
	buf_clear(&text);
	return ok;
}
