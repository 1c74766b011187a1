/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nameservers.h"

#include "controller/object/kind/service.h"
#include "zonegen/domain/rrsets.h"

/* One nameserver whose addresses a Service has. */
struct follower {
	size_t zone; /* in the configuration, and in the set */
	const char *name, *service;
};

/* The next one after *at, which starts as zeros; false at the end. */
struct place {
	size_t zone, server;
};

static bool next(
    const struct config *config, struct place *at, struct follower *out)
{
	for (; at->zone < config->nzones; at->zone++, at->server = 0) {
		const struct zone_settings *settings =
		    &config->settings[at->zone];
		const char *const *services =
		    config->zones[at->zone].nameserver_services;

		while (at->server < settings->nnameservers) {
			size_t i = at->server++;

			if (!services || !services[i])
				continue;
			*out = (struct follower){ at->zone,
				settings->nameservers[i].name, services[i] };
			return true;
		}
	}
	return false;
}

void nameservers_restore(const struct config *config, struct zoneset *set)
{
	struct arena arena = { 0 };
	struct place at = { 0 };
	struct follower follower;

	while (next(config, &at, &follower)) {
		const struct rrsets *last =
		    zone_last(zoneset_at(set, follower.zone), follower.name);
		struct record *all;
		size_t count = 0;
		struct rrset v4 = { 0 }, v6 = { 0 };

		(void)rrsets_read(last, RR_A, &arena, &v4);
		(void)rrsets_read(last, RR_AAAA, &arena, &v6);
		all = arena_alloc(
		    &arena, (v4.count + v6.count + 1) * sizeof(*all));
		for (size_t i = 0; i < v4.count; i++)
			all[count++] = v4.records[i];
		for (size_t i = 0; i < v6.count; i++)
			all[count++] = v6.records[i];
		zoneset_nameserver(
		    set, follower.zone, follower.name, all, count);
		arena_clear(&arena);
	}
}

static void add(
    struct record *list, size_t *count, const char *text, struct arena *arena)
{
	struct record *record = &list[*count];
	struct err err;

	/* What is no address is told where the Service claims names. */
	if (!text || !record_address(record, text, arena, &err) ||
	    record_is_unspecified(record))
		return;
	for (size_t i = 0; i < *count; i++)
		if (!record_compare(&list[i], record))
			return;
	(*count)++;
}

/*
 * externalIPs, else what the load balancer says, also in a field for host names
 * (A1: addresses).
 */
static size_t addresses_of(
    const struct service *service, struct arena *arena, struct record **out)
{
	size_t most = service->nexternal_ips + 2 * service->nbalancers + 1;
	size_t count = 0;

	*out = arena_alloc(arena, most * sizeof(**out));
	for (uint32_t i = 0; i < service->nexternal_ips; i++)
		add(*out, &count, service->external_ips[i], arena);
	for (uint32_t i = 0; !service->nexternal_ips && i < service->nbalancers;
	     i++) {
		add(*out, &count, service->balancers[i].ip, arena);
		add(*out, &count, service->balancers[i].hostname, arena);
	}
	return count;
}

void nameservers_follow(
    const struct config *config, const struct store *store, struct zoneset *set)
{
	const struct kind *kind = kind_find("Service");
	struct arena arena = { 0 };
	struct place at = { 0 };
	struct follower follower;

	while (next(config, &at, &follower)) {
		const struct object *object =
		    store_get(store, kind, follower.service);
		struct record *list;
		size_t count;

		if (!object)
			continue;
		count =
		    addresses_of((const struct service *)object, &arena, &list);
		zoneset_nameserver(
		    set, follower.zone, follower.name, list, count);
		arena_clear(&arena);
	}
}
