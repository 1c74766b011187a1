/* SPDX-License-Identifier: Apache-2.0 */
/*
 * difference.c - the pieces of a line first, then each form: text, Markdown
 * with its limit, JSON.
 */
#include "controller/command/difference.h"

#include <string.h>

#include "controller/base/jsonwriter.h"

/* Octets of a comment that lists changes; forges take 65536 characters. */
#define MARKDOWN_MAX 60000
#define LINE_MAX 2000 /* octets of one line of it */

static const char *const ops[] = { "add", "change", "remove" };

static const char signs[] = "+~-";

/* --- Lines --- */

static void put_data(struct buf *out, const struct changes_side *side)
{
	for (size_t i = 0; i < side->count; i++)
		buf_printf(out, "%s%s", i ? ", " : "", side->data[i]);
}

static bool same_data(
    const struct changes_side *a, const struct changes_side *b)
{
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++)
		same = !strcmp(a->data[i], b->data[i]);
	return same;
}

static void put_origins(struct buf *out, const struct changes_row *row)
{
	for (size_t i = 0; i < row->norigins; i++)
		buf_printf(out, "%s%s", i ? ", " : " (", row->origins[i]);
	if (row->norigins)
		buf_putc(out, ')');
	if (row->kept)
		buf_printf(out, " [%s]", row->kept);
}

static void put_side(struct buf *out, char sign, const struct changes_row *row,
    const struct changes_side *side)
{
	buf_printf(out, "%c %s %s %u: ", sign, row->name, row->type, side->ttl);
	put_data(out, side);
	put_origins(out, row);
}

static void put_update(struct buf *out, const struct changes_row *row)
{
	buf_printf(out, "~ %s %s %u", row->name, row->type, row->old.ttl);
	if (row->old.ttl != row->new.ttl)
		buf_printf(out, " -> %u", row->new.ttl);
	buf_puts(out, ": ");
	put_data(out, &row->old);
	if (!same_data(&row->old, &row->new)) {
		buf_puts(out, " -> ");
		put_data(out, &row->new);
	}
	put_origins(out, row);
}

static void put_counts(struct buf *out, const struct changes *changes)
{
	buf_printf(out, "%zu added, %zu changed, %zu removed", changes->added,
	    changes->updated, changes->removed);
}

static bool is_held(const struct difference *difference)
{
	return difference->hold && hold_any(difference->hold);
}

static void put_hold(struct buf *out, const struct hold *hold)
{
	buf_printf(out, "the guard would hold %zu deletion%s and %zu change%s",
	    hold->deletions, hold->deletions == 1 ? "" : "s", hold->updates,
	    hold->updates == 1 ? "" : "s");
}

static void put_row(struct buf *out, const struct changes_row *row)
{
	if (row->op == CHANGE_UPDATE)
		put_update(out, row);
	else
		put_side(out, signs[row->op], row,
		    row->op == CHANGE_ADD ? &row->new : &row->old);
	buf_putc(out, '\n');
}

void difference_text(
    const struct difference *list, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct changes *changes = &list[i].changes;

		if (!changes->count)
			continue;
		buf_printf(out, "zone %s, ", list[i].zone);
		if (list[i].first)
			buf_puts(out, "not published yet\n");
		else
			buf_printf(out, "serial %u\n", list[i].serial);
		for (size_t j = 0; j < changes->count; j++)
			put_row(out, &changes->list[j]);
		buf_printf(out, "%s: ", list[i].zone);
		put_counts(out, changes);
		buf_putc(out, '\n');
		if (!is_held(&list[i]))
			continue;
		buf_printf(out, "%s: ", list[i].zone);
		put_hold(out, list[i].hold);
		buf_putc(out, '\n');
	}
}

/* --- Markdown --- */

/* One line of code, cut if its data are very long. */
static void put_code(struct buf *out, char sign, const struct changes_row *row,
    const struct changes_side *side)
{
	struct buf line = BUF_INIT(1u << 26);

	put_side(&line, sign, row, side);
	buf_printf(out, "%.*s%s\n", LINE_MAX, buf_text(&line),
	    line.len > LINE_MAX ? " ..." : "");
	buf_clear(&line);
}

/* Prints as many changes as there is room for; returns their number. */
static size_t put_diff(struct buf *out, const struct changes *changes)
{
	size_t i;

	for (i = 0;
	     i < changes->count && out->len < MARKDOWN_MAX - 2 * LINE_MAX;
	     i++) {
		const struct changes_row *row = &changes->list[i];

		if (row->op != CHANGE_ADD)
			put_code(out, '-', row, &row->old);
		if (row->op != CHANGE_REMOVE)
			put_code(out, '+', row, &row->new);
	}
	return i;
}

