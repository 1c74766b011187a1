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

#include "controller/publish/retain/census.h"
#include "controller/publish/retain/whose.h"
#include "zonegen/base/mem.h"

/* --- Traces --- */

struct trace *window_trace(struct window *window, const char *name,
    uint16_t type, bool update, const char *whose)
{
	size_t name_size = strlen(name) + 1, whose_size = strlen(whose) + 1;
	size_t key_size =
	    name_size + strlen(rr_type_text(type)) + whose_size + 3;
	struct trace *trace =
	    xcalloc(1, sizeof(*trace) + key_size + name_size + whose_size);
	struct trace *there;

	snprintf(trace->key, key_size, "%c %s %s %s", update ? '~' : '-', name,
	    rr_type_text(type), whose);
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
	trace->whose =
	    memcpy(trace->key + key_size + name_size, whose, whose_size);
	map_put(&window->traces, trace->key, trace);
	return trace;
}

static void take_tenants(
    struct trace *trace, struct tenant *const *tenants, size_t count)
{
	struct tenant **list = xcalloc(count, sizeof(*list));

	for (size_t i = 0; i < count; i++) {
		list[i] = tenants[i];
		list[i]->traces++;
	}
	for (size_t i = 0; i < trace->ntenants; i++)
		trace->tenants[i]->traces--;
	free(trace->tenants);
	trace->tenants = list;
	trace->ntenants = trace->cap = count;
}

void window_trace_of(
    struct window *window, struct trace *trace, const char *namespace)
{
	struct tenant *tenant = tenants_get(&window->tenants, namespace);

	trace->tenants = xgrow(trace->tenants, trace->ntenants, &trace->cap,
	    sizeof(struct tenant *));
	trace->tenants[trace->ntenants++] = tenant;
	tenant->traces++;
}

static void set_tenants(struct window *window, struct trace *trace,
    const struct rrsets *rrsets, size_t at)
{
	size_t count;
	struct tenant *const *tenants =
	    tenants_of(&window->tenants, rrsets, at, &count);

	take_tenants(trace, tenants, count);
}

static void free_trace(struct trace *trace)
{
	for (size_t i = 0; i < trace->ntenants; i++)
		trace->tenants[i]->traces--;
	free(trace->tenants);
	free(trace);
}

static void forget(struct window *window, struct trace *trace)
{
	map_remove(&window->traces, trace->key);
	free_trace(trace);
	window->unsaved = true;
}

/* --- Opening --- */

/* With zone_now() or zone_last(). */
static bool is_there(const struct trace *trace, const struct zone *zone,
    const struct rrsets *look(const struct zone *, const char *))
{
	return whose_has(
	    zone, look(zone, trace->name), trace->type, trace->whose);
}

/*
 * Whose approved deletions are in no version yet?  When the approval expires
 * they are judged again, by what there was when they were held.
 */
static bool find_approved(struct window *window, const struct window_view *view)
{
	struct tenant *tenant;
	struct trace *trace;
	bool found = false;
	size_t at = 0;

	while ((tenant = tenants_next(&window->tenants, &at)))
		tenant->approved = false;
	at = 0;
	while ((trace = map_next(&window->traces, &at))) {
		if (!trace->approved || !is_there(trace, view->zone, zone_last))
			continue;
		found = true;
		for (size_t i = 0; i < trace->ntenants; i++)
			trace->tenants[i]->approved = true;
	}
	return found;
}

static void slide(struct window *window, const struct window_view *view)
{
	int64_t begin = view->now - WINDOW_LIFE;
	bool approved = find_approved(window, view);
	struct tenant *tenant;
	size_t at = 0;

	if (!view->frozen && !approved)
		sizes_slide(&window->sizes, begin);
	while ((tenant = tenants_next(&window->tenants, &at))) {
		sizes_slide(&tenant->lately, begin);
		if (!tenant->still && !tenant->approved)
			sizes_slide(&tenant->sizes, begin);
	}
}

static bool is_in_window(
    const struct trace *trace, bool still, const struct window_view *view)
{
	return still || trace->went >= view->now - WINDOW_LIFE;
}

