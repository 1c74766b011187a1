/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.c - a change becomes a line, consecutive versions become one note, and a
 * note becomes a message: the template's words first, then the trailers.
 */
#include "controller/publish/history/note.h"

#include <string.h>

#include "zonegen/version/serial.h"

#define WORD_MAX 160 /* octets of a value; what is longer is cut */
#define DATA_MAX 8   /* records of an RRset that are shown */
#define ORIGINS_MAX 4
#define MESSAGE_MAX (1u << 23)

/* --- Values --- */

/* On one line, printable, and cut. */
static void put(struct buf *out, const char *text)
{
	size_t len = strlen(text), shown = len > WORD_MAX ? WORD_MAX : len;

	for (size_t i = 0; i < shown; i++)
		buf_putc(out, text[i] >= ' ' && text[i] < 0x7f ? text[i] : '?');
	if (shown < len)
		buf_printf(out, "... (%zu octets)", len);
}

static void put_side(struct buf *out, const struct changes_side *side)
{
	for (size_t i = 0; i < side->count && i < DATA_MAX; i++) {
		buf_puts(out, i ? ", " : " ");
		put(out, side->data[i]);
	}
	if (side->count > DATA_MAX)
		buf_printf(out, ", and %zu more", side->count - DATA_MAX);
}

static bool same_data(
    const struct changes_side *a, const struct changes_side *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->data[i], b->data[i]) != 0)
			return false;
	return true;
}

static void put_ttl(struct buf *out, const struct changes_row *row)
{
	const struct changes_side *old = &row->old, *new = &row->new;

	if (row->op == CHANGE_UPDATE && old->ttl != new->ttl)
		buf_printf(out, " ttl %u -> %u", old->ttl, new->ttl);
	else
		buf_printf(out, " ttl %u",
		    row->op == CHANGE_REMOVE ? old->ttl : new->ttl);
}

static void put_origins(
    struct buf *out, const struct changes_row *row, const char *why)
{
	buf_puts(out, " (");
	for (size_t i = 0; i < row->norigins && i < ORIGINS_MAX; i++) {
		buf_puts(out, i ? ", " : "");
		put(out, row->origins[i]);
	}
	if (row->norigins > ORIGINS_MAX)
		buf_printf(out, ", and %zu more", row->norigins - ORIGINS_MAX);
	if (!row->norigins)
		buf_puts(out, "not known by whom");
	if (*why)
		buf_printf(out, ": %s", why);
	buf_puts(out, ")\n");
}

static void put_change(
    struct buf *out, const struct changes_row *row, const char *why)
{
	buf_printf(out, "%c ", "+~-"[row->op]);
	put(out, row->name);
	buf_printf(out, " %s", row->type);
	if (row->op != CHANGE_ADD)
		put_side(out, &row->old);
	if (row->op == CHANGE_UPDATE && !same_data(&row->old, &row->new))
		buf_puts(out, " ->");
	if (row->op == CHANGE_ADD ||
	    (row->op == CHANGE_UPDATE && !same_data(&row->old, &row->new)))
		put_side(out, &row->new);
	put_ttl(out, row);
	put_origins(out, row, why);
}

/* --- A note --- */

static bool has_line(const struct buf *lines, const char *line, size_t len)
{
	const char *at = buf_text(lines), *end = at + lines->len;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t this = (size_t)(stop - at) + 1;

		if (this == len && !memcmp(at, line, len))
			return true;
		at += this;
	}
	return false;
}

/* false: there is no room for it. */
static bool add_source(struct note *note, const char *line, size_t len)
{
	if (has_line(&note->sources, line, len))
		return true;
	if (note->nsources >= NOTE_SOURCES) {
		note->sources_left++;
		return false;
	}
	note->nsources++;
	buf_add(&note->sources, line, len);
	return true;
}

static void put_value(struct buf *out, const char *word, const char *value)
{
	if (!*value)
		return;
	buf_puts(out, word);
	put(out, value);
}

static bool add_manager(struct note *note, const char *line, size_t len)
{
	if (len == 1 || has_line(&note->managers, line, len))
		return true;
	if (note->nmanagers >= NOTE_SOURCES)
		return false;
	note->nmanagers++;
	buf_add(&note->managers, line, len);
	return true;
}

static void read_source(struct note *note, const char *origin, const char *uid,
    const struct note_source *source, struct buf *line)
{
	buf_reset(line);
	put(line, origin);
	put_value(line, " uid=", uid);
	put_value(line, " resourceVersion=", source->revision);
	/* The last, because it may have blanks. */
	put_value(line, " manager=", source->manager);
	buf_putc(line, '\n');
	if (!add_source(note, buf_text(line), line->len))
		return;
	buf_reset(line);
	put(line, source->manager);
	buf_putc(line, '\n');
	(void)add_manager(note, buf_text(line), line->len);
}

