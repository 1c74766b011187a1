/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tracking.c - the zones and their followers, made anew with what was known
 * of them; then one timer, at which those are asked who are due, and NSD is
 * looked at; then the answers.
 */
#include "controller/publish/secondary/tracking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/secondary/servers.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

#define SOON 100        /* ms after a version */
#define STEP 200        /* ms: the first pause */
#define STEP_MAX 10000  /* ms, while it is behind */
#define REST 60000      /* ms, while all is well, or nobody answers */
#define AT_ONCE 256     /* questions: thousands of zones with a dead server */
#define LOOK_LAST 20000 /* ms after a version: the last look at NSD */

struct tracking_zone {
	char *name;
	struct trail trail;
	struct tracked **list;
	size_t count, cap;
	uint64_t look; /* ms: the next look at NSD; 0: none */
};

struct tracking {
	struct tracking_options options;
	struct map zones; /* struct tracking_zone, by name */
	struct loop_timer *timer;
	size_t under_way;
	char *looked_at; /* the zone; NULL: none is */
};

static void on_time(void *arg);

struct tracking *tracking_new(const struct tracking_options *options)
{
	struct tracking *f = xcalloc(1, sizeof(*f));

	f->options = *options;
	f->timer = loop_timer_new(options->loop, on_time, f);
	return f;
}

static void free_tracked(struct tracking *f, struct tracked *tracked)
{
	if (tracked->sounding)
		f->under_way--;
	sounding_stop(tracked->sounding);
	free(tracked);
}

static void free_zones(struct tracking *f, struct map *zones)
{
	struct tracking_zone *zone;
	size_t at = 0;

	while ((zone = map_next(zones, &at))) {
		for (size_t i = 0; i < zone->count; i++)
			free_tracked(f, zone->list[i]);
		free(zone->list);
		free(zone->name);
		free(zone);
	}
	map_clear(zones);
}

void tracking_free(struct tracking *f)
{
	if (!f)
		return;
	free_zones(f, &f->zones);
	loop_timer_free(f->timer);
	free(f->looked_at);
	free(f);
}

/* --- The followers of now --- */

static uint64_t now_of(const struct tracking *f)
{
	return loop_now(f->options.loop);
}

static struct transfers transfers_of(const struct tracking *f)
{
	return f->options.transfers(f->options.arg);
}

/* The same secondary and server in the zone as it was; taken out of it. */
static struct tracked *take_out(struct tracking_zone *zone,
    const struct secondary *secondary, const struct endpoint *server)
{
	for (size_t i = 0; zone && i < zone->count; i++) {
		struct tracked *tracked = zone->list[i];

		if (strcmp(tracked->secondary->name, secondary->name) ||
		    tracked->server.port != server->port ||
		    strcmp(tracked->server.address, server->address))
			continue;
		zone->list[i] = zone->list[--zone->count];
		return tracked;
	}
	return NULL;
}

static void add_tracked(struct tracking *f, struct tracking_zone *zone,
    struct tracking_zone *before, const struct secondary *secondary,
    const struct endpoint *server)
{
	struct tracked *tracked = take_out(before, secondary, server);

	if (!tracked) {
		tracked = xcalloc(1, sizeof(*tracked));
		tracked->server = *server;
		tracked->step = STEP;
		tracked->due = server->port ? now_of(f) + SOON : 0;
	}
	if (tracked->sounding) { /* of a name that goes */
		sounding_stop(tracked->sounding);
		tracked->sounding = NULL;
		f->under_way--;
		tracked->due = now_of(f);
	}
	tracked->tracking = f;
	tracked->secondary = secondary;
	tracked->zone = zone;
	zone->list =
	    xgrow(zone->list, zone->count, &zone->cap, sizeof(*zone->list));
	zone->list[zone->count++] = tracked;
}

static void add_secondary(struct tracking *f, struct tracking_zone *zone,
    struct tracking_zone *before, const struct secondary *secondary)
{
	const struct transfers transfers = transfers_of(f);
	static const struct endpoint nobody = { .port = 0 };
	struct endpoint server;
	size_t at = 0;

	while (servers_next(&transfers, secondary, &at, &server))
		add_tracked(f, zone, before, secondary, &server);
	if (!at)
		add_tracked(f, zone, before, secondary, &nobody);
}

