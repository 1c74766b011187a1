/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.c - claims and overlay come in and mark the names that they touch;
 * resolving is left to resolution.h; then names, findings and differences are
 * told to those who ask.
 */
#include "zonegen/zone/zone.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/resolve/resolution.h"
#include "zonegen/zone/aliastarget.h"
#include "zonegen/zone/configured.h"
#include "zonegen/zone/zonestate.h"

#define AHEAD 8 /* names, of those that are looked at */

struct zone *zone_new(const struct zone_settings *settings)
{
	struct zone *zone = xcalloc(1, sizeof(*zone));

	zone->settings = settings;
	domains_init(&zone->domains, settings);
	zone_configure(zone);
	return zone;
}

void zone_free(struct zone *zone)
{
	if (!zone)
		return;
	domains_clear(&zone->domains);
	cuts_clear(&zone->cuts);
	overlay_clear(&zone->overlay);
	buf_clear(&zone->head);
	free(zone);
}

const char *zone_name(const struct zone *zone)
{
	return zone->settings->name;
}

const struct zone_settings *zone_settings(const struct zone *zone)
{
	return zone->settings;
}

bool zone_has_version(const struct zone *zone)
{
	return zone->has_version;
}

bool zone_is_elsewhere(const struct zone *zone)
{
	return zone->elsewhere;
}

void zone_restore(struct zone *zone)
{
	zone->restored = true;
}

bool zone_is_restored(const struct zone *zone)
{
	return zone->restored;
}

void zone_restate(struct zone *zone)
{
	zone->restated = true;
}

bool zone_restated(const struct zone *zone)
{
	return zone->restated;
}

uint32_t zone_serial(const struct zone *zone)
{
	return zone->serial;
}

uint32_t zone_edition(const struct zone *zone)
{
	return zone->edition;
}

const struct rrsets *zone_last(const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	return domain ? domain->last : NULL;
}

bool zone_last_has(const struct zone *zone, const char *kind)
{
	return kindset_has(&zone->domains.last_kinds, kind);
}

const struct rrsets *zone_now(const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	return domain ? domain->now : NULL;
}

enum asking zone_asks(
    const struct zone *zone, const char *name, const struct origin *origin)
{
	struct domain *domain = domains_find(&zone->domains, name);
	struct entry **at = domain ? domain_place(domain, origin->text) : NULL;

	if (at && origin_same_uid((*at)->origin, origin))
		return (*at)->lost ? ASKING_LOST : ASKING;
	return ASKING_NOT;
}

const char *zone_claim(struct zone *zone, struct origin *origin, unsigned rank,
    const struct claim *claim)
{
	struct domain *domain = domains_make(&zone->domains, claim->name);
	struct entry **at = domain_place(domain, origin->text);
	struct entry *entry =
	    entry_new(origin, rank, claim->records, claim->count);

	entry->lost = claim->lost;
	/* After a restart the last version has them as well. */
	rrsets_share(domain->last, origin);
	if (at && entry_equal(*at, entry)) {
		entry_free(entry);
		return domain->name;
	}
	if (at)
		entry_free(domain_take(domain, at));
	domain_add(domain, entry);
	domains_mark(&zone->domains, domain);
	return domain->name;
}

void zone_unclaim(
    struct zone *zone, const struct origin *origin, const char *name)
{
	struct domain *domain = domains_find(&zone->domains, name);
	struct entry **at = domain ? domain_place(domain, origin->text) : NULL;

	if (!at)
		return;
	entry_free(domain_take(domain, at));
	domains_mark(&zone->domains, domain);
}

static void drop_retained(struct zone *zone, struct domain *domain)
{
	struct entry **at = &domain->entries;

	if (!domain->retained)
		return;
	while (*at) {
		if ((*at)->from == ENTRY_RETAINED)
			entry_free(domain_take(domain, at));
		else
			at = &(*at)->next;
	}
	domain->retained = false;
	domains_mark(&zone->domains, domain);
}

static void forget_excluded(struct zone *zone)
{
	const struct exclusions *rows = &zone->overlay.excluded;

	for (size_t i = 0; i < rows->count; i++) {
		struct domain *domain =
		    domains_make(&zone->domains, rows->list[i].name);

		domain_extra(domain)->nexcluded = 0;
		domains_mark(&zone->domains, domain);
	}
}

static void exclude(struct zone *zone, const struct exclusions *rows)
{
	struct exclusions *own = &zone->overlay.excluded;

	for (size_t i = 0; i < rows->count; i++)
		exclusions_add(own, &rows->list[i]);
	for (size_t i = 0; i < own->count; i++) {
		struct domain *domain =
		    domains_make(&zone->domains, own->list[i].name);
		struct domain_extra *extra = domain_extra(domain);

		extra->excluded = xgrow(extra->excluded, extra->nexcluded,
		    &extra->excluded_cap, sizeof(struct exclusion *));
		extra->excluded[extra->nexcluded++] = &own->list[i];
		domains_mark(&zone->domains, domain);
	}
}