/* Does it count in that window that it went? */
static bool matters(const struct trace *trace, const struct sizes *sizes,
    bool still, const struct window_view *view)
{
	return is_in_window(trace, still, view) &&
	    (trace->update || sizes_lost(sizes, trace->born, trace->went));
}

static bool may_count(const struct window *window, const struct trace *trace,
    const struct window_view *view)
{
	if (matters(trace, &window->sizes, view->frozen, view))
		return true;
	for (size_t i = 0; i < trace->ntenants; i++)
		if (matters(trace, &trace->tenants[i]->sizes,
			trace->tenants[i]->still, view))
			return true;
	return false;
}

/* Was it there before the largest version of each window? */
static bool is_old(const struct window *window, const struct trace *trace)
{
	if (!sizes_had(&window->sizes, trace->born))
		return false;
	for (size_t i = 0; i < trace->ntenants; i++)
		if (!sizes_had(&trace->tenants[i]->sizes, trace->born))
			return false;
	return true;
}

/* Can it change no count any more? */
static bool is_over(const struct window *window, const struct trace *trace,
    const struct window_view *view)
{
	bool there = is_there(trace, view->zone, zone_now);
	bool was = is_there(trace, view->zone, zone_last);

	if (trace->went == NEVER)
		return is_old(window, trace) || (!there && !was);
	if (trace->update && !was)
		return true;
	/* It may be under way as long as the last version has it. */
	return was ? !is_in_window(trace, view->frozen, view)
		   : !may_count(window, trace, view);
}

static void look_at_traces(
    struct window *window, const struct window_view *view)
{
	struct trace *trace;
	size_t at = 0;

	while ((trace = map_next(&window->traces, &at))) {
		if (!trace->update && trace->went != NEVER &&
		    is_there(trace, view->zone, zone_now)) {
			trace->went = trace->let = NEVER;
			trace->excused = trace->approved = false;
			window->unsaved = true;
		}
		if (is_over(window, trace, view))
			forget(window, trace);
	}
}

/* Losses that were let go before are under way, or are judged once more. */
static void look_at_losses(struct window *window,
    const struct window_view *view, struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];
		struct trace *trace = map_get(&window->traces, loss->key);

		if (!trace)
			continue;
		loss->born = trace->born;
		if (trace->went == NEVER)
			continue;
		if (view->made != NEVER && trace->let <= view->made) {
			loss->state = LOSS_UNDER_WAY;
			trace->went = view->now;
			continue;
		}
		trace->went = NEVER;
		loss->let = true;
		if (trace->excused && !trace->approved)
			loss->state = LOSS_EXCUSED;
	}
}

static void trace_born(struct window *window, const struct zone *zone,
    const struct zone_name *name, int64_t now)
{
	for (size_t i = 0; i < rrsets_count(name->now); i++) {
		uint16_t type = rrsets_type(name->now, i);
		const char *whose = whose_in(zone, name->now, i);
		struct trace *trace;

		if (whose_has(zone, name->last, type, whose))
			continue;
		trace = window_trace(window, name->name, type, false, whose);
		if (trace->born != BORN_BEFORE || trace->went != NEVER)
			continue;
		set_tenants(window, trace, name->now, i);
		trace->born = now;
		window->unsaved = true;
	}
}

