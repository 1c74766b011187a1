/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loss.c - compares the names that differ: an RRset without a counterpart in
 * the next version is a deletion; one whose counterpart has other data is an
 * update, named by a digest of that data.
 */
#include "controller/publish/retain/loss.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/retain/whose.h"
#include "zonegen/base/digest.h"
#include "zonegen/record/name.h"

#define DATA_MAX (1u << 20) /* octets of an RRset as text */
#define DATA_SHOWN 16       /* digits */

bool loss_is_configured(const struct rrsets *rrsets, size_t at)
{
	size_t count;
	struct origin *const *origins = rrsets_origins(rrsets, at, &count);

	for (size_t i = 0; i < count; i++)
		if (!origin_is_of(origins[i], ORIGIN_ZONE))
			return false;
	return count > 0;
}

bool loss_counts(const struct zone *zone, const char *name)
{
	return strcmp(name, zone_name(zone)) != 0;
}

/* Finds the RRset of now that cannot stand beside type; false: none. */
static bool find_conflict(const struct rrsets *now, uint16_t type, size_t *at)
{
	for (size_t i = 0; i < rrsets_count(now); i++)
		if (rr_types_conflict(rrsets_type(now, i), type)) {
			*at = i;
			return true;
		}
	return false;
}

/* The records of an RRset, a line each, without their TTL. */
static void print_data(
    const struct rrsets *rrsets, uint16_t type, struct buf *out)
{
	struct arena arena = { 0 };
	struct rrset set = { 0 };

	(void)rrsets_read(rrsets, type, &arena, &set);
	for (size_t i = 0; i < set.count; i++) {
		buf_printf(out, "%s ", rr_type_text(type));
		record_print(&set.records[i], out);
		buf_putc(out, '\n');
	}
	arena_clear(&arena);
}

static bool same_lines(
    const struct rrsets *last, size_t i, const struct rrsets *now, size_t j)
{
	size_t last_len, now_len;
	const char *before = rrsets_lines(last, i, &last_len);
	const char *after = rrsets_lines(now, j, &now_len);

	return last_len == now_len && !memcmp(before, after, last_len);
}

/* The namespace that has the name now; NULL: none has it alone. */
static const char *find_owner(const struct zone *zone, const char *name)
{
	struct ownership ownership = zone_whose(zone, name);

	if (ownership.whose != WHOSE_NAMESPACE || !ownership.owner)
		return NULL;
	return *ownership.owner->namespace ? ownership.owner->namespace : "-";
}

/*
 * Is the RRset of another namespace now?  What was of nobody known may be
 * anybody's, and the configuration comes before all (D6).
 */
static bool has_moved(const struct zone *zone, const struct rrsets *last,
    size_t i, const struct rrsets *now, size_t j)
{
	const char *before = whose_in(zone, last, i);

	return !whose_is_unknown(last, i) && !whose_is_unknown(now, j) &&
	    !loss_is_configured(now, j) &&
	    strcmp(before, whose_in(zone, now, j)) != 0;
}

static struct loss *add(struct losses *losses, const struct zone *zone,
    const struct zone_name *name, size_t at, bool update)
{
	const char *whose = whose_in(zone, name->last, at);
	const char *owner = find_owner(zone, name->name);
	struct loss *added;
	uint16_t type = rrsets_type(name->last, at);

	losses->list = xgrow(
	    losses->list, losses->count, &losses->cap, sizeof(*losses->list));
	added = &losses->list[losses->count++];
	*added = (struct loss){ .update = update,
		.type = type,
		.name = name->name,
		.last = name->last,
		.at = at,
		.born = BORN_BEFORE };
	added->key = arena_printf(&losses->arena, "%c %s %s %s",
	    update ? '~' : '-', name->name, rr_type_text(type), whose);
	/* It is approved for the namespace whose the RRset is. */
	added->line =
	    arena_printf(&losses->arena, "%c %s %s %s", update ? '~' : '-',
		name->name, rr_type_text(type), whose_only(name->last, at));
	added->wanted = !update && owner && strcmp(owner, whose) != 0;
	return added;
}

/* The new data belong to the plan: another change is another plan. */
static void add_update(struct losses *losses, const struct zone *zone,
    const struct zone_name *name, size_t at, const struct buf *data)
{
	struct loss *added = add(losses, zone, name, at, true);
	char digest[DIGEST_SIZE];

	digest_hex(buf_text(data), data->len, digest);
	added->line = arena_printf(
	    &losses->arena, "%s %.*s", added->line, DATA_SHOWN, digest);
}

static void look_at_update(struct losses *losses, const struct zone *zone,
    const struct zone_name *name, size_t at, size_t now_at)
{
	struct buf before = BUF_INIT(DATA_MAX), after = BUF_INIT(DATA_MAX);
	uint16_t type = rrsets_type(name->last, at);
	uint16_t now_type = rrsets_type(name->now, now_at);

	if (type == now_type && same_lines(name->last, at, name->now, now_at))
		return;
	print_data(name->last, type, &before);
	print_data(name->now, now_type, &after);
	if (strcmp(buf_text(&before), buf_text(&after)) != 0)
		add_update(losses, zone, name, at, &after);
	buf_clear(&before);
	buf_clear(&after);
}

static void look_at(struct losses *losses, const struct zone *zone,
    const struct zone_name *name, bool updates)
{
	for (size_t i = 0; i < rrsets_count(name->last); i++) {
		size_t at;

		if (loss_is_configured(name->last, i))
			continue;
		if (!find_conflict(name->now, rrsets_type(name->last, i), &at))
			add(losses, zone, name, i, false);
		else if (has_moved(zone, name->last, i, name->now, at))
			add(losses, zone, name, i, false)->wanted = true;
		else if (updates && !loss_is_configured(name->now, at))
			look_at_update(losses, zone, name, i, at);
	}
}

static int compare(const void *x, const void *y)
{
	const struct loss *a = x, *b = y;
	int d = name_compare(a->name, b->name);

	if (d == 0)
		d = (int)rr_type_order(a->type) - (int)rr_type_order(b->type);
	return d;
}

static int compare_row(const void *key, const void *row)
{
	const struct loss *loss = key;
	const struct retained *retained = row;
	int d = name_compare(loss->name, retained->name);

	return d ? d
		 : (int)rr_type_order(loss->type) -
		(int)rr_type_order(retained->type);
}

/* Both lists are in one order. */
static void match(struct losses *losses, const struct overlay *rows)
{
	size_t at = 0;

	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];
		int d = 1;

		while (at < rows->count &&
		    (d = compare_row(loss, &rows->rows[at])) > 0)
			at++;
		loss->row = d == 0 ? &rows->rows[at] : NULL;
	}
}

void losses_find(struct losses *out, const struct zone *zone,
    const struct overlay *rows, bool updates)
{
	struct zone_name name;
	size_t at = 0;

	*out = (struct losses){ 0 };
	while (zone_differs(zone, &at, &name))
		look_at(out, zone, &name, updates);
	if (out->count)
		qsort(out->list, out->count, sizeof(*out->list), compare);
	if (rows)
		match(out, rows);
}

const struct retained *loss_row(
    const struct overlay *overlay, const struct loss *loss)
{
	if (!overlay || !overlay->count)
		return NULL;
	return bsearch(loss, overlay->rows, overlay->count,
	    sizeof(*overlay->rows), compare_row);
}

void losses_clear(struct losses *losses)
{
	free(losses->list);
	arena_clear(&losses->arena);
	*losses = (struct losses){ 0 };
}
