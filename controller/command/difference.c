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

/* --- What is not compared --- */

static size_t count_left(const struct difference *difference)
{
	const struct foreign *foreign = difference->foreign;
	size_t count = foreign ? foreign->left_more : 0;

	for (size_t i = 0; foreign && i < foreign->nleft; i++)
		count += foreign->left[i].count;
	return count;
}

bool difference_any(const struct difference *difference)
{
	return difference->changes.count > 0 || count_left(difference) > 0;
}

static void put_left(struct buf *out, const struct foreign_left *left)
{
	char type[FOREIGN_TYPE_SIZE];

	buf_printf(out, "? %s %s: %s", *left->name ? left->name : "-",
	    left->type ? foreign_type(left->type, type) : "-", left->why);
	if (left->count > 1)
		buf_printf(out, " (%zu records)", left->count);
	else if (left->line)
		buf_printf(out, " (line %zu)", left->line);
	buf_putc(out, '\n');
}

static void put_left_count(struct buf *out, size_t count)
{
	buf_printf(out, "%zu record%s not compared", count,
	    count == 1 ? " is" : "s are");
}

static void put_all_left(struct buf *out, const struct difference *difference)
{
	size_t count = count_left(difference);

	if (!count)
		return;
	for (size_t i = 0; i < difference->foreign->nleft; i++)
		put_left(out, &difference->foreign->left[i]);
	buf_printf(out, "%s: ", difference->zone);
	put_left_count(out, count);
	buf_putc(out, '\n');
}

static void put_title(struct buf *out, const struct difference *difference)
{
	buf_printf(out, "zone %s, ", difference->zone);
	if (difference->onto)
		buf_puts(out, "as the cluster makes it now\n");
	else if (difference->first)
		buf_puts(out, "not published yet\n");
	else
		buf_printf(out, "serial %u\n", difference->serial);
}

void difference_text(
    const struct difference *list, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct changes *changes = &list[i].changes;

		if (!difference_any(&list[i]))
			continue;
		put_title(out, &list[i]);
		for (size_t j = 0; j < changes->count; j++)
			put_row(out, &changes->list[j]);
		buf_printf(out, "%s: ", list[i].zone);
		put_counts(out, changes);
		buf_putc(out, '\n');
		put_all_left(out, &list[i]);
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

		if (!difference_any(&list[i]))
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
		if (count_left(&list[i])) {
			put_left_count(out, count_left(&list[i]));
			buf_puts(out, "; the text form lists them.\n\n");
		}
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
	jsonwriter_some(writer, "kept", row->kept);
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

static void write_left(
    struct jsonwriter *writer, const struct difference *difference)
{
	const struct foreign *foreign = difference->foreign;
	char type[FOREIGN_TYPE_SIZE];

	jsonwriter_object(writer, "notCompared");
	jsonwriter_number(writer, "records", count_left(difference));
	jsonwriter_list(writer, "left");
	for (size_t i = 0; i < foreign->nleft; i++) {
		const struct foreign_left *left = &foreign->left[i];

		jsonwriter_object(writer, NULL);
		jsonwriter_some(writer, "name", left->name);
		if (left->type)
			jsonwriter_text(
			    writer, "type", foreign_type(left->type, type));
		if (left->line)
			jsonwriter_number(writer, "line", left->line);
		jsonwriter_number(writer, "records", left->count);
		jsonwriter_text(writer, "reason", left->why);
		jsonwriter_end_object(writer);
	}
	jsonwriter_end_list(writer);
	jsonwriter_end_object(writer);
}

static void write_zone(
    struct jsonwriter *writer, const struct difference *difference)
{
	const struct changes *changes = &difference->changes;

	jsonwriter_object(writer, NULL);
	jsonwriter_text(writer, "zone", difference->zone);
	if (difference->onto)
		jsonwriter_text(writer, "onto", "cluster");
	else if (difference->first)
		jsonwriter_bool(writer, "first", true);
	else
		jsonwriter_number(writer, "serial", difference->serial);
	jsonwriter_some(writer, "waits", difference->awaits);
	jsonwriter_number(writer, "added", changes->added);
	jsonwriter_number(writer, "changed", changes->updated);
	jsonwriter_number(writer, "removed", changes->removed);
	if (is_held(difference))
		write_hold(writer, difference->hold);
	if (difference->foreign)
		write_left(writer, difference);
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
		different = different || difference_any(&list[i]);
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
