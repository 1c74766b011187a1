/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window.c - opened before the losses of a decision are judged, counted for the
 * guard, and closed when it is decided which of them happen.  A trace is made
 * when an RRset comes or goes, and forgotten when it can change no count.
 */
#include "controller/publish/retain/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define SIZES_APART 10000 /* ms: of versions closer together one counts */

struct trace *window_trace(
    struct window *window, const char *name, uint16_t type, bool update)
{
	size_t name_size = strlen(name) + 1;
	size_t key_size = name_size + strlen(rr_type_text(type)) + 3;
	struct trace *trace = xcalloc(1, sizeof(*trace) + key_size + name_size);
	struct trace *there;

	snprintf(trace->key, key_size, "%c %s %s", update ? '~' : '-', name,
	    rr_type_text(type));
	there = map_get(&window->traces, trace->key);
	if (there) {
		free(trace);
		return there;
	}
	trace->type = type;
	trace->update = update;
	trace->born = BORN_BEFORE;
	trace->went = trace->let = NEVER;
	trace->name = memcpy(trace->key + key_size, name, name_size);
	map_put(&window->traces, trace->key, trace);
	return trace;
}

static void forget(struct window *window, struct trace *trace)
{
	map_remove(&window->traces, trace->key);
	free(trace);
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

/* Counts the RRsets of the last version. */
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

/* Does the largest version have it, or is no version as old? */
static bool is_old(const struct window *window, const struct trace *trace)
{
	return !window->nsizes || trace->born < window->sizes[0].until;
}

/* Can it change no count any more? */
static bool is_over(const struct window *window, const struct zone *zone,
    const struct trace *trace, bool frozen, int64_t now)
{
	bool there = rrsets_has(zone_now(zone, trace->name), trace->type);
	bool was = rrsets_has(zone_last(zone, trace->name), trace->type);

	if (trace->went != NEVER)
		return !frozen && trace->went < now - WINDOW_LIFE;
	return is_old(window, trace) || (!there && !was);
}

static void look_at_traces(
    struct window *window, const struct zone *zone, bool frozen, int64_t now)
{
	struct trace *trace;
	size_t at = 0;

	while ((trace = map_next(&window->traces, &at))) {
		if (!trace->update && trace->went != NEVER &&
		    rrsets_has(zone_now(zone, trace->name), trace->type)) {
			trace->went = trace->let = NEVER;
			trace->excused = false;
			window->unsaved = true;
		}
		if (is_over(window, zone, trace, frozen, now))
			forget(window, trace);
	}
}

/* Losses that were let go before are under way, or are judged once more. */
static void look_at_losses(
    struct window *window, struct losses *losses, int64_t made, int64_t now)
{
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];
		struct trace *trace = map_get(&window->traces, loss->key);

		if (!trace || trace->went == NEVER)
			continue;
		if (made != NEVER && trace->let <= made) {
			loss->state = LOSS_UNDER_WAY;
			trace->went = now;
			continue;
		}
		trace->went = NEVER;
		if (trace->excused)
			loss->state = LOSS_EXCUSED;
	}
}

static void trace_born(
    struct window *window, const struct zone_name *name, int64_t now)
{
	for (size_t i = 0; i < rrsets_count(name->now); i++) {
		uint16_t type = rrsets_type(name->now, i);
		struct trace *trace;

		if (rrsets_has(name->last, type))
			continue;
		trace = window_trace(window, name->name, type, false);
		if (trace->born != BORN_BEFORE || trace->went != NEVER)
			continue;
		trace->born = now;
		window->unsaved = true;
	}
}

/* New RRsets matter while a version larger than the last one is remembered. */
static void look_at_new(
    struct window *window, const struct zone *zone, int64_t now)
{
	struct zone_name name;
	size_t at = 0;

	if (!window->nsizes)
		return;
	while (zone_differs(zone, &at, &name))
		trace_born(window, &name, now);
}

/*
 * Came more RRsets than went since the largest version?  Then the last one may
 * be as large, and the RRsets that came need no trace.
 */
static bool has_grown(const struct window *window)
{
	const struct trace *trace;
	size_t at = 0, born = 0, gone = 0;

	while ((trace = map_next(&window->traces, &at))) {
		gone += trace->went != NEVER;
		born += trace->went == NEVER && trace->born != BORN_BEFORE;
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
	look_at_traces(window, zone, frozen, now);
	look_at_losses(window, losses, made, now);
	if (!frozen)
		look_at_new(window, zone, now);
}

/* --- Counting --- */

/* Counts one RRset against the largest version. */
static void count(struct share *share, const struct window *window,
    const struct trace *trace, bool excused)
{
	if (trace && !is_old(window, trace))
		return;
	if (!excused)
		share->gone++;
	else if (share->of)
		share->of--;
}

static void count_trace(
    struct share *share, const struct window *window, const struct trace *trace)
{
	if (trace->went == NEVER)
		return;
	if (trace->update)
		share->changed += !trace->excused;
	else if (window->nsizes && trace->went >= window->sizes[0].until)
		count(share, window, trace, trace->excused);
}

static void count_loss(
    struct share *share, const struct window *window, const struct loss *loss)
{
	const struct trace *trace = map_get(&window->traces, loss->key);
	bool open = loss->state == LOSS_OPEN;
	bool excused =
	    loss->state == LOSS_EXCUSED || loss->state == LOSS_APPROVED;

	if (loss->update)
		share->changed += open;
	else if (open || excused)
		count(share, window, trace, excused);
}

struct share window_count(const struct window *window, const struct zone *zone,
    const struct losses *losses)
{
	struct share share = { 0 };
	const struct trace *trace;
	size_t at = 0;

	if (window->nsizes)
		share.of = window->sizes[0].rrsets;
	while ((trace = map_next(&window->traces, &at)))
		if (is_below(zone, trace->name))
			count_trace(&share, window, trace);
	for (size_t i = 0; i < losses->count; i++)
		if (is_below(zone, losses->list[i].name))
			count_loss(&share, window, &losses->list[i]);
	return share;
}

/* --- Closing --- */

static void let_go(struct window *window, const struct loss *loss, int64_t now)
{
	struct trace *trace =
	    window_trace(window, loss->name, loss->type, loss->update);

	if (trace->let == NEVER) {
		trace->let = now;
		window->unsaved = true;
	}
	trace->went = now;
	trace->excused = loss->state != LOSS_OPEN;
}

static void keep(struct window *window, const struct loss *loss)
{
	struct trace *trace = map_get(&window->traces, loss->key);

	if (!trace || trace->let == NEVER)
		return;
	trace->let = NEVER;
	if (trace->born == BORN_BEFORE)
		forget(window, trace);
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
	const struct trace *trace;
	int64_t end = NEVER;
	size_t at = 0;

	while ((trace = map_next(&window->traces, &at)))
		if (trace->went != NEVER &&
		    (end == NEVER || trace->went + WINDOW_LIFE > end))
			end = trace->went + WINDOW_LIFE;
	return end;
}

void window_clear(struct window *window)
{
	struct trace *trace;
	size_t at = 0;

	while ((trace = map_next(&window->traces, &at)))
		free(trace);
	map_clear(&window->traces);
	free(window->sizes);
	*window = (struct window){ 0 };
}
