/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/exclusionfile.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

/* --- Printing --- */

static void print_exclusion(struct row_list *list, const struct exclusion *row)
{
	struct buf text = BUF_INIT(8 * RECORD_MAX);

	record_print(&row->record, &text);
	rowfile_begin(list);
	rowfile_print(list->out, "name", row->name);
	rowfile_print(list->out, "type", rr_type_text(row->record.type));
	rowfile_print(list->out, "record", buf_text(&text));
	rowfile_print(list->out, "origin", row->origin);
	buf_printf(
	    list->out, "\"all\":%s,\"words\":", row->all ? "true" : "false");
	json_quote(list->out, row->words);
	if (row->open)
		buf_puts(list->out, ",\"open\":true");
	if (row->until) {
		buf_putc(list->out, ',');
		rowfile_print_until(list, row->until);
	}
	buf_putc(list->out, '}');
	buf_clear(&text);
}

static void print_excluded(struct row_list *list, const struct zone_overlay *of)
{
	for (size_t i = 0; i < of->overlay.excluded.count; i++)
		print_exclusion(list, &of->overlay.excluded.list[i]);
}

static int by_namespace(const void *x, const void *y)
{
	const struct refused_namespace *a =
	    *(const struct refused_namespace *const *)x;
	const struct refused_namespace *b =
	    *(const struct refused_namespace *const *)y;

	return strcmp(a->namespace, b->namespace);
}

static void print_refusals(struct row_list *list, const struct zone_overlay *of)
{
	const struct map *map = &of->memory.refusals.by_namespace;
	struct refused_namespace **refusals =
	    xcalloc(map->count + 1, sizeof(*refusals));
	size_t at = 0, count = 0;

	while ((refusals[count] = map_next(map, &at)))
		count++;
	qsort(refusals, count, sizeof(*refusals), by_namespace);
	for (size_t i = 0; i < count; i++) {
		const struct refused_namespace *refusal = refusals[i];

		rowfile_begin(list);
		rowfile_print(list->out, "namespace", refusal->namespace);
		buf_printf(list->out, "\"wait\":%lld,",
		    (long long)refusal->wait / 1000);
		rowfile_print_until(list, refusal->until);
		buf_putc(list->out, '}');
	}
	free(refusals);
}

void exclusionfile_print(
    const struct overlays *overlays, const struct instant *now, struct buf *out)
{
	static const struct {
		const char *member;
		void (*print)(
		    struct row_list *list, const struct zone_overlay *of);
	} members[] = {
		{ "excluded", print_excluded },
		{ "refusals", print_refusals },
	};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		struct row_list list = {
			.member = members[i].member, .now = now, .out = out
		};

		for (size_t j = 0; j < overlays->count; j++) {
			list.zone = overlays->list[j]->zone;
			members[i].print(&list, overlays->list[j]);
		}
		rowfile_end(&list);
	}
}

/* --- Reading --- */

struct exclusion_reading {
	const struct instant *now;
	struct overlays *out;
};

/* An excluded record while it is read. */
struct exclusion_row {
	char zone[NAME_SIZE], name[NAME_SIZE];
	struct exclusion row;
	struct arena arena;
};

static bool read_excluded(
    struct exclusion_row *read, const struct json *node, struct err *err)
{
	struct exclusion *row = &read->row;
	const char *text;
	uint16_t type;

	if (!rowfile_type(node, &type, err) ||
	    !rowfile_string(node, "record", &text, err))
		return false;
	return record_parse(
		   &row->record, type, text, strlen(text), &read->arena, err) ||
	    err_prefix(err, "record");
}

/* No longer than any row is ever kept, whatever the clock was. */
static bool read_exclusion_until(const struct json *node,
    const struct instant *now, int64_t *out, struct err *err)
{
	int64_t most = now->ms + REFUSAL_MOST;

	if (!json_get(node, "until"))
		return true;
	if (!rowfile_until(node, now, out, err))
		return false;
	if (*out > most)
		*out = most;
	if (*out <= 0)
		*out = 1; /* 0 says that there is none */
	return true;
}

static bool parse_exclusion(struct exclusion_row *read, const struct json *node,
    const struct instant *now, struct err *err)
{
	static const char *const known[] = { "zone", "name", "type", "record",
		"origin", "all", "words", "open", "until" };
	struct exclusion *row = &read->row;
	struct origin *origin;

	if (!rowfile_members(node, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(node, read->zone, read->name, err) ||
	    !rowfile_string(node, "origin", &row->origin, err) ||
	    !rowfile_string(node, "words", &row->words, err) ||
	    !json_get_bool(node, "all", false, &row->all, err) ||
	    !json_get_bool(node, "open", false, &row->open, err) ||
	    !read_exclusion_until(node, now, &row->until, err))
		return false;
	row->name = read->name;
	origin = origin_from_text(row->origin, "", AGE_UNKNOWN);
	origin_unref(origin);
	if (!origin)
		return err_set(
		    err, ERR_INPUT, "origin: '%s' is no origin", row->origin);
	return read_excluded(read, node, err);
}

static bool read_exclusion(void *arg, const struct json *node, struct err *err)
{
	const struct exclusion_reading *r = arg;
	struct exclusion_row read = { .arena = { 0 } };
	bool ok = parse_exclusion(&read, node, r->now, err);

	if (ok)
		exclusions_add(
		    &overlays_of(r->out, read.zone)->overlay.excluded,
		    &read.row);
	arena_clear(&read.arena);
	return ok;
}

static bool read_refusal(void *arg, const struct json *row, struct err *err)
{
	const struct exclusion_reading *r = arg;
	static const char *const known[] = { "zone", "namespace", "wait",
		"until" };
	const int64_t least = REFUSAL_LEAST / 1000, most = REFUSAL_MOST / 1000;
	char zone[NAME_SIZE];
	const char *namespace;
	int64_t wait, until;
	struct refused_namespace *refusal;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, NULL, err) ||
	    !rowfile_string(row, "namespace", &namespace, err) ||
	    !rowfile_number(row, "wait", least, &wait, err) ||
	    !rowfile_until(row, r->now, &until, err))
		return false;
	if (wait > most || strlen(namespace) > ORIGIN_NAMESPACE_MAX)
		return err_set(err, ERR_INPUT, "%s: too long",
		    wait > most ? "wait" : "namespace");
	refusal =
	    refusal_of(&overlays_of(r->out, zone)->memory.refusals, namespace);
	refusal->wait = wait * 1000;
	refusal->until = until < r->now->ms + REFUSAL_MOST
	    ? until
	    : r->now->ms + REFUSAL_MOST;
	return true;
}

bool exclusionfile_read(const struct json *document, const struct instant *now,
    struct overlays *out, struct err *err)
{
	struct exclusion_reading r = { now, out };
	bool ok = rowfile_rows(document, "excluded", read_exclusion, &r, err) &&
	    rowfile_rows(document, "refusals", read_refusal, &r, err);

	/* The memory equals the file: nothing is unsaved. */
	for (size_t i = 0; i < out->count; i++)
		out->list[i]->memory.refusals.unsaved = false;
	return ok;
}