static void read_sources(struct note *note, const struct changes_row *row,
    const struct note_reasons *reasons)
{
	struct buf line = BUF_INIT(4096);

	for (size_t i = 0; i < row->norigins && i < ORIGINS_MAX; i++) {
		struct note_source source = { "", "" };

		if (!reasons->source(
			reasons->arg, row->origins[i], row->uids[i], &source))
			source = (struct note_source){ "", "" };
		read_source(
		    note, row->origins[i], row->uids[i], &source, &line);
	}
	buf_clear(&line);
}

void note_read(struct note *note, const struct version *version,
    const struct note_reasons *reasons)
{
	struct changes changes;

	changes_read(&changes, version, NOTE_LINES);
	note->any = true;
	note->first = note->last = version->serial;
	note->previous = version->old_serial;
	note->has_previous = !version->first;
	note->versions = 1;
	note->added = changes.added;
	note->updated = changes.updated;
	note->removed = changes.removed;
	note->listed = changes.count;
	for (size_t i = 0; i < changes.count; i++) {
		const struct changes_row *row = &changes.list[i];

		put_change(&note->lines, row, reasons->why(reasons->arg, row));
		read_sources(note, row, reasons);
	}
	changes_clear(&changes);
	if (reasons->trailers)
		buf_puts(&note->trailers, reasons->trailers);
}

void note_find(struct note *note, uint32_t serial)
{
	note->any = note->found = true;
	note->first = note->last = serial;
}

/* The lines of one version say which, as soon as there are two. */
static void put_heading(struct buf *out, uint32_t serial, bool blank)
{
	buf_printf(
	    out, "%sserial %lu\n", blank ? "\n" : "", (unsigned long)serial);
}

static void merge_lines(struct note *note, const struct note *later)
{
	struct buf lines = BUF_INIT(note->lines.limit);

	if (note->listed + later->listed > NOTE_LINES)
		return;
	if (note->versions == 1)
		put_heading(&lines, note->last, false);
	buf_add(&lines, buf_text(&note->lines), note->lines.len);
	if (later->versions == 1)
		put_heading(&lines, later->last, lines.len > 0);
	else if (lines.len)
		buf_putc(&lines, '\n');
	buf_add(&lines, buf_text(&later->lines), later->lines.len);
	note->listed += later->listed;
	buf_clear(&note->lines);
	note->lines = lines;
}

static void merge_each(struct note *note, const struct buf *lines,
    bool (*add)(struct note *note, const char *line, size_t len))
{
	const char *at = buf_text(lines), *stop;

	for (; (stop = strchr(at, '\n')); at = stop + 1)
		(void)add(note, at, (size_t)(stop - at) + 1);
}

void note_merge(struct note *note, struct note *later)
{
	if (!note->any || !later->any) {
		if (later->any) {
			note_clear(note);
			*note = *later;
			*later = (struct note)NOTE_INIT;
		}
		return;
	}
	merge_lines(note, later);
	merge_each(note, &later->sources, add_source);
	merge_each(note, &later->managers, add_manager);
	note->sources_left += later->sources_left;
	if (note->trailers.len + later->trailers.len <= NOTE_TRAILERS)
		buf_add(&note->trailers, buf_text(&later->trailers),
		    later->trailers.len);
	note->found |= later->found;
	note->last = later->last;
	note->versions += later->versions;
	note->confirmed = later->confirmed;
	note->added += later->added;
	note->updated += later->updated;
	note->removed += later->removed;
	note_clear(later);
}

void note_clear(struct note *note)
{
	buf_clear(&note->lines);
	buf_clear(&note->sources);
	buf_clear(&note->managers);
	buf_clear(&note->trailers);
	*note = (struct note)NOTE_INIT;
}

/* --- The message --- */

/*
 * Is the version of the commit before it not the one that this one follows, but
 * a later one?  It was recorded before it was put in place (git.required), and
 * did not stay.
 */
static bool is_withdrawal(
    const struct note *note, const struct note_message *of)
{
	uint32_t before = note->found ? note->last : note->previous;

	/* Nothing was in place when this one was made. */
	if (of->required && of->has_committed && !note->found &&
	    !note->has_previous)
		return true;
	return of->has_committed && (note->found || note->has_previous) &&
	    note->versions <= 1 && serial_later(of->committed, before) &&
	    of->committed - before <= SERIAL_JUMP_MAX;
}

/* No version is new: the one before the withdrawn one stays. */
static bool is_return(const struct note *note, const struct note_message *of)
{
	return note->found && is_withdrawal(note, of);
}

