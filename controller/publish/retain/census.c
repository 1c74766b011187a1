/* SPDX-License-Identifier: Apache-2.0 */
/*
 * census.c - all RRsets of the last version are counted once, when it is new.
 * Those that nobody asked for then are remembered, and count from the moment
 * on when they are asked for.  Those of a source in doubt may still be asked
 * for: with them a version is as large as the one before it, and no larger.
 */
#include "controller/publish/retain/census.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/publish/retain/whose.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

/* An RRset of the last version. */
struct unasked {
	uint16_t type;
	bool doubted; /* it may be asked for */
	const char *name;
	char key[]; /* "NAME TYPE"; the name behind it */
};

/* Adds d, modulo the size of size_t, to the counts that have the RRset. */
static void count_rrset(
    struct window *window, const struct rrsets *rrsets, size_t at, size_t d)
{
	struct tenant *const *tenants;
	size_t count;

	tenants = tenants_of(&window->tenants, rrsets, at, &count);
	window->asked += d;
	for (size_t i = 0; i < count; i++)
		tenants[i]->asked += d;
}

static void count_doubted(
    struct window *window, const struct rrsets *rrsets, size_t at)
{
	struct tenant *const *tenants;
	size_t count;

	tenants = tenants_of(&window->tenants, rrsets, at, &count);
	window->doubted++;
	for (size_t i = 0; i < count; i++)
		tenants[i]->doubted++;
}

static bool find_rrset(const struct rrsets *rrsets, uint16_t type, size_t *at)
{
	for (*at = 0; *at < rrsets_count(rrsets); ++*at)
		if (rrsets_type(rrsets, *at) == type)
			return true;
	return false;
}

static bool is_asked(const struct zone *zone, const char *name,
    const struct rrsets *last, size_t at)
{
	size_t count;
	struct origin *const *origins = rrsets_origins(last, at, &count);

	for (size_t i = 0; i < count; i++)
		if (zone_asks(zone, name, origins[i]) != ASKING_NOT)
			return true;
	return false;
}

static void forget(struct map *map, struct unasked *unasked)
{
	map_remove(map, unasked->key);
	free(unasked);
}

static void forget_all(struct map *map)
{
	struct unasked *unasked;
	size_t at = 0;

	while ((unasked = map_next(map, &at)))
		forget(map, unasked);
	map_clear(map);
}

void census_clear(struct window *window)
{
	forget_all(&window->unasked);
	forget_all(&window->retained);
	window->counted = false;
	window->made = 0;
}

/* "NAME TYPE" */
static const char *print_key(
    const char *name, uint16_t type, char out[NAME_SIZE + 16])
{
	snprintf(out, NAME_SIZE + 16, "%s %s", name, rr_type_text(type));
	return out;
}

static bool is_apart(
    const struct window *window, const char *name, uint16_t type)
{
	char key[NAME_SIZE + 16];

	return map_get(&window->unasked, print_key(name, type, key)) != NULL;
}

static void add(struct map *map, const char *name, uint16_t type, bool doubted)
{
	char key[NAME_SIZE + 16];
	size_t size = strlen(print_key(name, type, key)) + 1;
	struct unasked *unasked;

	if (map_get(map, key))
		return;
	unasked = xcalloc(1, sizeof(*unasked) + size + strlen(name) + 1);
	memcpy(unasked->key, key, size);
	unasked->type = type;
	unasked->doubted = doubted;
	unasked->name = memcpy(unasked->key + size, name, strlen(name) + 1);
	map_put(map, unasked->key, unasked);
}

/*
 * Does not count the RRset until it is seen to be asked for, if only a moment
 * later.
 */
static void set_apart(struct window *window, const struct zone *zone,
    const char *name, uint16_t type, bool doubted)
{
	const struct rrsets *last = zone_last(zone, name);
	size_t at;

	if (!loss_counts(zone, name) || !find_rrset(last, type, &at) ||
	    loss_is_configured(last, at) || is_apart(window, name, type))
		return;
	add(&window->unasked, name, type, doubted);
	count_rrset(window, last, at, (size_t)-1);
	if (doubted)
		count_doubted(window, last, at);
}

/* An RRset that many ask for has a row for each of them, one after another. */
static bool is_same_rrset(const struct retained *a, const struct retained *b)
{
	return a->type == b->type && a->reason == b->reason &&
	    !strcmp(a->name, b->name);
}

/* What is retained in the version that these rows belong to. */
static void note_rows(struct map *map, const struct overlay *rows)
{
	for (size_t i = 0; rows && i < rows->count; i++)
		if (rows->rows[i].reason != RETAIN_GRACE &&
		    !(i && is_same_rrset(&rows->rows[i - 1], &rows->rows[i])))
			add(map, rows->rows[i].name, rows->rows[i].type,
			    rows->rows[i].reason == RETAIN_UNTRUSTED);
}

/* The rows of a version under way are those of the decision before it. */
static void look_at_made(struct window *window, const struct window_view *view)
{
	int64_t made = view->made == NEVER ? 0 : view->made;

	if (made == window->made)
		return;
	forget_all(&window->retained);
	if (made)
		note_rows(&window->retained, view->before);
	window->made = made;
}