static void add_zone(struct tracking *f, const char *name,
    const struct zone_config *config, struct map *old)
{
	struct tracking_zone *before = map_get(old, name);
	struct tracking_zone *zone = xcalloc(1, sizeof(*zone));

	zone->name = xstrdup(name);
	if (before) {
		zone->trail = before->trail;
		zone->look = before->look;
	}
	for (size_t i = 0; i < config->nsecondaries; i++)
		add_secondary(f, zone, before, config->secondaries[i]);
	map_put(&f->zones, zone->name, zone);
}

void tracking_reconfigure(struct tracking *f)
{
	const struct config *config = transfers_of(f).config;
	struct map old = f->zones;

	f->zones = (struct map)MAP_INIT;
	for (size_t i = 0; i < config->nzones; i++)
		if (config->zones[i].nsecondaries)
			add_zone(f, config->settings[i].name, &config->zones[i],
			    &old);
	free_zones(f, &old);
	if (f->zones.count)
		loop_timer_set(f->timer, 0);
	else
		loop_timer_stop(f->timer);
}

/* --- Versions --- */

static void log_starved(const struct tracked *tracked, unsigned before)
{
	unsigned now = tracked->starving.doublings;

	if (now > before)
		log_event(LOG_WARNING, "a secondary is starved by reloads",
		    "zone", tracked->zone->name, "secondary",
		    tracked->secondary->name, "pause",
		    log_u(starving_pause(&tracked->starving)));
	else if (now < before)
		log_event(LOG_INFO, "a secondary is starved no longer", "zone",
		    tracked->zone->name, "secondary", tracked->secondary->name);
}

void tracking_served(struct tracking *f, const char *name, uint32_t serial)
{
	struct tracking_zone *zone = map_get(&f->zones, name);
	uint64_t now = now_of(f);

	if (!zone)
		return;
	if (zone->trail.count &&
	    zone->trail.serials[zone->trail.count - 1] == serial)
		return;
	for (size_t i = 0; i < zone->count; i++) {
		struct tracked *tracked = zone->list[i];
		unsigned before = tracked->starving.doublings;

		tracked_served(tracked, &zone->trail, now);
		log_starved(tracked, before);
		tracked->step = STEP;
		if (tracked->server.port)
			tracked->due = now + SOON;
	}
	trail_add(&zone->trail, serial, now);
	zone->look = now + NOTIFIED_FIRST;
	loop_timer_set(f->timer, 0);
}

uint64_t tracking_pause(const struct tracking *f, const char *name)
{
	const struct tracking_zone *zone = map_get(&f->zones, name);
	uint64_t most = 0;

	for (size_t i = 0; zone && i < zone->count; i++) {
		uint64_t pause = starving_pause(&zone->list[i]->starving);

		most = pause > most ? pause : most;
	}
	return most;
}

bool tracking_last(const struct tracking *f, const char *name, uint32_t *serial)
{
	const struct tracking_zone *zone = map_get(&f->zones, name);

	if (!zone || !zone->trail.count)
		return false;
	*serial = zone->trail.serials[zone->trail.count - 1];
	return true;
}

const struct tracked *tracking_next(
    const struct tracking *f, const char *name, size_t *at)
{
	const struct tracking_zone *zone = map_get(&f->zones, name);

	return zone && *at < zone->count ? zone->list[(*at)++] : NULL;
}

const struct tracked *tracking_worst(const struct tracking *f, const char *zone,
    const struct secondary *secondary)
{
	const struct tracked *tracked, *worst = NULL;
	size_t at = 0;

	while ((tracked = tracking_next(f, zone, &at)))
		if (tracked->secondary == secondary &&
		    (!worst || !tracked->has_serial ||
			(worst->has_serial && tracked->behind > worst->behind)))
			worst = tracked;
	return worst;
}

/* --- Questions --- */

static void ask(struct tracking *f, struct tracked *tracked);

/* Trouble is logged when it begins, in other words, and when it ends. */
static void log_trouble(
    const struct tracked *tracked, enum tracked_trouble before)
{
	char server[ENDPOINT_SIZE];

	endpoint_print(&tracked->server, server);
	if (tracked->trouble == before)
		return;
	if (tracked->trouble)
		log_event(LOG_WARNING, "a secondary does not follow", "zone",
		    tracked->zone->name, "secondary", tracked->secondary->name,
		    "server", server, "finding", tracked_word(tracked->trouble),
		    "error", tracked->why);
	else
		log_event(LOG_INFO, "a secondary follows again", "zone",
		    tracked->zone->name, "secondary", tracked->secondary->name,
		    "server", server);
}

