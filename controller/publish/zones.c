/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/zones.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/publish/catalog/listed.h"
#include "controller/publish/loading.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/order/restored.h"
#include "controller/publish/state/lastversion.h"
#include "controller/publish/succession.h"
#include "controller/publish/trial/excluding.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/load.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/configured.h"

static struct publication *open_publication(struct zones *old,
    const struct press *press, const struct zone_config *config,
    struct zone *zone, const struct lastversion *last)
{
	struct publication *publication =
	    map_remove(&old->by_name, zone_name(zone));

	if (!publication)
		return publication_new(press, zone, config, last);
	publication_replace(publication, zone, config);
	return publication;
}

/* Of a zone that is not configured now they wait for its return. */
static void open_overlay(struct zones *zones, struct zone *zone)
{
	zone_overlay(
	    zone, &overlays_of(&zones->overlays, zone_name(zone))->overlay);
	load_retained(zone);
}

/*
 * An old version that stands is claimed in place of what objects ask for.  If
 * it cannot be read, the zone stays as it is.
 */
static void open_restored(
    struct zones *zones, const struct config *config, struct zone *zone)
{
	const char *name = zone_name(zone);
	const struct mandate *stands = orders_restored(zones->orders, name);
	const struct instant now = { .wall = loop_wall(zones->press->loop) };
	struct restored restored;
	struct err err;
	bool ok;

	if (!stands)
		return;
	ok = restored_load(zones->press->statedir->zones, name, stands->commit,
		 &restored, &err) &&
	    restored_read(&restored, zone_settings(zone), &err);
	orders_lose(zones->orders, name, !ok, &now);
	if (ok) {
		zone_restore(zone);
		restored_claim(&restored, config, zone);
	} else {
		log_event(LOG_ERROR,
		    "restored version is lost, zone is frozen until it is "
		    "released",
		    "zone", name, "error", err.text);
	}
	restored_clear(&restored);
}

/* --- Zones that are not configured any more --- */

static void log_gone(const struct zones *zones, const char *zone)
{
	bool around = succession_around(zones->set, zone);

	log_event(LOG_INFO,
	    around ? "zone not configured any more, served until the zone "
		     "around it has its names"
		   : "zone not configured any more",
	    "zone", zone);
}

/* The secondaries have it from the catalog: it stays for them. */
static void retire(struct zones *zones, const struct press *press,
    const struct zone *catalog, const char *zone, const char *pattern)
{
	struct statedir_name file = statedir_name(zone, "zone");
	char name[LISTED_SIZE];

	if (faccessat(press->statedir->zones, file.text, F_OK, 0) < 0)
		return; /* there is nothing to serve */
	if (!retired_find(&zones->retired, zone)) {
		listed_name(zone, zone_name(catalog), name);
		log_event(LOG_WARNING,
		    "zone not configured any more, served until its removal "
		    "from the catalog is approved",
		    "zone", zone, "catalog", zone_name(catalog), "name", name);
	}
	retired_add(&zones->retired, zone, pattern);
}

/* What is left in old is not configured any more. */
static void end_rest(struct zones *zones, struct zones *old,
    const struct press *press, const struct zone *catalog)
{
	struct publication *publication;
	size_t at = 0;

	while ((publication = map_next(&old->by_name, &at))) {
		const char *zone = publication_zone(publication);

		if (catalog && listed_has(catalog, zone)) {
			retire(zones, press, catalog, zone,
			    publication_pattern(publication));
		} else {
			log_gone(zones, zone);
			server_drop(press->server, zone);
		}
		if (press->feed)
			feed_forget(press->feed, zone);
		recording_gone(press->recording, zone);
		publication_free(publication);
	}
	map_clear(&old->by_name);
	free(old->publications);
	free(old->awaiting);
	free(old->heirs);
	zoneset_free(old->set);
}

/* After a restart the catalog alone knows of them. */
static void retire_listed(
    struct zones *zones, const struct press *press, const struct zone *catalog)
{
	struct publication *own = map_get(&zones->by_name, zone_name(catalog));
	char zone[NAME_SIZE];
	size_t at = 0;

	while (listed_next(catalog, &at, zone))
		if (!map_get(&zones->by_name, zone))
			retire(zones, press, catalog, zone,
			    publication_pattern(own));
}

/* A removal that was approved is not the next one. */
static void return_retired(
    struct zones *zones, const char *zone, const struct zone *catalog)
{
	if (catalog)
		approvals_expire(
		    &overlays_of(&zones->overlays, zone_name(catalog))
			 ->memory.approvals,
		    NEVER);
	retired_remove(&zones->retired, zone);
}

static void keep_retired(
    struct zones *zones, const struct press *press, const struct zone *catalog)
{
	for (size_t i = zones->retired.count; i > 0; i--) {
		const char *zone = zones->retired.list[i - 1].name;

		if (map_get(&zones->by_name, zone))
			return_retired(zones, zone, catalog);
		else
			server_changed(press->server, zone);
	}
}