void zone_overlay(struct zone *zone, const struct overlay *overlay)
{
	if (overlay_equal(&zone->overlay, overlay))
		return;
	forget_excluded(zone);
	for (size_t i = 0; i < zone->overlay.count; i++)
		drop_retained(zone,
		    domains_make(&zone->domains, zone->overlay.rows[i].name));
	overlay_clear(&zone->overlay);
	for (size_t i = 0; i < overlay->count; i++) {
		const struct retained *row = &overlay->rows[i];
		struct domain *domain = domains_make(&zone->domains, row->name);
		struct entry *entry =
		    entry_new(row->origin, row->rank, row->records, row->count);

		entry->from = ENTRY_RETAINED;
		entry->reason = row->reason;
		entry->instead = row->instead;
		domain_add(domain, entry);
		domains_mark(&zone->domains, domain);
		overlay_retain(&zone->overlay, row->reason, row->origin,
		    row->rank, row->name, row->type, row->records, row->count)
		    ->instead = row->instead;
	}
	exclude(zone, &overlay->excluded);
}

struct ownership zone_whose(const struct zone *zone, const char *name)
{
	return whose_name(&zone->domains, name);
}

static bool is_provisional(const struct rrsets *rrsets)
{
	const struct owner *owner = rrsets_owner(rrsets);

	return owner && owner->why == OWNER_PROVISIONAL;
}

void zone_moment(struct zone *zone, int64_t now, bool doubted)
{
	struct domains *domains = &zone->domains;
	bool judge = domains->doubted && !doubted;

	domains->now = now;
	domains->doubted = doubted;
	for (size_t i = 0; judge && i < domains->nsorted; i++)
		if (is_provisional(domains->sorted[i]->now) ||
		    is_provisional(domains->sorted[i]->last))
			domains_mark(domains, domains->sorted[i]);
}

bool zone_resolve_some(struct zone *zone, const struct pause *pause)
{
	return resolution_run(
	    &zone->resolution, &zone->domains, &zone->cuts, pause);
}

bool zone_resolve(struct zone *zone)
{
	(void)zone_resolve_some(zone, NULL);
	return zone->resolution.changed;
}

size_t zone_rrsets(const struct zone *zone)
{
	return zone->domains.rrsets + 2;
}

size_t zone_octets(const struct zone *zone)
{
	return zone->domains.text_len;
}

void zone_findings(const struct zone *zone, struct findings *out)
{
	struct aliastargets targets;

	aliastarget_begin(&targets, zone);
	for (size_t i = 0; i < zone->domains.nsorted; i++) {
		const struct domain *domain = zone->domains.sorted[i];
		const struct domain_extra *extra = domain->extra;

		for (size_t j = 0; extra && j < extra->findings.count; j++)
			findings_add(out, &extra->findings.list[j], "%s",
			    extra->findings.list[j].sentence);
		aliastarget_find(&targets, domain, out);
	}
	aliastarget_end(&targets);
}

bool zone_differs(const struct zone *zone, size_t *at, struct zone_name *out)
{
	while (*at < zone->domains.nlisted) {
		const struct domain *domain = zone->domains.listed[(*at)++];

		if (rrsets_equal(domain->now, domain->last) &&
		    rrsets_same_origins(domain->now, domain->last))
			continue;
		*out = (struct zone_name){ .name = domain->name,
			.now = domain->now,
			.last = domain->last };
		return true;
	}
	return false;
}

/* A hundred thousand names are not in the processor's caches. */
static void fetch_ahead(const struct zone *zone, size_t at)
{
	if (at + 3 * AHEAD >= zone->domains.nsorted)
		return;
	__builtin_prefetch(zone->domains.sorted[at + 3 * AHEAD]);
	__builtin_prefetch(zone->domains.sorted[at + 2 * AHEAD]->last);
	rrsets_fetch_origin(zone->domains.sorted[at + AHEAD]->last);
}

bool zone_next(const struct zone *zone, size_t *at, struct zone_name *out)
{
	fetch_ahead(zone, *at);
	while (*at < zone->domains.nsorted) {
		const struct domain *domain = zone->domains.sorted[(*at)++];

		if (!domain->now && !domain->last)
			continue;
		*out = (struct zone_name){ .name = domain->name,
			.now = domain->now,
			.last = domain->last };
		return true;
	}
	return false;
}
