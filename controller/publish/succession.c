/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/succession.h"

#include "controller/publish/retain/loss.h"
#include "controller/publish/state/lastversion.h"
#include "zonegen/record/name.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/heritage.h"

void succession_begin(struct zoneset *set, const struct zoneset *before)
{
	for (size_t i = 0; i < zoneset_count(set); i++)
		heritage_take(set, zoneset_at(set, i));
	for (size_t i = 0; before && i < zoneset_count(before); i++)
		heritage_take(set, zoneset_at(before, i));
}

const struct zone *succession_around(
    const struct zoneset *set, const char *inside)
{
	const char *above = name_parent(inside);

	return above ? zoneset_find(set, above) : NULL;
}

static bool is_served(const struct zones *zones, const struct zone *zone)
{
	return publication_served(map_get(&zones->by_name, zone_name(zone)));
}

/* --- A zone that comes --- */

static bool loses(const struct zone_name *name)
{
	for (size_t i = 0; i < rrsets_count(name->last); i++)
		if (!loss_is_configured(name->last, i) &&
		    !rrsets_has(name->now, rrsets_type(name->last, i)))
			return true;
	return false;
}

/* Do names of the zone's last version belong to the other one now? */
static bool loses_to(const struct zone *zone, const char *other)
{
	struct zone_name name;
	size_t at = 0;

	while (zone_differs(zone, &at, &name))
		if (name_within(name.name, other) && loses(&name))
			return true;
	return false;
}

const char *succession_heir(struct zones *zones, const struct zone *zone)
{
	for (size_t i = 0; i < zones->count; i++) {
		const struct zone *other = zoneset_at(zones->set, i);
		const char *name = zone_name(other);

		if (other == zone || !name_within(name, zone_name(zone)) ||
		    zone_settings(other)->closed || is_served(zones, other) ||
		    !loses_to(zone, name))
			continue;
		zones->waiting = true;
		return name;
	}
	return NULL;
}

/* NSD would answer the name from this zone, which has no such RRset. */
static bool hides(const struct zone *zone, const struct retained *row)
{
	return name_within(row->name, zone_name(zone)) &&
	    !rrsets_has(zone_now(zone, row->name), row->type);
}

const char *succession_hides(struct zones *zones, const struct zone *zone)
{
	const struct zone *around =
	    succession_around(zones->set, zone_name(zone));
	const struct overlay *overlay;

	if (!around || zone_has_version(zone) || zone_settings(zone)->closed)
		return NULL;
	overlay = &overlays_of(&zones->overlays, zone_name(around))->overlay;
	for (size_t i = 0; i < overlay->count; i++)
		if (hides(zone, &overlay->rows[i]))
			return zone_name(around);
	return NULL;
}

/* --- A zone that goes --- */

/* Is it served with all that belongs into it? */
static bool is_complete(const struct zones *zones, const struct zone *zone)
{
	return zones->certain && zone_has_version(zone) &&
	    !zone_is_restored(zone) && !version_differs(zone) &&
	    is_served(zones, zone);
}

bool succession_end(struct zones *zones, const char *gone)
{
	const struct zone *around = succession_around(zones->set, gone);

	if (!around)
		return true;
	if (!is_complete(zones, around)) {
		zones->waiting = true;
		return false;
	}
	lastversion_pass(zones->press->statedir->zones, gone);
	return true;
}

void succession_passed(struct zones *zones, bool certain)
{
	zones->certain = certain;
	if (zones->waiting)
		server_wake(zones->press->server);
	zones->waiting = false;
}