static void end_retired(struct zones *zones, const char *zone)
{
	log_event(LOG_INFO, "zone that the catalog does not list has ended",
	    "zone", zone);
	server_drop(zones->press->server, zone);
}

/*
 * Those whose names another zone has now do not stay for a day: NSD would
 * answer them as they were.
 */
static void end_passed(struct zones *zones)
{
	for (size_t i = zones->retired.count; i > 0; i--) {
		const struct retired_zone *zone = &zones->retired.list[i - 1];

		if (!zone->delisted ||
		    !succession_around(zones->set, zone->name))
			continue;
		end_retired(zones, zone->name);
		retired_remove(&zones->retired, zone->name);
	}
}

int64_t zones_retire(struct zones *zones, int64_t wall)
{
	const struct press *press = zones->press;
	const struct zone *catalog = listed_catalog(zones->set);
	struct err err;
	char *zone;

	while ((zone = retired_expire(&zones->retired, catalog, wall))) {
		end_retired(zones, zone);
		free(zone);
	}
	end_passed(zones);
	if (!retired_save(&zones->retired, press->statedir->dir, &err))
		log_event(
		    LOG_ERROR, "retired zones not saved", "error", err.text);
	return retired_next(&zones->retired);
}

/* --- All zones --- */

bool zones_open(struct zones *zones, const struct press *press,
    const struct config *config, struct err *err)
{
	struct zoneset *set = zoneset_new(config->settings, config->nzones);
	struct zones old = *zones;
	struct lastversion *last;
	struct zone *catalog;
	bool ok = true;

	last = xcalloc(config->nzones + 1, sizeof(*last));
	for (size_t i = 0; i < config->nzones && ok; i++)
		ok = loading_zone(
		    press->statedir, zoneset_at(set, i), &last[i], err);
	if (!ok) {
		zoneset_free(set);
		goto out;
	}
	nameservers_restore(config, set);
	*zones = (struct zones){ .press = press,
		.set = set,
		.count = config->nzones,
		.overlays = old.overlays,
		.retired = old.retired,
		.orders = old.orders };
	zones->publications =
	    xcalloc(zones->count + 1, sizeof(struct publication *));
	zones->awaiting = xcalloc(zones->count + 1, sizeof(*zones->awaiting));
	zones->heirs = xcalloc(zones->count + 1, sizeof(*zones->heirs));
	for (size_t i = 0; i < zones->count; i++) {
		struct zone *zone = zoneset_at(set, i);
		struct publication *publication = open_publication(
		    &old, press, &config->zones[i], zone, &last[i]);

		zones->publications[i] = publication;
		map_put(&zones->by_name, zone_name(zone), publication);
		open_overlay(zones, zone);
		open_restored(zones, config, zone);
	}
	succession_begin(set, old.set);
	catalog = listed_catalog(set);
	end_rest(zones, &old, press, catalog);
	loading_others(press->statedir, &zones->by_name);
	if (catalog)
		retire_listed(zones, press, catalog);
	keep_retired(zones, press, catalog);
out:
	free(last);
	return ok;
}

bool zones_exclude(struct zones *zones, const struct zone *zone, enum judge by,
    const struct exclusions *rows, const struct instant *now)
{
	return excluding_add(
	    overlays_of(&zones->overlays, zone_name(zone)), by, rows, now);
}

void zones_narrow(
    struct zones *zones, const struct zone *zone, const struct exclusions *rows)
{
	excluding_narrow(overlays_of(&zones->overlays, zone_name(zone)), rows);
}

bool zones_doubted(struct zones *zones, const struct zone *zone)
{
	return refusals_any(
	    &overlays_of(&zones->overlays, zone_name(zone))->memory.refusals);
}

static struct memory *memory_of(struct zones *zones, const char *zone)
{
	return &overlays_of(&zones->overlays, zone)->memory;
}

void zones_report(struct zones *zones, int64_t now)
{
	for (size_t i = 0; i < zones->count; i++) {
		struct memory *memory =
		    memory_of(zones, zone_name(zoneset_at(zones->set, i)));

		approvals_report(&memory->approvals, &memory->hold, now);
	}
}

bool zones_has(const struct zones *zones, const char *zone, struct err *err)
{
	return map_get(&zones->by_name, zone) ||
	    err_set(err, ERR_ABSENT, "zone '%.260s' is not configured", zone);
}

void zones_freeze(struct zones *zones, const char *zone)
{
	bool all = !strcmp(zone, ORDERS_ALL);

	for (size_t i = 0; i < zones->count; i++)
		if (all || !strcmp(zone_name(zoneset_at(zones->set, i)), zone))
			publication_freeze(zones->publications[i]);
}

