/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lost.c - first it waits for the endpoints of Services, if some secondary has
 * its servers from there; then it asks (recovery.h), and keeps what came until
 * the zones are there to take it.
 */
#include "controller/publish/lost.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/axfr/recovery.h"
#include "controller/config/limits.h"
#include "controller/object/kind/endpointslice.h"
#include "controller/publish/secondary/servers.h"
#include "controller/publish/state/lastversion.h"
#include "zonegen/base/mem.h"

struct lost {
	struct loop *loop;
	const struct store *store;
	const struct press *press;
	void (*changed)(void *arg);
	void *arg;
	struct loop_timer *timer;

	const struct config *config; /* NULL: there is nothing to seek */
	uint64_t since;
	bool begun, over;
	struct recovery *recovery;
	struct endpoints endpoints; /* as they are when the search begins */
};

static void on_time(void *arg)
{
	struct lost *lost = arg;

	lost->changed(lost->arg);
}

struct lost *lost_new(struct loop *loop, const struct store *store,
    const struct press *press, void (*changed)(void *arg), void *arg)
{
	struct lost *lost = xcalloc(1, sizeof(*lost));

	lost->loop = loop;
	lost->store = store;
	lost->press = press;
	lost->changed = changed;
	lost->arg = arg;
	lost->timer = loop_timer_new(loop, on_time, lost);
	return lost;
}

static void forget(struct lost *lost)
{
	loop_timer_stop(lost->timer);
	recovery_free(lost->recovery);
	lost->recovery = NULL;
	endpoints_clear(&lost->endpoints);
	lost->config = NULL;
	lost->begun = lost->over = false;
}

void lost_free(struct lost *lost)
{
	if (!lost)
		return;
	forget(lost);
	loop_timer_free(lost->timer);
	free(lost);
}

void lost_seek(struct lost *lost, const struct config *config)
{
	forget(lost);
	lost->config = config;
	lost->since = loop_now(lost->loop);
}

const struct config *lost_config(const struct lost *lost)
{
	return lost->config;
}

/* --- Which zones --- */

static bool is_wanted(void *arg, size_t zone)
{
	const struct lost *lost = arg;
	const char *name = lost->config->settings[zone].name;
	int zones = lost->press->statedir->zones;

	return faccessat(zones, statedir_name(name, "zone").text, F_OK, 0) <
	    0 &&
	    errno == ENOENT && !lastversion_passed(zones, name);
}

static bool asks_services(const struct zone_config *zone)
{
	for (size_t i = 0; i < zone->nsecondaries; i++)
		if (zone->secondaries[i]->asks_service)
			return true;
	return false;
}

static bool needs_services(struct lost *lost)
{
	for (size_t i = 0; i < lost->config->nzones; i++)
		if (asks_services(&lost->config->zones[i]) &&
		    is_wanted(lost, i))
			return true;
	return false;
}

/* --- Which servers --- */

static bool are_listed(const struct lost *lost)
{
	const struct source_status *status =
	    store_status(lost->store, kind_find("EndpointSlice"));

	return status->synced || status->state == SOURCE_ABSENT;
}

static bool is_of(const struct endpointslice *slice, const char *service)
{
	const char *namespace = object_namespace(&slice->object);
	size_t len = strlen(namespace);

	return slice->service && !strncmp(service, namespace, len) &&
	    service[len] == '/' && !strcmp(service + len + 1, slice->service);
}

/* They are few and asked for seldom: the store is simply walked through. */
static void find_endpoints(struct lost *lost, const char *service)
{
	const struct kind *kind = kind_find("EndpointSlice");
	const struct object *object;
	const char **list = NULL;
	size_t count = 0, cap = 0, at = 0;

	while ((object = store_each(lost->store, kind, &at))) {
		const struct endpointslice *slice =
		    (const struct endpointslice *)object;

		for (size_t i = 0;
		     is_of(slice, service) && i < slice->naddresses; i++) {
			list = xgrow(list, count, &cap, sizeof(*list));
			list[count++] = slice->addresses[i];
		}
	}
	(void)endpoints_set(
	    &lost->endpoints, service, &(struct strings){ list, count });
	free(list);
}

/* While the cluster is not known, those of before count. */
static void find_all_endpoints(struct lost *lost)
{
	const struct transfers before =
	    followers_transfers(lost->press->followers);

	for (size_t i = 0; i < lost->config->nsecondaries; i++) {
		const char *service = lost->config->secondaries[i].service;

		if (service && are_listed(lost))
			find_endpoints(lost, service);
		else if (service)
			(void)endpoints_set(&lost->endpoints, service,
			    endpoints_of(before.endpoints, service));
	}
}

static bool next_server(void *arg, const struct secondary *secondary,
    size_t *at, struct endpoint *out)
{
	const struct lost *lost = arg;
	const struct transfers transfers = { .endpoints = &lost->endpoints };

	return servers_next(&transfers, secondary, at, out);
}

/* --- The search --- */

static void on_done(void *arg)
{
	struct lost *lost = arg;

	lost->over = true;
	lost->changed(lost->arg);
}

static void begin(struct lost *lost)
{
	const struct recovery_options options = {
		.loop = lost->loop,
		.config = lost->config,
		.limits = &limits_real,
		.wanted = is_wanted,
		.server = next_server,
		.done = on_done,
		.arg = lost,
	};

	lost->begun = true;
	find_all_endpoints(lost);
	lost->recovery = recovery_start(&options);
	lost->over = !lost->recovery;
}

bool lost_over(struct lost *lost)
{
	uint64_t waited = loop_now(lost->loop) - lost->since;

	if (!lost->config || lost->begun)
		return !lost->config || lost->over;
	if (waited < limits_real.patience && needs_services(lost) &&
	    !are_listed(lost))
		loop_timer_set(lost->timer, limits_real.patience - waited);
	else
		begin(lost);
	return lost->over;
}

void lost_take(struct lost *lost, struct zoneset *set)
{
	if (set && lost->recovery)
		recovery_take(lost->recovery, set);
	forget(lost);
}