static void plan_next(struct tracking *f, struct tracked *tracked)
{
	bool behind = tracked->has_serial && tracked->behind;
	uint64_t most = behind ? STEP_MAX : REST;
	uint64_t pause = tracked->step;

	loop_timer_set(f->timer, 0);
	if (tracked->due)
		return; /* a version came meanwhile */
	tracked->step = pause * 2 < most ? pause * 2 : most;
	if (tracked->has_serial && !behind)
		pause = REST;
	tracked->due = now_of(f) + pause;
}

static void on_asked(void *arg, const struct asked *asked)
{
	struct tracked *tracked = arg;
	struct tracking *f = tracked->tracking;
	const struct transfers transfers = transfers_of(f);
	enum tracked_trouble before = tracked->trouble;
	unsigned doublings = tracked->starving.doublings;

	tracked->sounding = NULL;
	f->under_way--;
	if (asked->trouble && asked->answer.came &&
	    ++tracked->refused < servers_keys(&transfers, tracked->secondary)) {
		tracked->key_at++; /* it may have the next one already */
		ask(f, tracked);
		return;
	}
	tracked->refused = 0;
	tracked_asked(tracked, asked, &tracked->zone->trail, now_of(f));
	log_trouble(tracked, before);
	log_starved(tracked, doublings);
	plan_next(f, tracked);
}

static void ask(struct tracking *f, struct tracked *tracked)
{
	const struct transfers transfers = transfers_of(f);
	size_t keys = servers_keys(&transfers, tracked->secondary);

	tracked->due = 0;
	f->under_way++;
	tracked->sounding = sounding_start(f->options.loop,
	    &(struct sounding_options){
		.zone = tracked->zone->name,
		.server = &tracked->server,
		.key = keys ? servers_key(&transfers, tracked->secondary,
				  tracked->key_at % keys)
			    : NULL,
		.done = on_asked,
		.arg = tracked,
	    });
}

/* --- Looks at NSD --- */

static void on_looked(void *arg, const struct control_reply *reply)
{
	struct tracking *f = arg;
	struct tracking_zone *zone = map_get(&f->zones, f->looked_at);
	uint64_t now = now_of(f);

	free(f->looked_at);
	f->looked_at = NULL;
	loop_timer_set(f->timer, 0);
	if (!zone || !reply->ok)
		return;
	for (size_t i = 0; i < zone->count; i++) {
		struct tracked *tracked = zone->list[i];
		enum tracked_trouble before = tracked->trouble;

		tracked_notified(tracked, reply->text, now - zone->trail.since);
		log_trouble(tracked, before);
	}
}

static bool pending(const struct tracking_zone *zone)
{
	for (size_t i = 0; i < zone->count; i++)
		if (zone->list[i]->notified == NOTIFIED_UNKNOWN ||
		    zone->list[i]->notified == NOTIFIED_PENDING)
			return true;
	return false;
}

static void look(struct tracking *f, struct tracking_zone *zone)
{
	char command[300];
	uint64_t now = now_of(f);

	zone->look = 0;
	if (!pending(zone))
		return;
	snprintf(command, sizeof(command), "zonestatus %s", zone->name);
	f->looked_at = xstrdup(zone->name);
	if (now < zone->trail.since + LOOK_LAST)
		zone->look = now + NOTIFIED_EVERY;
	control_send(f->options.control, command, NULL, on_looked, f);
}

/* --- The timer --- */

static void sooner(uint64_t *next, uint64_t at)
{
	if (at && (!*next || at < *next))
		*next = at;
}

static void on_time(void *arg)
{
	struct tracking *f = arg;
	struct tracking_zone *zone;
	uint64_t now = now_of(f), next = 0;
	size_t at = 0;

	while ((zone = map_next(&f->zones, &at))) {
		if (zone->look && zone->look <= now && !f->looked_at)
			look(f, zone);
		if (!f->looked_at)
			sooner(&next, zone->look);
		for (size_t i = 0; i < zone->count; i++) {
			struct tracked *tracked = zone->list[i];

			if (tracked->sounding)
				continue; /* its answer sets the timer */
			if (tracked->due && tracked->due <= now &&
			    f->under_way < AT_ONCE)
				ask(f, tracked);
			if (f->under_way < AT_ONCE)
				sooner(&next, tracked->due);
		}
	}
	if (next)
		loop_timer_set(f->timer, next > now ? next - now : 0);
}