static void count_all(struct window *window, const struct zone *zone)
{
	struct zone_name name;
	struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(&window->tenants, &at)))
		tenant->asked = tenant->doubted = 0;
	window->asked = window->doubted = 0;
	at = 0;
	while (zone_next(zone, &at, &name))
		for (size_t i = 0; loss_counts(zone, name.name) &&
		     i < rrsets_count(name.last);
		     i++)
			if (!loss_is_configured(name.last, i))
				count_rrset(window, name.last, i, 1);
}

/*
 * The size of a new version; before: of the one before it.  Nobody knows of
 * what is in doubt whether it went, nor whether it was there for long.
 */
static size_t size_of(size_t asked, size_t doubted, size_t before)
{
	size_t most = asked + doubted < before ? asked + doubted : before;

	return most > asked ? most : asked;
}

static void set_sizes(struct window *window, bool first)
{
	struct tenant *tenant;
	size_t at = 0;

	window->rrsets = size_of(
	    window->asked, window->doubted, first ? SIZE_MAX : window->rrsets);
	while ((tenant = tenants_next(&window->tenants, &at)))
		tenant->rrsets = size_of(tenant->asked, tenant->doubted,
		    first ? SIZE_MAX : tenant->rrsets);
}

/* Is it in the last version only because there is no later one? */
static bool is_let_go(const struct trace *trace, const struct zone *zone)
{
	return !trace->update && trace->went != NEVER &&
	    whose_has(
		zone, zone_last(zone, trace->name), trace->type, trace->whose);
}

/*
 * What was retained in it, in whichever way but for grace, nobody asked for;
 * nor for what is already let go.
 */
static void count_last(struct window *window, const struct window_view *view)
{
	const struct unasked *row;
	const struct trace *trace;
	bool first = !window->counted;
	size_t at = 0;

	forget_all(&window->unasked);
	count_all(window, view->zone);
	if (!window->made)
		note_rows(&window->retained, view->before);
	while ((row = map_next(&window->retained, &at)))
		set_apart(
		    window, view->zone, row->name, row->type, row->doubted);
	forget_all(&window->retained);
	window->made = 0;
	at = 0;
	while ((trace = map_next(&window->traces, &at)))
		if (is_let_go(trace, view->zone))
			set_apart(window, view->zone, trace->name, trace->type,
			    false);
	set_sizes(window, first);
	window->serial = zone_serial(view->zone);
	window->edition = zone_edition(view->zone);
	window->counted = true;
}

static bool is_known(const struct window *window, const struct zone *zone)
{
	return window->counted && window->serial == zone_serial(zone) &&
	    window->edition == zone_edition(zone);
}

static void count_returned(struct window *window, const struct zone *zone)
{
	struct unasked *unasked;
	size_t walk = 0, at;

	while ((unasked = map_next(&window->unasked, &walk))) {
		const struct rrsets *last = zone_last(zone, unasked->name);

		if (!find_rrset(last, unasked->type, &at) ||
		    !is_asked(zone, unasked->name, last, at))
			continue;
		count_rrset(window, last, at, 1);
		forget(&window->unasked, unasked);
	}
}

/* What was asked for when the version was made, and is not any more. */
static void count_lost(
    struct window *window, const struct zone *zone, const struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];
		struct tenant *const *tenants;
		size_t count;

		if (loss->update || !loss_counts(zone, loss->name) ||
		    is_apart(window, loss->name, loss->type) ||
		    is_asked(zone, loss->name, loss->last, loss->at))
			continue;
		tenants =
		    tenants_of(&window->tenants, loss->last, loss->at, &count);
		window->lost++;
		for (size_t j = 0; j < count; j++)
			tenants[j]->lost++;
	}
}

/* What returned counts, but not with what went before it returned. */
static void lift(size_t *rrsets, size_t asked, size_t lost)
{
	if (asked - lost > *rrsets)
		*rrsets = asked - lost;
}

static void count_now(struct window *window, const struct window_view *view,
    const struct losses *losses)
{
	struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(&window->tenants, &at)))
		tenant->lost = 0;
	window->lost = 0;
	if (!is_known(window, view->zone))
		count_last(window, view);
	look_at_made(window, view);
	count_returned(window, view->zone);
	count_lost(window, view->zone, losses);
	lift(&window->rrsets, window->asked, window->lost);
	at = 0;
	while ((tenant = tenants_next(&window->tenants, &at)))
		lift(&tenant->rrsets, tenant->asked, tenant->lost);
}

void census_take(struct window *window, const struct window_view *view,
    const struct losses *losses)
{
	struct tenant *tenant;
	size_t at = 0;

	count_now(window, view, losses);
	if (!view->frozen || !window->sizes.count)
		sizes_see(&window->sizes, window->rrsets, view->now);
	while ((tenant = tenants_next(&window->tenants, &at))) {
		sizes_see(&tenant->lately, tenant->rrsets, view->now);
		if (!tenant->still || !tenant->sizes.count)
			sizes_see(&tenant->sizes, tenant->rrsets, view->now);
	}
}
