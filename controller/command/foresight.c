/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/foresight.h"

#include <string.h>

#include "controller/publish/retain/decision.h"
#include "controller/publish/retain/trust.h"
#include "zonegen/base/map.h"

/* The changes of one name stand together; firsts has the first of each. */
static void set_kept(const struct changes *changes, const struct map *firsts,
    const struct retained *row)
{
	struct changes_row *change = map_get(firsts, row->name);
	const struct changes_row *end = changes->list + changes->count;

	for (; change && change < end && !strcmp(change->name, row->name);
	     change++)
		if (change->op != CHANGE_ADD &&
		    !strcmp(change->type, rr_type_text(row->type)))
			change->kept = retained_word(row->reason);
}

static void set_all_kept(
    const struct changes *changes, const struct overlay *overlay)
{
	struct map firsts = MAP_INIT;

	for (size_t i = changes->count; i > 0; i--)
		map_put(
		    &firsts, changes->list[i - 1].name, &changes->list[i - 1]);
	for (size_t i = 0; i < overlay->count; i++)
		set_kept(changes, &firsts, &overlay->rows[i]);
	map_clear(&firsts);
}

const struct hold *foresight_judge(
    struct snapshot *snapshot, size_t at, struct changes *changes)
{
	const struct config *config = snapshot->config;
	struct zone *zone = zoneset_at(snapshot->zones, at);
	const char *before = snapshot->overlays.configuration;
	struct memory *memory =
	    &overlays_of(&snapshot->overlays, zone_name(zone))->memory;
	struct decision decision;
	struct overlay rows = OVERLAY_INIT;
	struct arena arena = { .chunk = 0 };
	struct trusts trusts;
	struct deciding deciding = {
		.zone = zone,
		.trusts = &trusts,
		.sources = snapshot->sources,
		.store = snapshot->store,
		.rule = &config->zones[at].guard,
		.grace = (int64_t)config->grace,
		.reconfigured = *before && config->claiming &&
		    strcmp(before, config->claiming) != 0,
		.before =
		    &overlays_of(&snapshot->overlays, zone_name(zone))->overlay,
		.made = NEVER,
		.now = (int64_t)loop_now(snapshot->loop),
		.wall = loop_wall(snapshot->loop),
	};

	trust_read(&trusts, snapshot->store, config, &arena);
	decision = decision_make(&deciding, memory);
	decision_retain(&deciding, memory, &decision, &rows);
	set_all_kept(changes, &rows);
	overlay_clear(&rows);
	arena_clear(&arena);
	return &memory->hold;
}
