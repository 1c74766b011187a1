/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/census.h"

static void count_rrset(
    struct window *window, const struct rrsets *rrsets, size_t at)
{
	struct tenant *const *tenants;
	size_t count;

	if (loss_is_configured(rrsets, at))
		return;
	tenants = tenants_of(&window->tenants, rrsets, at, &count);
	window->all++;
	for (size_t i = 0; i < count; i++)
		tenants[i]->all++;
}

/* Counts the RRsets of the last version, once for each. */
static void count_last(struct window *window, const struct window_view *view)
{
	struct zone_name name;
	struct tenant *tenant;
	size_t at = 0;

	if (window->counted && window->serial == zone_serial(view->zone) &&
	    window->edition == zone_edition(view->zone))
		return;
	while ((tenant = tenants_next(&window->tenants, &at)))
		tenant->all = tenant->rrsets = 0;
	window->all = window->rrsets = 0;
	at = 0;
	while (zone_next(view->zone, &at, &name))
		for (size_t i = 0; loss_counts(view->zone, name.name) &&
		     i < rrsets_count(name.last);
		     i++)
			count_rrset(window, name.last, i);
	window->serial = zone_serial(view->zone);
	window->edition = zone_edition(view->zone);
	window->counted = true;
}

/*
 * Did nobody ask for it any more when the last version was made?  What is in
 * grace is still asked for; what is lost for the first time was.
 */
static bool was_unasked(const struct window *window,
    const struct window_view *view, const struct loss *loss)
{
	const struct retained *row = loss_row(view->before, loss);
	const struct trace *trace = map_get(&window->traces, loss->key);

	return (trace && trace->went != NEVER) ||
	    (row &&
		(row->reason == RETAIN_HELD || row->reason == RETAIN_SETTLING));
}

static void count_unasked(struct window *window, const struct window_view *view,
    const struct losses *losses)
{
	struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(&window->tenants, &at)))
		tenant->unasked = 0;
	window->unasked = 0;
	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];
		struct tenant *const *tenants;
		size_t count;

		if (loss->update || !loss_counts(view->zone, loss->name) ||
		    !was_unasked(window, view, loss))
			continue;
		tenants =
		    tenants_of(&window->tenants, loss->last, loss->at, &count);
		window->unasked++;
		for (size_t j = 0; j < count; j++)
			tenants[j]->unasked++;
	}
}

/* What returns is asked for again; what goes later was. */
static size_t most(size_t before, size_t all, size_t unasked)
{
	return before > all - unasked ? before : all - unasked;
}

void census_take(struct window *window, const struct window_view *view,
    const struct losses *losses)
{
	struct tenant *tenant;
	size_t at = 0;

	count_last(window, view);
	count_unasked(window, view, losses);
	window->rrsets = most(window->rrsets, window->all, window->unasked);
	if (!view->frozen || !window->sizes.count)
		sizes_see(&window->sizes, window->rrsets, view->now);
	while ((tenant = tenants_next(&window->tenants, &at))) {
		tenant->rrsets =
		    most(tenant->rrsets, tenant->all, tenant->unasked);
		if (!tenant->still || !tenant->sizes.count)
			sizes_see(&tenant->sizes, tenant->rrsets, view->now);
	}
}