/* Were versions served between this commit and the one before it? */
static bool has_gap(const struct note *note, const struct note_message *of)
{
	if (!of->has_committed || is_withdrawal(note, of))
		return false;
	return note->found || !note->has_previous ||
	    note->previous != of->committed;
}

static void put_count(struct buf *out, size_t count, const char *word)
{
	if (count)
		buf_printf(out, "%s%zu %s", out->len ? ", " : "", count, word);
}

static void put_summary(
    const struct note *note, const struct note_message *of, struct buf *out)
{
	if (is_return(note, of)) {
		buf_printf(out, "serial %lu withdrawn, the one before restored",
		    (unsigned long)of->committed);
		return;
	}
	put_count(out, note->added, "added");
	put_count(out, note->updated, "changed");
	put_count(out, note->removed, "removed");
	if (!out->len)
		buf_puts(out, "as it is served");
}

static void put_serials(const struct note *note, struct buf *out)
{
	if (note->versions > 1)
		buf_printf(out, "serials %lu to %lu, %zu versions",
		    (unsigned long)note->first, (unsigned long)note->last,
		    note->versions);
	else
		buf_printf(out, "serial %lu", (unsigned long)note->last);
}

static void put_changes(
    const struct note *note, const struct note_message *of, struct buf *out)
{
	size_t all = note->added + note->updated + note->removed;

	if (has_gap(note, of))
		buf_printf(out,
		    "Versions after serial %lu were served without being "
		    "recorded one by one:\nof what they changed, only what "
		    "is known is listed here.\n\n",
		    (unsigned long)of->committed);
	else if (is_withdrawal(note, of))
		buf_printf(out,
		    "Serial %lu, of the commit before, was not put in place, "
		    "was lost there, or was rejected by NSD.\n\n",
		    (unsigned long)of->committed);
	else if (!of->has_committed)
		buf_puts(out, "The first version that is recorded here.\n\n");
	buf_add(out, buf_text(&note->lines), note->lines.len);
	if (all > note->listed)
		buf_printf(out, "and %zu more changes\n", all - note->listed);
}

static void put_each(struct buf *out, const char *key, const struct buf *lines)
{
	const char *at = buf_text(lines), *stop;

	for (; (stop = strchr(at, '\n')); at = stop + 1)
		buf_printf(out, "%s: %.*s\n", key, (int)(stop - at), at);
}

static void put_trailers(
    const struct note *note, const struct note_message *of, struct buf *out)
{
	buf_printf(out, "\nZone: %s\n%s: %lu\n", of->zone,
	    is_return(note, of) ? "Zone-Restored-Serial" : "Zone-Serial",
	    (unsigned long)note->last);
	if (is_withdrawal(note, of))
		buf_printf(out, "Zone-Withdrawn-Serial: %lu\n",
		    (unsigned long)of->committed);
	if (note->versions > 1)
		buf_printf(out, "Zone-First-Serial: %lu\nZone-Versions: %zu\n",
		    (unsigned long)note->first, note->versions);
	if (of->has_committed)
		buf_printf(out, "Zone-Previous-Serial: %lu\n",
		    (unsigned long)of->committed);
	if (has_gap(note, of))
		buf_puts(out, "Zone-Gap: yes\n");
	buf_printf(out, "Zone-Digest: sha256:%s\n", of->digest);
	if (of->cluster)
		buf_printf(out, "Cluster: %s\n", of->cluster);
	put_each(out, "Source", &note->sources);
	if (note->sources_left)
		buf_printf(out, "Sources-Omitted: %zu\n", note->sources_left);
	put_each(out, "Manager", &note->managers);
	buf_add(out, buf_text(&note->trailers), note->trailers.len);
}

void note_print(
    const struct note *note, const struct note_message *of, struct buf *out)
{
	struct buf summary = BUF_INIT(200), serials = BUF_INIT(200);
	struct buf changes = BUF_INIT(MESSAGE_MAX);
	struct err err;

	put_summary(note, of, &summary);
	put_serials(note, &serials);
	put_changes(note, of, &changes);
	/* Its names were checked with the configuration. */
	if (!gitrule_fill("commit.tmpl", of->template,
		&(struct commit_words){
		    .zone = of->zone,
		    .cluster = of->cluster ? of->cluster : "",
		    .serials = buf_text(&serials),
		    .summary = buf_text(&summary),
		    .changes = buf_text(&changes),
		},
		out, &err))
		buf_printf(out, "zone(%s): %s\n", of->zone, err.text);
	while (out->len && out->data[out->len - 1] == '\n')
		buf_cut(out, 1);
	buf_putc(out, '\n');
	put_trailers(note, of, out);
	buf_clear(&summary);
	buf_clear(&serials);
	buf_clear(&changes);
}
