/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/tally.h"

#include <stdlib.h>

#include "zonegen/base/map.h"
#include "zonegen/lint/own.h"

struct counting {
	struct tally *tally;
	const struct zoneset *set;
	struct map by_name; /* struct tally_zone */
	struct map told;    /* the last finding about another object */
};

/* A finding of an object counts for the zone that contains its name. */
static const char *zone_of(
    const struct counting *counting, const struct finding *finding)
{
	const struct zone *zone;

	if (*finding->zone)
		return finding->zone;
	zone = zoneset_find(counting->set, finding->name);
	return zone ? zone_name(zone) : "";
}

/* Several claimants may say the same of one object. */
static bool is_told(struct counting *counting, const struct finding *finding)
{
	const struct finding *same;

	if (!finding->shared)
		return false;
	same = map_get(&counting->told, finding->origin);
	map_put(&counting->told, finding->origin, (void *)finding);
	return same && !finding_compare(same, finding);
}

static void count(struct counting *counting, const struct findings *findings)
{
	for (size_t i = 0; findings && i < findings->count; i++) {
		const struct finding *one = &findings->list[i];
		struct tally_zone *zone =
		    map_get(&counting->by_name, zone_of(counting, one));

		if (is_told(counting, one))
			continue;
		counting->tally->checks[one->id]++;
		if (zone)
			zone->severities[finding_severity(one->id)]++;
	}
}

/*
 * What is so of the zone's way to NSD, and of none of its records.  Where there
 * is one way only it is kept from none, whatever came before.
 */
static void count_handover(
    struct tally *tally, size_t at, const struct affairs *affairs)
{
	const struct handover *handover = affairs->zones[at].handover;

	if (affairs->knowledge->config->handover == HANDOVER_RELOAD ||
	    !handover || !handover_barred(handover, affairs->now))
		return;
	tally->checks[TRANSFERS_FAIL]++;
	tally->zones[at].severities[finding_severity(TRANSFERS_FAIL)]++;
}

void tally_take(struct tally *out, const struct affairs *affairs)
{
	const struct knowledge *knowledge = affairs->knowledge;
	const struct zoneset *set = knowledge->set;
	struct counting counting = { .tally = out, .set = set };
	const struct claimant *claimant;
	struct findings findings = { 0 };
	size_t zones = zoneset_count(set), at = 0;

	*out =
	    (struct tally){ .zones = xcalloc(zones + 1, sizeof(*out->zones)) };
	for (size_t i = 0; i < zones; i++)
		map_put(&counting.by_name, zone_name(zoneset_at(set, i)),
		    &out->zones[i]);
	while ((claimant = zoneset_claimants(set, &at)))
		count(&counting, claimant_findings(claimant));
	for (size_t i = 0; i < zones; i++) {
		zone_findings(zoneset_at(set, i), &findings);
		lint_zone(zoneset_at(set, i), &findings);
		count(&counting, &findings);
		findings_clear(&findings);
		count_handover(out, i, affairs);
	}
	for (size_t i = 0; i < kind_count(); i++)
		out->checks[BAD_OBJECT] +=
		    store_status(knowledge->store, kind_at(i))->refused;
	map_clear(&counting.by_name);
	map_clear(&counting.told);
}

void tally_clear(struct tally *tally)
{
	free(tally->zones);
	*tally = (struct tally){ 0 };
}
