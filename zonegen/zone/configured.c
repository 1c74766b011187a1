/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone/configured.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/zonestate.h"

static struct origin *origin_of(const struct zone_settings *settings)
{
	return origin_new(ORIGIN_ZONE, "", settings->name, "", AGE_ALWAYS);
}

static void add(struct zone *zone, const struct zone_settings *from,
    enum entry_from kind, const char *name, const struct record *records,
    size_t count)
{
	struct domain *domain = domains_make(&zone->domains, name);
	struct origin *origin = origin_of(from);
	struct entry *entry = entry_new(origin, 0, records, count);

	entry->from = kind;
	domain_add(domain, entry);
	domains_mark(&zone->domains, domain);
	origin_unref(origin);
}

/* The addresses that from gave to this name; at the end of the list: none. */
static struct entry **find_addresses(
    const struct zone_settings *from, struct domain *domain)
{
	struct entry **at = &domain->entries;

	while (*at &&
	    ((*at)->from != ENTRY_FIXED || entry_has(*at, RR_NS) ||
		strcmp(strchr((*at)->origin->text, ' ') + 1, from->name)))
		at = &(*at)->next;
	return at;
}

void zone_nameserver(struct zone *zone, const struct zone_settings *settings,
    const char *name, const struct record *addresses, size_t count)
{
	struct domain *domain;
	struct entry **at, *old;
	struct record *records;

	if (!name_within(name, settings->name) || !count)
		return;
	records = xcalloc(count, sizeof(*records));
	for (size_t i = 0; i < count; i++) {
		records[i] = addresses[i];
		records[i].ttl = settings->soa.ttl;
	}
	records_sort(records, count);
	domain = domains_make(&zone->domains, name);
	at = find_addresses(settings, domain);
	old = *at;
	if (!old || old->count != count ||
	    !records_same(old->records, records, count)) {
		if (old)
			(void)domain_take(domain, at);
		add(zone, settings, ENTRY_FIXED, name, records, count);
		if (old)
			entry_free(old);
	}
	free(records);
}

static void add_nameservers(
    struct zone *zone, const struct zone_settings *settings)
{
	for (size_t i = 0; i < settings->nnameservers; i++) {
		const struct nameserver *server = &settings->nameservers[i];

		zone_nameserver(zone, settings, server->name, server->addresses,
		    server->count);
	}
}

void zone_delegate(struct zone *zone, const struct zone_settings *child)
{
	struct record *records = xcalloc(child->nnameservers, sizeof(*records));
	struct arena arena = { 0 };

	for (size_t i = 0; i < child->nnameservers; i++) {
		record_host(
		    &records[i], RR_NS, child->nameservers[i].name, &arena);
		records[i].ttl = child->soa.ttl;
	}
	add(zone, child, ENTRY_FIXED, child->name, records,
	    child->nnameservers);
	add_nameservers(zone, child);
	arena_clear(&arena);
	free(records);
}

void zone_configure(struct zone *zone)
{
	const struct zone_settings *settings = zone->settings;

	add_nameservers(zone, settings);
	for (size_t i = 0; i < settings->nstatics; i++)
		add(zone, settings, ENTRY_STATIC, settings->statics[i].name,
		    settings->statics[i].records, settings->statics[i].count);
}

static bool has_address(const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	for (const struct entry *e = domain ? domain->entries : NULL; e;
	     e = e->next)
		if (e->from == ENTRY_FIXED && !entry_has(e, RR_NS))
			return true;
	return false;
}

const char *zone_awaits(const struct zone *zone)
{
	const struct zone_settings *settings = zone->settings;

	for (size_t i = 0; i < settings->nnameservers; i++) {
		const char *name = settings->nameservers[i].name;

		if (name_within(name, settings->name) &&
		    !has_address(zone, name))
			return name;
	}
	return NULL;
}
