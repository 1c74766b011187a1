/* SPDX-License-Identifier: Apache-2.0 */
/*
 * imports.c - what the objects ask for is gathered first, each record is then
 * held against it, and those that remain are published for a trial, by
 * themselves.
 */
#include "controller/command/imports.h"

#include <stdlib.h>
#include <string.h>

#include "controller/config/statics.h"
#include "zonegen/base/map.h"
#include "zonegen/domain/unit.h"
#include "zonegen/zone/inquiry.h"

struct choosing {
	struct imports *out;
	const struct config *config;
	const struct zoneset *zones;
	const struct zone *zone;
	const struct zone_settings *settings;
	/* To the origin that claims in a unit, by its base; below a name. */
	struct map units, below;
	/* Of the name that was asked about last; records come by name. */
	struct inquiry inquiry;
	const struct zone *asked; /* NULL: none was */
};

/* A name may have any number of both: the first ones tell enough. */
#define WISHES_MAX 1000
#define FINDINGS_MAX 1000

static const struct inquiry *ask(
    struct choosing *c, const struct zone *zone, const char *name)
{
	if (c->asked == zone && !strcmp(c->inquiry.name, name))
		return &c->inquiry;
	if (c->asked)
		inquiry_close(&c->inquiry);
	c->asked = zone;
	if (zone)
		inquiry_open(&c->inquiry, zone, name);
	return &c->inquiry;
}

/* At the apex each name is by itself. */
static const char *unit_of(const struct choosing *c, const char *name)
{
	enum unit_part part;
	const char *base = unit_base(name, c->settings->name, &part);

	return strcmp(base, c->settings->name) ? base : name;
}

static void note(struct choosing *c, const char *name, const char *origin)
{
	const char *at = name_parent(name);

	if (zoneset_find(c->zones, name) != c->zone)
		return;
	if (!map_get(&c->units, unit_of(c, name)))
		map_put(&c->units, unit_of(c, name), (void *)origin);
	for (; at && strlen(at) > strlen(c->settings->name) &&
	     !map_get(&c->below, at);
	     at = name_parent(at))
		map_put(&c->below, at, (void *)origin);
}

static void note_claims(struct choosing *c)
{
	const struct claimant *claimant;
	size_t at = 0;

	while ((claimant = zoneset_claimants(c->zones, &at))) {
		const char *origin = claimant_origin(claimant)->text, *name;

		for (size_t i = 0; (name = claimant_name(claimant, i)); i++)
			note(c, name, origin);
	}
}

/* The record is in the zone already: who brings it, in words. */
static const char *present(struct choosing *c, const struct imports_row *row)
{
	const struct inquiry *inquiry = ask(c, c->zone, row->name);
	const char *why = NULL;

	if (inquiry_has(inquiry, &row->record))
		why = "the configuration has it";
	for (size_t i = 0; why && i < inquiry->nwishes && i < WISHES_MAX; i++) {
		const struct wish *wish = &inquiry->wishes[i];

		for (size_t j = 0; !wish->configured && j < wish->count; j++)
			if (!record_compare(&wish->records[j], &row->record))
				why = arena_printf(&c->out->arena,
				    "%s asks for it", wish->origin->text);
	}
	return why;
}

static const char *conflict(struct choosing *c, const struct imports_row *row)
{
	const char *origin = map_get(&c->units, unit_of(c, row->name));

	if (origin)
		return arena_printf(&c->out->arena,
		    "%s has the name, which the configuration would take",
		    origin);
	origin = map_get(&c->below, row->name);
	if (origin &&
	    (row->record.type == RR_NS || row->record.type == RR_DNAME))
		return arena_printf(
		    &c->out->arena, "%s asks for a name below it", origin);
	return NULL;
}