void difference_markdown(
    const struct difference *list, size_t count, struct buf *out)
{
	size_t zones = 0, left_out = 0;

	for (size_t i = 0; i < count; i++) {
		const struct changes *changes = &list[i].changes;
		size_t shown;

		if (!changes->count)
			continue;
		zones++;
		if (out->len > MARKDOWN_MAX - 2 * LINE_MAX) {
			left_out++;
			continue;
		}
		buf_printf(out, "### Zone `%s`\n\n", list[i].zone);
		put_counts(out, changes);
		buf_puts(
		    out, list[i].first ? "; not published yet.\n\n" : ".\n\n");
		if (is_held(&list[i])) {
			buf_puts(out, "**Held**: ");
			put_hold(out, list[i].hold);
			buf_puts(out, ".\n\n");
		}
		buf_puts(out, "```diff\n");
		shown = put_diff(out, changes);
		buf_puts(out, "```\n\n");
		if (shown < changes->count)
			buf_printf(out, "%zu more are not shown here.\n\n",
			    changes->count - shown);
	}
	if (left_out)
		buf_printf(
		    out, "%zu more zones are not shown here.\n", left_out);
	if (!zones)
		buf_puts(out, "No zone would change.\n");
}

/* --- JSON --- */

static void write_side(
    struct jsonwriter *writer, const char *key, const struct changes_side *side)
{
	if (!side->count)
		return;
	jsonwriter_object(writer, key);
	jsonwriter_number(writer, "ttl", side->ttl);
	jsonwriter_list(writer, "data");
	for (size_t i = 0; i < side->count; i++)
		jsonwriter_text(writer, NULL, side->data[i]);
	jsonwriter_end_list(writer);
	jsonwriter_end_object(writer);
}

static void write_row(struct jsonwriter *writer, const struct changes_row *row)
{
	jsonwriter_object(writer, NULL);
	jsonwriter_text(writer, "op", ops[row->op]);
	jsonwriter_text(writer, "name", row->name);
	jsonwriter_text(writer, "type", row->type);
	write_side(writer, "old", &row->old);
	write_side(writer, "new", &row->new);
	jsonwriter_list(writer, "origins");
	for (size_t i = 0; i < row->norigins; i++)
		jsonwriter_text(writer, NULL, row->origins[i]);
	jsonwriter_end_list(writer);
	if (row->kept)
		jsonwriter_text(writer, "kept", row->kept);
	jsonwriter_end_object(writer);
}

static void write_hold(struct jsonwriter *writer, const struct hold *hold)
{
	jsonwriter_object(writer, "held");
	jsonwriter_number(writer, "deletions", hold->deletions);
	jsonwriter_number(writer, "updates", hold->updates);
	jsonwriter_number(writer, "gone", hold->gone);
	jsonwriter_number(writer, "changed", hold->changed);
	jsonwriter_number(writer, "of", hold->of);
	jsonwriter_text(writer, "plan", hold->plan);
	jsonwriter_end_object(writer);
}

static void write_zone(
    struct jsonwriter *writer, const struct difference *difference)
{
	const struct changes *changes = &difference->changes;

	jsonwriter_object(writer, NULL);
	jsonwriter_text(writer, "zone", difference->zone);
	if (difference->first)
		jsonwriter_bool(writer, "first", true);
	else
		jsonwriter_number(writer, "serial", difference->serial);
	if (difference->awaits)
		jsonwriter_text(writer, "waits", difference->awaits);
	jsonwriter_number(writer, "added", changes->added);
	jsonwriter_number(writer, "changed", changes->updated);
	jsonwriter_number(writer, "removed", changes->removed);
	if (is_held(difference))
		write_hold(writer, difference->hold);
	jsonwriter_list(writer, "changes");
	for (size_t i = 0; i < changes->count; i++)
		write_row(writer, &changes->list[i]);
	jsonwriter_end_list(writer);
	jsonwriter_end_object(writer);
}

void difference_json(
    const struct difference *list, size_t count, struct buf *out)
{
	struct jsonwriter writer = { .out = out };
	bool different = false;

	for (size_t i = 0; i < count; i++)
		different = different || list[i].changes.count;
	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", DIFFERENCE_SCHEMA);
	jsonwriter_bool(&writer, "different", different);
	jsonwriter_list(&writer, "zones");
	for (size_t i = 0; i < count; i++)
		write_zone(&writer, &list[i]);
	jsonwriter_end_list(&writer);
	jsonwriter_end_object(&writer);
	buf_putc(out, '\n');
}
