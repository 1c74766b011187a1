/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define SIZES_APART 10000 /* ms: of versions closer than that one counts */

struct mark *window_mark(
    struct window *window, const char *name, uint16_t type, bool update)
{
	size_t name_size = strlen(name) + 1;
	size_t key_size = name_size + strlen(rr_type_text(type)) + 3;
	struct mark *mark = xcalloc(1, sizeof(*mark) + key_size + name_size);
	struct mark *there;

	snprintf(mark->key, key_size, "%c %s %s", update ? '~' : '-', name,
	    rr_type_text(type));
	there = map_get(&window->marks, mark->key);
	if (there) {
		free(mark);
		return there;
	}
	mark->type = type;
	mark->update = update;
	mark->born = BORN_BEFORE;
	mark->went = mark->let = NEVER;
	mark->name = memcpy(mark->key + key_size, name, name_size);
	map_put(&window->marks, mark->key, mark);
	return mark;
}

static void forget(struct window *window, struct mark *mark)
{
	map_remove(&window->marks, mark->key);
	free(mark);
	window->unsaved = true;
}

void window_size(struct window *window, size_t rrsets, int64_t until)
{
	size_t n = window->nsizes;

	while (n && window->sizes[n - 1].rrsets <= rrsets)
		n--;
	window->nsizes = n;
	if (n && until - window->sizes[n - 1].until < SIZES_APART)
		return;
	window->sizes = xgrow(window->sizes, window->nsizes, &window->cap,
	    sizeof(*window->sizes));
	window->sizes[window->nsizes++] = (struct size){ rrsets, until };
}

/* --- Opening --- */

static bool is_below(const struct zone *zone, const char *name)
{
	return strcmp(name, zone_name(zone)) != 0;
}

/* The last version as the window counts it. */
static void see_last(
    struct window *window, const struct zone *zone, int64_t now)
{
	struct zone_name name;
	size_t at = 0, rrsets = 0;

	while (zone_next(zone, &at, &name))
		for (size_t i = 0;
		     is_below(zone, name.name) && i < rrsets_count(name.last);
		     i++)
			rrsets += !loss_is_configured(name.last, i);
	window_size(window, rrsets, now);
}

static void slide(struct window *window, int64_t now)
{
	size_t old = 0;

	while (old < window->nsizes &&
	    window->sizes[old].until < now - WINDOW_LIFE)
		old++;
	window->nsizes -= old;
	if (old)
		memmove(window->sizes, window->sizes + old,
		    window->nsizes * sizeof(*window->sizes));
}

/* The largest version has it, or none is so old. */
static bool is_old(const struct window *window, const struct mark *mark)
{
	return !window->nsizes || mark->born < window->sizes[0].until;
}

/* Is it of no use any more? */
static bool is_over(const struct window *window, const struct zone *zone,
    const struct mark *mark, bool frozen, int64_t now)
{
	bool there = rrsets_has(zone_now(zone, mark->name), mark->type);
	bool was = rrsets_has(zone_last(zone, mark->name), mark->type);

	if (mark->went != NEVER)
		return !frozen && mark->went < now - WINDOW_LIFE;
	return is_old(window, mark) || (!there && !was);
}

static void look_at_marks(
    struct window *window, const struct zone *zone, bool frozen, int64_t now)
{
	struct mark *mark;
	size_t at = 0;

	while ((mark = map_next(&window->marks, &at))) {
		if (!mark->update && mark->went != NEVER &&
		    rrsets_has(zone_now(zone, mark->name), mark->type)) {
			mark->went = mark->let = NEVER;
			mark->excused = false;
			window->unsaved = true;
		}
		if (is_over(window, zone, mark, frozen, now))
			forget(window, mark);
	}
}

/* Losses that were let go before are under way, or judged once more. */
static void look_at_losses(
    struct window *window, struct losses *losses, int64_t made, int64_t now)
{
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];
		struct mark *mark = map_get(&window->marks, loss->key);

		if (!mark || mark->went == NEVER)
			continue;
		if (made != NEVER && mark->let <= made) {
			loss->state = LOSS_UNDER_WAY;
			mark->went = now;
			continue;
		}
		mark->went = NEVER;
		if (mark->excused)
			loss->state = LOSS_EXCUSED;
	}
}

static void mark_born(
    struct window *window, const struct zone_name *name, int64_t now)
{
	for (size_t i = 0; i < rrsets_count(name->now); i++) {
		uint16_t type = rrsets_type(name->now, i);
		struct mark *mark;

		if (rrsets_has(name->last, type))
			continue;
		mark = window_mark(window, name->name, type, false);
		if (mark->born != BORN_BEFORE || mark->went != NEVER)
			continue;
		mark->born = now;
		window->unsaved = true;
	}
}