/* New RRsets matter while a version larger than the last one is remembered. */
static void look_at_new(struct window *window, const struct window_view *view)
{
	struct zone_name name;
	size_t at = 0;

	if (!window->sizes.count)
		return;
	while (zone_differs(view->zone, &at, &name))
		trace_born(window, view->zone, &name, view->now);
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

/* Nothing is remembered: nothing needs to be known of the namespaces. */
static void rest(struct window *window)
{
	if (window->sizes.count || window->traces.count)
		return;
	tenants_clear(&window->tenants);
	census_clear(window);
}

void window_open(struct window *window, const struct window_view *view,
    const struct losses *losses)
{
	slide(window, view);
	/* In doubt nothing is lost; it is known later what was there before. */
	if (losses->count || view->doubted || has_grown(window))
		census_take(window, view, losses);
}

void window_look(struct window *window, const struct window_view *view,
    struct losses *losses)
{
	look_at_traces(window, view);
	look_at_losses(window, view, losses);
	look_at_new(window, view);
	tenants_tidy(&window->tenants);
	rest(window);
}

/* --- Counting --- */

static void count_trace(struct share *share, struct sizes *sizes,
    const struct trace *trace, bool still, const struct window_view *view)
{
	if (trace->went == NEVER || !matters(trace, sizes, still, view))
		return;
	if (trace->update)
		share->changed += !trace->excused;
	else
		sizes_count(sizes, trace->born, trace->went, trace->excused);
}

static void count_loss(
    struct share *share, struct sizes *sizes, const struct loss *loss)
{
	bool open = loss->state == LOSS_OPEN;
	bool excused =
	    loss->state == LOSS_EXCUSED || loss->state == LOSS_APPROVED;

	if (loss->update)
		share->changed += open;
	else if (open || excused)
		sizes_count(sizes, loss->born, NEVER, excused);
}

static void begin(struct window *window)
{
	struct tenant *tenant;
	size_t at = 0;

	sizes_begin(&window->sizes);
	while ((tenant = tenants_next(&window->tenants, &at))) {
		tenant->share = (struct share){ 0 };
		sizes_begin(&tenant->sizes);
	}
}

struct share window_count(struct window *window, const struct window_view *view,
    const struct losses *losses, size_t least)
{
	struct share share = { 0 };
	const struct trace *trace;
	struct tenant *tenant;
	size_t at = 0;

	begin(window);
	while ((trace = map_next(&window->traces, &at))) {
		if (!loss_counts(view->zone, trace->name))
			continue;
		count_trace(&share, &window->sizes, trace, view->frozen, view);
		for (size_t i = 0; i < trace->ntenants; i++)
			count_trace(&trace->tenants[i]->share,
			    &trace->tenants[i]->sizes, trace,
			    trace->tenants[i]->still, view);
	}
	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];
		struct tenant *const *tenants;
		size_t count;

		if (!loss_counts(view->zone, loss->name))
			continue;
		count_loss(&share, &window->sizes, loss);
		tenants =
		    tenants_of(&window->tenants, loss->last, loss->at, &count);
		for (size_t j = 0; j < count; j++)
			count_loss(
			    &tenants[j]->share, &tenants[j]->sizes, loss);
	}
	sizes_share(&window->sizes, least, &share);
	at = 0;
	while ((tenant = tenants_next(&window->tenants, &at)))
		sizes_share(&tenant->sizes, 0, &tenant->share);
	return share;
}

/* --- Closing --- */

static void let_go(struct window *window, const struct window_view *view,
    const struct loss *loss)
{
	struct trace *trace = window_trace(window, loss->name, loss->type,
	    loss->update, whose_in(view->zone, loss->last, loss->at));

	set_tenants(window, trace, loss->last, loss->at);
	if (trace->let == NEVER) {
		trace->let = view->now;
		window->unsaved = true;
	}
	trace->went = view->now;
	trace->excused = loss->state != LOSS_OPEN;
	trace->approved = loss->state == LOSS_APPROVED;
}

static void keep(struct window *window, const struct loss *loss)
{
	struct trace *trace = map_get(&window->traces, loss->key);

	if (!trace)
		return;
	window->unsaved |= trace->let != NEVER;
	trace->let = NEVER;
	if (trace->born == BORN_BEFORE)
		forget(window, trace);
}

void window_close(struct window *window, const struct window_view *view,
    const struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++)
		switch (losses->list[i].state) {
		case LOSS_OPEN:
		case LOSS_EXCUSED:
		case LOSS_APPROVED:
			let_go(window, view, &losses->list[i]);
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
		free_trace(trace);
	map_clear(&window->traces);
	sizes_clear(&window->sizes);
	tenants_clear(&window->tenants);
	census_clear(window);
	*window = (struct window){ 0 };
}
