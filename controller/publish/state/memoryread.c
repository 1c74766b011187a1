/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memoryread.c - the reading half of memoryfile.h.
 */
#include <string.h>

#include "controller/publish/state/memoryfile.h"
#include "zonegen/base/mem.h"

#define CHANGE_DIGITS 16 /* of an update's digest, see hold.h */

struct reading {
	const struct instant *now;
	struct overlays *out;
};

static bool read_until(const struct reading *r, const struct json *row,
    int64_t *out, struct err *err)
{
	int64_t until;

	if (!rowfile_number(row, "until", 0, &until, err))
		return false;
	*out = r->now->ms + (until - r->now->wall) * 1000;
	return true;
}

static bool read_age(const struct reading *r, const struct json *row,
    const char *key, int64_t otherwise, int64_t *out, struct err *err)
{
	int64_t age;

	if (!json_get(row, key)) {
		*out = otherwise;
		return true;
	}
	if (!rowfile_number(row, key, 0, &age, err))
		return false;
	*out = r->now->ms - age * 1000;
	return true;
}

static struct memory *memory_of(const struct reading *r, const char *zone)
{
	return &overlays_of(r->out, zone)->memory;
}

static bool read_grace(
    const struct reading *r, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "name", "origin", "uid",
		"until" };
	char zone[NAME_SIZE], name[NAME_SIZE];
	const char *text, *uid;
	struct origin *origin;
	int64_t until;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, name, err) ||
	    !rowfile_string(row, "origin", &text, err) ||
	    !rowfile_string(row, "uid", &uid, err) ||
	    !read_until(r, row, &until, err))
		return false;
	origin = origin_from_text(text, uid, AGE_UNKNOWN);
	if (!origin)
		return err_set(err, ERR_INPUT, "origin: '%s' is none", text);
	grace_of(&memory_of(r, zone)->graces, name, origin)->until = until;
	origin_unref(origin);
	return true;
}

static bool read_hold(
    const struct reading *r, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "since" };
	char zone[NAME_SIZE];
	int64_t since;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, NULL, err) ||
	    !rowfile_number(row, "since", 1, &since, err))
		return false;
	memory_of(r, zone)->hold.since = since;
	return true;
}

/* "- NAME TYPE" or "~ NAME TYPE DIGITS", the name in the zone. */
static bool check_line(const char *line, const char *zone, struct err *err)
{
	char name[NAME_SIZE], word[32] = "";
	const char *type, *digits;
	size_t len;
	struct err bad;

	if (strlen(line) < 2 || !strchr("-~", *line) || line[1] != ' ')
		return err_set(err, ERR_INPUT, "'%s' is none", line);
	len = strcspn(line + 2, " ");
	type = line + 2 + len + (line[2 + len] == ' ');
	digits = type + strcspn(type, " ");
	if ((size_t)(digits - type) < sizeof(word))
		memcpy(word, type, (size_t)(digits - type));
	if (!name_parse(line + 2, len, name, &bad) || strlen(name) != len ||
	    memcmp(name, line + 2, len) != 0 || !name_within(name, zone) ||
	    !rr_type_parse(word) ||
	    strcmp(rr_type_text(rr_type_parse(word)), word) != 0)
		return err_set(err, ERR_INPUT, "'%s' is none", line);
	if (*line == '-')
		return !*digits ||
		    err_set(err, ERR_INPUT, "'%s' is none", line);
	return (strspn(digits + 1, "0123456789abcdef") == CHANGE_DIGITS &&
		   !digits[1 + CHANGE_DIGITS]) ||
	    err_set(err, ERR_INPUT, "'%s' is none", line);
}

static bool read_lines(
    const struct json *row, const char *zone, struct buf *out, struct err *err)
{
	const struct json *list, *item;
	const char *line;

	if (!json_get_array(row, "lines", &list, err))
		return false;
	for (item = json_first(list); item; item = json_next(item)) {
		if (!json_string(item, &line))
			return err_set(err, ERR_INPUT, "not strings");
		if (!check_line(line, zone, err))
			return false;
		buf_puts(out, line);
		buf_putc(out, '\n');
	}
	return out->len || err_set(err, ERR_INPUT, "none");
}

static bool read_approval(
    const struct reading *r, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "until", "lines" };
	struct buf lines = BUF_INIT(HOLD_LINES_MAX);
	int64_t until, most = r->now->ms + APPROVAL_LIFE;
	char zone[NAME_SIZE];
	bool ok;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, NULL, err) ||
	    !read_until(r, row, &until, err))
		return false;
	ok = read_lines(row, zone, &lines, err) || err_prefix(err, "lines");
	if (ok)
		approvals_add(&memory_of(r, zone)->approvals, &lines,
		    until < most ? until : most);
	buf_clear(&lines);
	return ok;
}

static bool read_size(
    const struct reading *r, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "rrsets", "age" };
	char zone[NAME_SIZE];
	int64_t rrsets, age;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, NULL, err) ||
	    !rowfile_number(row, "rrsets", 0, &rrsets, err) ||
	    !rowfile_number(row, "age", 0, &age, err))
		return false;
	window_size(&memory_of(r, zone)->window, (size_t)rrsets,
	    r->now->ms - age * 1000);
	return true;
}

static bool read_mark(
    const struct reading *r, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "name", "type", "update",
		"excused", "born", "went" };
	char zone[NAME_SIZE], name[NAME_SIZE];
	int64_t born, went;
	bool update, excused;
	struct mark *mark;
	uint16_t type;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, name, err) ||
	    !rowfile_type(row, &type, err) ||
	    !json_get_bool(row, "update", false, &update, err) ||
	    !json_get_bool(row, "excused", false, &excused, err) ||
	    !read_age(r, row, "born", BORN_BEFORE, &born, err) ||
	    !read_age(r, row, "went", NEVER, &went, err))
		return false;
	if (born == BORN_BEFORE && went == NEVER)
		return err_set(err, ERR_INPUT, "neither born nor went");
	mark = window_mark(&memory_of(r, zone)->window, name, type, update);
	mark->excused = excused;
	mark->born = born;
	mark->went = went;
	return true;
}

static bool read_member(const struct reading *r, const struct json *document,
    const char *member,
    bool (*read)(
	const struct reading *r, const struct json *row, struct err *err),
    struct err *err)
{
	const struct json *list, *row;
	size_t number = 0;

	if (!json_get_array(document, member, &list, err))
		return false;
	for (row = json_first(list); row; row = json_next(row), number++)
		if (!read(r, row, err))
			return err_prefix(err, "%s[%zu]", member, number);
	return true;
}

bool memoryfile_read(const struct json *document, const struct instant *now,
    struct overlays *out, struct err *err)
{
	const struct reading r = { now, out };
	bool ok = read_member(&r, document, "graces", read_grace, err) &&
	    read_member(&r, document, "holds", read_hold, err) &&
	    read_member(&r, document, "approvals", read_approval, err) &&
	    read_member(&r, document, "sizes", read_size, err) &&
	    read_member(&r, document, "marks", read_mark, err);

	/* What was read is what is saved. */
	for (size_t i = 0; i < out->count; i++)
		(void)memory_unsaved(&out->list[i]->memory);
	return ok;
}
