/* SPDX-License-Identifier: Apache-2.0 */
/*
 * changes.c - turns a plan into rows of text: those of the head first, which
 * the plan does not have, then one per RRset that differs.
 */
#include "zonegen/version/changes.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/record/line.h"
#include "zonegen/version/zonefile.h"

struct changes_reading {
	struct changes *out;
	size_t cap, most;
	const char *zone;
};

/* Lines of one RRset, as they stand in the file. */
static struct changes_side read_lines(
    struct arena *arena, const char *lines, size_t len)
{
	const char *end = lines + len, *line;
	struct changes_side side = { .ttl = 0 };

	side.data = arena_alloc(
	    arena, (line_count(lines, len) + 1) * sizeof(*side.data));
	while (line_next(&lines, end, &line, &len)) {
		const char *ttl = memchr(line, '\t', len), *data = ttl;

		/* owner, TTL, class, type, data */
		for (int i = 0; data && i < 3; i++)
			data = memchr(
			    data + 1, '\t', len - (size_t)(data + 1 - line));
		if (data) {
			side.ttl = (uint32_t)strtoul(ttl + 1, NULL, 10);
			side.data[side.count++] = arena_printf(arena, "%.*s",
			    (int)(len - (size_t)(data + 1 - line)), data + 1);
		}
	}
	return side;
}

/* NULL: it is one too many, and only counted. */
static struct changes_row *add(struct changes_reading *r, enum change_op op,
    const char *name, uint16_t type)
{
	struct changes *out = r->out;
	struct changes_row *row;

	out->added += op == CHANGE_ADD;
	out->updated += op == CHANGE_UPDATE;
	out->removed += op == CHANGE_REMOVE;
	if (out->count >= r->most)
		return NULL;
	out->list = xgrow(out->list, out->count, &r->cap, sizeof(*out->list));
	row = &out->list[out->count++];
	*row = (struct changes_row){
		.op = op,
		.name = arena_strdup(&out->arena, name),
		.type = arena_strdup(&out->arena, rr_type_text(type)),
	};
	return row;
}

/* --- The head --- */

static void add_head(struct changes_reading *r, uint16_t type,
    const struct buf *old, const struct buf *new)
{
	struct arena *arena = &r->out->arena;
	struct changes_row *row;

	if (old->len == new->len &&
	    !memcmp(buf_text(old), buf_text(new), new->len))
		return;
	row = add(r, old->len ? CHANGE_UPDATE : CHANGE_ADD, r->zone, type);
	if (!row)
		return;
	row->old = read_lines(arena, buf_text(old), old->len);
	row->new = read_lines(arena, buf_text(new), new->len);
	row->origins = arena_alloc(arena, sizeof(*row->origins));
	row->uids = arena_alloc(arena, sizeof(*row->uids));
	row->uids[0] = "";
	row->origins[row->norigins++] = arena_printf(arena, "Zone %s", r->zone);
}

static void read_head(struct changes_reading *r, const struct version *version)
{
	struct buf old_soa = BUF_INIT(1u << 20), soa = BUF_INIT(1u << 20);
	struct buf old_ns = BUF_INIT(1u << 20), ns = BUF_INIT(1u << 20);

	zonefile_head_lines(buf_text(&version->old_head), version->old_head.len,
	    &old_soa, &old_ns);
	zonefile_head_lines(
	    buf_text(&version->file), version->head_len, &soa, &ns);
	add_head(r, RR_SOA, &old_soa, &soa);
	add_head(r, RR_NS, &old_ns, &ns);
	buf_clear(&old_soa);
	buf_clear(&old_ns);
	buf_clear(&soa);
	buf_clear(&ns);
}

/* --- The rest --- */

/* Where a type stands among rrsets; their count: it does not. */
static size_t find(const struct rrsets *rrsets, uint16_t type)
{
	size_t at = 0;

	while (at < rrsets_count(rrsets) && rrsets_type(rrsets, at) != type)
		at++;
	return at;
}

static struct changes_side read_side(
    struct arena *arena, const struct rrsets *rrsets, uint16_t type)
{
	size_t at = find(rrsets, type), len;
	const char *lines;

	if (at == rrsets_count(rrsets))
		return (struct changes_side){ .ttl = 0 };
	lines = rrsets_lines(rrsets, at, &len);
	return read_lines(arena, lines, len);
}

static void read_origins(struct arena *arena, const struct rrsets *rrsets,
    uint16_t type, struct changes_row *row)
{
	size_t at = find(rrsets, type), count;
	struct origin *const *origins;

	if (at == rrsets_count(rrsets))
		return;
	origins = rrsets_origins(rrsets, at, &count);
	row->origins = arena_alloc(arena, (count + 1) * sizeof(char *));
	row->uids = arena_alloc(arena, (count + 1) * sizeof(char *));
	for (size_t i = 0; i < count; i++) {
		char uid[ORIGIN_UID_SIZE];

		row->uids[i] = arena_strdup(arena, origin_uid(origins[i], uid));
		row->origins[row->norigins++] =
		    arena_strdup(arena, origins[i]->text);
	}
}

static void read_change(struct changes_reading *r, const struct change *change)
{
	struct changes_row *row =
	    add(r, change->op, change->name, change->type);
	struct arena *arena = &r->out->arena;

	if (!row)
		return;
	row->old = read_side(arena, change->old, change->type);
	row->new = read_side(arena, change->new, change->type);
	read_origins(arena,
	    change->op == CHANGE_REMOVE ? change->old : change->new,
	    change->type, row);
}

void changes_read(
    struct changes *out, const struct version *version, size_t most)
{
	struct changes_reading r = {
		.out = out,
		.most = most,
		.zone = version->zone,
	};
	struct plan_at at = { 0 };
	struct change change;

	*out = (struct changes){ .count = 0 };
	read_head(&r, version);
	while (plan_next(&version->plan, &at, &change))
		read_change(&r, &change);
}

void changes_clear(struct changes *changes)
{
	free(changes->list);
	arena_clear(&changes->arena);
	*changes = (struct changes){ .count = 0 };
}
