/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/lint/own.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "zonegen/lint/lint.h"
#include "zonegen/record/line.h"
#include "zonegen/zone/zonestate.h"

struct own {
	const struct zone *zone;
	struct findings *findings;
};

static void add(struct own *own, const struct lint_record *at,
    enum finding_id id, const char *origin, const char *sentence)
{
	const struct finding finding = {
		.id = id,
		.type = at->record.type,
		.zone = own->zone->settings->name,
		.name = at->name,
		.origin = origin,
	};

	findings_add(own->findings, &finding, "%s", sentence);
}

/*
 * One finding for each origin of the RRset; the NS of the zone have the zone
 * itself as origin.
 */
static void on_finding(void *arg, const struct lint_record *at,
    enum finding_id id, const char *sentence)
{
	struct own *own = arg;
	const struct domain *domain =
	    domains_find(&own->zone->domains, at->name);
	const struct rrsets *now = domain ? domain->now : NULL;
	struct origin *const *origins = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rrsets_count(now); i++)
		if (rrsets_type(now, i) == at->record.type)
			origins = rrsets_origins(now, i, &count);
	for (size_t i = 0; i < count; i++)
		/*
		 * The operator decides how many nameservers a child zone has.
		 */
		if (id != FEW_NAMESERVERS || !origin_is_of(origins[i], "Zone"))
			add(own, at, id, origins[i]->text, sentence);
	if (!count) {
		char zone[NAME_SIZE + 8];

		snprintf(
		    zone, sizeof(zone), "Zone %s", own->zone->settings->name);
		add(own, at, id, zone, sentence);
	}
}

static void add_nameservers(struct lint *lint, const struct zone_settings *s)
{
	struct record record;

	for (size_t i = 0; i < s->nnameservers; i++) {
		record_host(
		    &record, RR_NS, s->nameservers[i].name, &lint->arena);
		lint_add(lint, s->name, &record, 0);
	}
}

/* Most records are addresses: those need no more than libc. */
static void add_addresses(
    struct lint *lint, const struct domain *domain, size_t at)
{
	size_t len;
	const char *lines = rrsets_lines(domain->now, at, &len),
		   *end = lines + len, *line;

	while (line_next(&lines, end, &line, &len)) {
		struct line_fields fields;
		char text[INET6_ADDRSTRLEN];
		struct record record;
		struct err err;

		if (!line_split(line, len, &fields, &err) ||
		    fields.rdata_len >= sizeof(text))
			continue;
		memcpy(text, fields.rdata, fields.rdata_len);
		text[fields.rdata_len] = '\0';
		if (record_address(&record, text, &lint->arena, &err))
			lint_add(lint, domain->name, &record, 0);
	}
}

static void add_others(
    struct lint *lint, const struct domain *domain, size_t at)
{
	struct arena arena = { 0 };
	struct rrset set;

	if (rrsets_read(
		domain->now, rrsets_type(domain->now, at), &arena, &set))
		for (size_t i = 0; i < set.count; i++)
			lint_add(lint, domain->name, &set.records[i], 0);
	arena_clear(&arena);
}

static void add_name(struct lint *lint, const struct domain *domain)
{
	for (size_t i = 0; i < rrsets_count(domain->now); i++) {
		uint16_t type = rrsets_type(domain->now, i);

		if (rr_type_is_ip(type))
			add_addresses(lint, domain, i);
		else
			add_others(lint, domain, i);
	}
}

void lint_zone(const struct zone *zone, struct findings *out)
{
	struct own own = { zone, out };
	struct lint lint = {
		.zone = zone->settings->name,
		.resolved = true,
		.off = zone->settings->lint_off,
		.report = on_finding,
		.arg = &own,
	};

	add_nameservers(&lint, zone->settings);
	for (size_t i = 0; i < zone->domains.nsorted; i++)
		add_name(&lint, zone->domains.sorted[i]);
	lint_run(&lint);
	lint_clear(&lint);
}

void lint_zoneset(const struct zoneset *set, struct findings *out)
{
	for (size_t i = 0; i < zoneset_count(set); i++)
		if (!zone_settings(zoneset_at(set, i))->closed)
			lint_zone(zoneset_at(set, i), out);
}