/* As long as there is a larger version than the last one. */
static void look_at_new(
    struct window *window, const struct zone *zone, int64_t now)
{
	struct zone_name name;
	size_t at = 0;

	if (!window->nsizes)
		return;
	while (zone_differs(zone, &at, &name))
		mark_born(window, &name, now);
}

/*
 * More came than went since the largest version: the last one may be as large,
 * and then what came need not be remembered.
 */
static bool has_grown(const struct window *window)
{
	const struct mark *mark;
	size_t at = 0, born = 0, gone = 0;

	while ((mark = map_next(&window->marks, &at))) {
		gone += mark->went != NEVER;
		born += mark->went == NEVER && mark->born != BORN_BEFORE;
	}
	return born > gone;
}

void window_open(struct window *window, const struct zone *zone,
    struct losses *losses, int64_t made, bool frozen, int64_t now)
{
	if (!frozen)
		slide(window, now);
	if (frozen ? !window->nsizes : losses->count || has_grown(window))
		see_last(window, zone, now);
	look_at_marks(window, zone, frozen, now);
	look_at_losses(window, losses, made, now);
	if (!frozen)
		look_at_new(window, zone, now);
}

/* --- Counting --- */

/* What one RRset is to the largest version. */
static void count(struct share *share, const struct window *window,
    const struct mark *mark, bool excused)
{
	if (mark && !is_old(window, mark))
		return;
	if (!excused)
		share->gone++;
	else if (share->of)
		share->of--;
}

static void count_mark(
    struct share *share, const struct window *window, const struct mark *mark)
{
	if (mark->went == NEVER)
		return;
	if (mark->update)
		share->changed += !mark->excused;
	else if (window->nsizes && mark->went >= window->sizes[0].until)
		count(share, window, mark, mark->excused);
}

static void count_loss(
    struct share *share, const struct window *window, const struct loss *loss)
{
	const struct mark *mark = map_get(&window->marks, loss->key);
	bool open = loss->state == LOSS_OPEN;
	bool excused =
	    loss->state == LOSS_EXCUSED || loss->state == LOSS_APPROVED;

	if (loss->update)
		share->changed += open;
	else if (open || excused)
		count(share, window, mark, excused);
}

struct share window_count(const struct window *window, const struct zone *zone,
    const struct losses *losses)
{
	struct share share = { 0 };
	const struct mark *mark;
	size_t at = 0;

	if (window->nsizes)
		share.of = window->sizes[0].rrsets;
	while ((mark = map_next(&window->marks, &at)))
		if (is_below(zone, mark->name))
			count_mark(&share, window, mark);
	for (size_t i = 0; i < losses->count; i++)
		if (is_below(zone, losses->list[i].name))
			count_loss(&share, window, &losses->list[i]);
	return share;
}

/* --- Closing --- */

static void let_go(struct window *window, const struct loss *loss, int64_t now)
{
	struct mark *mark =
	    window_mark(window, loss->name, loss->type, loss->update);

	if (mark->let == NEVER) {
		mark->let = now;
		window->unsaved = true;
	}
	mark->went = now;
	mark->excused = loss->state != LOSS_OPEN;
}

static void keep(struct window *window, const struct loss *loss)
{
	struct mark *mark = map_get(&window->marks, loss->key);

	if (!mark || mark->let == NEVER)
		return;
	mark->let = NEVER;
	if (mark->born == BORN_BEFORE)
		forget(window, mark);
	window->unsaved = true;
}

void window_close(
    struct window *window, const struct losses *losses, int64_t now)
{
	for (size_t i = 0; i < losses->count; i++)
		switch (losses->list[i].state) {
		case LOSS_OPEN:
		case LOSS_EXCUSED:
		case LOSS_APPROVED:
			let_go(window, &losses->list[i], now);
			break;
		case LOSS_GRACE:
		case LOSS_HELD:
		case LOSS_SETTLING:
			keep(window, &losses->list[i]);
			break;
		case LOSS_UNDER_WAY:
			break;
		}
}

int64_t window_end(const struct window *window)
{
	const struct mark *mark;
	int64_t end = NEVER;
	size_t at = 0;

	while ((mark = map_next(&window->marks, &at)))
		if (mark->went != NEVER &&
		    (end == NEVER || mark->went + WINDOW_LIFE > end))
			end = mark->went + WINDOW_LIFE;
	return end;
}

void window_clear(struct window *window)
{
	struct mark *mark;
	size_t at = 0;

	while ((mark = map_next(&window->marks, &at)))
		free(mark);
	map_clear(&window->marks);
	free(window->sizes);
	*window = (struct window){ 0 };
}
