/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lintown.c - lint of a zone that we resolved: its findings name origins.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/lint.h"
#include "zonegen/zonefile.h"
#include "zonegen/zonestate.h"

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

/* Once for each who asked for the RRset; of its NS that is the zone. */
static void on_finding(void *arg, const struct lint_record *at,
    enum finding_id id, const char *sentence)
{
	struct own *own = arg;
	const struct node *node = zone_find(own->zone, at->name);
	const struct rrsets *now = node ? node->now : NULL;
	struct origin *const *origins = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rrsets_count(now); i++)
		if (rrsets_type(now, i) == at->record.type)
			origins = rrsets_origins(now, i, &count);
	for (size_t i = 0; i < count; i++)
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

static void add_name(struct lint *lint, const struct node *node)
{
	for (size_t i = 0; i < rrsets_count(node->now); i++) {
		struct arena arena = { 0 };
		struct rrset set;

		if (rrsets_read(
			node->now, rrsets_type(node->now, i), &arena, &set))
			for (size_t j = 0; j < set.count; j++)
				lint_add(lint, node->name, &set.records[j], 0);
		arena_clear(&arena);
	}
}

void zone_lint(const struct zone *zone, struct findings *out)
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
	for (size_t i = 0; i < zone->nsorted; i++)
		add_name(&lint, zone->sorted[i]);
	lint_run(&lint);
	lint_clear(&lint);
}