void zones_note(const struct zones *zones, struct orders *orders,
    const char *zone, const struct order *order)
{
	bool all = !strcmp(zone, ORDERS_ALL);

	for (size_t i = 0; i < zones->count; i++) {
		const char *name = zone_name(zoneset_at(zones->set, i));

		if (all || !strcmp(name, zone))
			orders_note(orders, name, order);
	}
}

bool zones_approve(struct zones *zones, const char *zone, const char *plan,
    int64_t now, struct err *err)
{
	struct memory *memory;

	if (!zones_has(zones, zone, err))
		return false;
	memory = memory_of(zones, zone);
	return approvals_grant(
		   &memory->approvals, &memory->hold, plan, now, err) ||
	    err_prefix(err, "zone '%s'", zone);
}

const bool *zones_served(const struct zones *zones, struct arena *arena)
{
	bool *served = arena_alloc(arena, (zones->count + 1) * sizeof(*served));

	for (size_t i = 0; i < zones->count; i++)
		served[i] = publication_served(zones->publications[i]);
	return served;
}

bool zones_catalog_owed(const struct zones *zones)
{
	const struct zone *catalog =
	    zones->set ? listed_catalog(zones->set) : NULL;
	struct arena arena = { 0 };
	bool owed = catalog &&
	    (retired_owed(&zones->retired, catalog) ||
		listed_owed(zones->set, zones_served(zones, &arena)));

	arena_clear(&arena);
	return owed;
}

const int64_t *zones_made(const struct zones *zones, struct arena *arena)
{
	int64_t *made = arena_alloc(arena, (zones->count + 1) * sizeof(*made));
	uint64_t at;

	for (size_t i = 0; i < zones->count; i++)
		made[i] = publication_made(zones->publications[i], &at)
		    ? (int64_t)at
		    : NEVER;
	return made;
}

const bool *zones_searching(const struct zones *zones, struct arena *arena)
{
	bool *searching =
	    arena_alloc(arena, (zones->count + 1) * sizeof(*searching));

	for (size_t i = 0; i < zones->count; i++)
		searching[i] = publication_searches(zones->publications[i]);
	return searching;
}

bool zones_ready(struct zones *zones, size_t at)
{
	struct zone *zone = zoneset_at(zones->set, at);
	const char *server = zone_awaits(zone);
	const char *around = succession_hides(zones, zone);
	const char *heir = server ? NULL : succession_heir(zones, zone);
	bool ready = !server && !around && !heir;

	if (server && !zones->awaiting[at])
		log_event(LOG_WARNING,
		    "zone waits for the address of a nameserver", "zone",
		    zone_name(zone), "nameserver", server);
	if (heir && !zones->awaiting[at])
		log_event(LOG_WARNING,
		    "zone keeps its names until the zone inside it that gets "
		    "them is served",
		    "zone", zone_name(zone), "inside", heir);
	if (around && !zones->awaiting[at])
		log_event(LOG_WARNING,
		    "zone waits until the zone around it retains no names that "
		    "it would hide",
		    "zone", zone_name(zone), "around", around);
	zones->awaiting[at] = !ready;
	zones->heirs[at] = heir;
	publication_ready(zones->publications[at], ready);
	return ready;
}

void zones_restate(struct zones *zones)
{
	struct err err;

	for (size_t i = 0; i < zones->count; i++)
		publication_restate(zones->publications[i]);
	if (!unsynced_save(zones->press->unsynced, &err))
		log_event(LOG_WARNING, "serials will go on further than needed",
		    "error", err.text);
}

void zones_follow(struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++)
		publication_follow(zones->publications[i]);
}

bool zones_load(struct zones *zones)
{
	bool ready = true;

	for (size_t i = 0; i < zones->count; i++)
		ready &= publication_loads(zones->publications[i]);
	return ready;
}

void zones_verify(struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++)
		publication_verify(zones->publications[i]);
}

void zones_untold(struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++) {
		publication_doubt(zones->publications[i]);
		publication_untold(zones->publications[i]);
	}
}

/* What was recovered is in no file; a zone that waits may need the new file. */
static bool is_recovered(const struct zone *zone)
{
	return zone_is_elsewhere(zone) && !zone_awaits(zone);
}

bool zones_written(const struct zones *zones, struct err *err)
{
	for (size_t i = 0; i < zones->count; i++)
		if (publication_owes_files(zones->publications[i]) ||
		    is_recovered(zoneset_at(zones->set, i)))
			return err_set(err, ERR_SYSTEM,
			    "zone '%s' is to be written first",
			    publication_zone(zones->publications[i]));
	return true;
}

bool zones_busy(const struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++)
		if (publication_busy(zones->publications[i]))
			return true;
	return false;
}

void zones_clear(struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++)
		publication_free(zones->publications[i]);
	free(zones->publications);
	free(zones->awaiting);
	free(zones->heirs);
	map_clear(&zones->by_name);
	zoneset_free(zones->set);
	overlays_clear(&zones->overlays);
	retired_clear(&zones->retired);
	*zones = (struct zones){ .count = 0 };
}
