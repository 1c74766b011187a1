/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/exclusionrows.h"

#include <string.h>

#include "controller/publish/state/rowfile.h"

static void print_row(
    const char *zone, const struct exclusion *row, struct buf *out)
{
	struct buf text = BUF_INIT(8 * RECORD_MAX);

	record_print(&row->record, &text);
	buf_putc(out, '{');
	rowfile_print(out, "zone", zone);
	rowfile_print(out, "name", row->name);
	rowfile_print(out, "type", rr_type_text(row->record.type));
	rowfile_print(out, "record", buf_text(&text));
	rowfile_print(out, "origin", row->origin);
	buf_printf(out, "\"all\":%s,\"words\":", row->all ? "true" : "false");
	json_quote(out, row->words);
	buf_putc(out, '}');
	buf_clear(&text);
}

void exclusionrows_print(const struct overlays *overlays, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < overlays->count; i++) {
		const struct zone_overlay *of = overlays->list[i];
		const struct exclusions *excluded = &of->overlay.excluded;

		for (size_t j = 0; j < excluded->count; j++) {
			buf_puts(out, any ? ",\n" : ",\"excluded\":[\n");
			print_row(of->zone, &excluded->list[j], out);
			any = true;
		}
	}
	if (any)
		buf_putc(out, ']');
}

/* A row while it is read. */
struct reading {
	char zone[NAME_SIZE], name[NAME_SIZE];
	struct exclusion row;
	struct arena arena;
};

static bool read_record(
    struct reading *reading, const struct json *node, struct err *err)
{
	struct exclusion *row = &reading->row;
	const char *text;
	uint16_t type;

	if (!rowfile_type(node, &type, err) ||
	    !rowfile_string(node, "record", &text, err))
		return false;
	return record_parse(&row->record, type, text, strlen(text),
		   &reading->arena, err) ||
	    err_prefix(err, "record");
}

static bool read_row(
    struct reading *reading, const struct json *node, struct err *err)
{
	static const char *const known[] = { "zone", "name", "type", "record",
		"origin", "all", "words" };
	struct exclusion *row = &reading->row;
	struct origin *origin;

	if (!rowfile_members(node, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(node, reading->zone, reading->name, err) ||
	    !rowfile_string(node, "origin", &row->origin, err) ||
	    !rowfile_string(node, "words", &row->words, err) ||
	    !json_get_bool(node, "all", false, &row->all, err))
		return false;
	row->name = reading->name;
	origin = origin_from_text(row->origin, "", AGE_UNKNOWN);
	origin_unref(origin);
	if (!origin)
		return err_set(
		    err, ERR_INPUT, "origin: '%s' is none", row->origin);
	return read_record(reading, node, err);
}

bool exclusionrows_read(
    const struct json *document, struct overlays *out, struct err *err)
{
	const struct json *rows, *node;
	size_t number = 0;

	if (!json_get_array(document, "excluded", &rows, err))
		return false;
	for (node = rows ? json_first(rows) : NULL; node;
	     node = json_next(node), number++) {
		struct reading reading = { .arena = { 0 } };
		bool ok = read_row(&reading, node, err);

		if (ok)
			exclusions_add(
			    &overlays_of(out, reading.zone)->overlay.excluded,
			    &reading.row);
		arena_clear(&reading.arena);
		if (!ok)
			return err_prefix(err, "excluded[%zu]", number);
	}
	return true;
}