static void judge(struct choosing *c, struct imports_row *row)
{
	uint16_t type = row->record.type;

	row->elsewhere = true;
	if (type == RR_NS && !strcmp(row->name, c->settings->name))
		row->why = "the configuration has its own nameservers";
	else if (zoneset_find(c->zones, row->name) != c->zone)
		row->why = "it belongs to another zone of the configuration";
	else
		row->why = present(c, row);
	if (row->why)
		return;
	row->elsewhere = false;
	if (rr_type_is_private(type) && !c->config->unknown_types)
		row->why = "unknownTypes is not set";
	else
		row->why = statics_misplaced(c->settings, row->name, type);
	if (!row->why)
		row->why = conflict(c, row);
}

/* The trial need not see more of an RRset than there can be. */
static void limit(struct choosing *c)
{
	const struct imports_row *before = NULL;
	size_t count = 0;

	for (size_t i = 0; i < c->out->count; i++) {
		struct imports_row *row = &c->out->rows[i];

		if (row->why)
			continue;
		if (!before || before->record.type != row->record.type ||
		    strcmp(before->name, row->name) != 0)
			count = 0;
		before = row;
		if (++count > c->settings->max_records)
			row->why = "more records than one RRset may have";
	}
}

/* --- The trial --- */

static const char *finding_of(
    struct choosing *c, const struct inquiry *inquiry, uint16_t type)
{
	const struct findings *findings = inquiry->findings;
	const char *why = "it would not be published";

	for (size_t i = 0; findings && i < findings->count && i < FINDINGS_MAX;
	     i++)
		if (findings->list[i].type == type || i == 0)
			why = findings->list[i].sentence;
	return arena_strdup(&c->out->arena, why);
}

static void look(
    struct choosing *c, const struct zone *zone, struct imports_row *row)
{
	const struct inquiry *inquiry = ask(c, zone, row->name);

	if (!inquiry_has(inquiry, &row->record))
		row->why = finding_of(c, inquiry, row->record.type);
}

static void try(struct choosing *c)
{
	struct zone_settings settings = *c->settings;
	struct claim *statics =
	    xcalloc(settings.nstatics + c->out->count + 1, sizeof(*statics));
	size_t count = 0;
	struct zone *zone;

	for (size_t i = 0; i < settings.nstatics; i++)
		statics[count++] = settings.statics[i];
	for (size_t i = 0; i < c->out->count; i++) {
		struct imports_row *row = &c->out->rows[i];

		if (row->why)
			continue;
		statics[count] = (struct claim){
			.name = row->name, .records = &row->record, .count = 1
		};
		count++;
	}
	settings.statics = statics;
	settings.nstatics = count;
	zone = zone_new(&settings);
	zone_resolve(zone);
	for (size_t i = 0; i < c->out->count; i++)
		if (!c->out->rows[i].why)
			look(c, zone, &c->out->rows[i]);
	ask(c, NULL, "");
	zone_free(zone);
	free(statics);
}

void imports_choose(struct imports *out, const struct foreign *foreign,
    const struct config *config, const struct zoneset *zones, size_t at)
{
	struct choosing c = { .out = out,
		.config = config,
		.zones = zones,
		.zone = zoneset_at(zones, at),
		.settings = &config->settings[at],
		.units = MAP_INIT,
		.below = MAP_INIT };

	*out = (struct imports){ .count = foreign->count };
	out->rows = xcalloc(out->count + 1, sizeof(*out->rows));
	note_claims(&c);
	for (size_t i = 0; i < out->count; i++) {
		struct imports_row *row = &out->rows[i];

		row->name = foreign->list[i].name;
		row->record = foreign->list[i].record;
		if (!row->record.ttl)
			row->record.ttl = 1; /* 0 means the zone's */
		judge(&c, row);
	}
	ask(&c, NULL, "");
	limit(&c);
	try(&c);
	for (size_t i = 0; i < out->count; i++)
		out->chosen += !out->rows[i].why;
	map_clear(&c.units);
	map_clear(&c.below);
}

void imports_clear(struct imports *imports)
{
	free(imports->rows);
	arena_clear(&imports->arena);
	*imports = (struct imports){ .count = 0 };
}
