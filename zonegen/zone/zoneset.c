/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zoneset.c - finds the zone of a name, and keeps for each origin which names
 * it claims, so that its next claims replace all of those before.
 */
#include "zonegen/zone/zoneset.h"

#include <stdlib.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/configured.h"

/*
 * The claims and findings of one origin.  One allocation, for there is one per
 * object.
 */
struct claimant {
	struct origin *origin;
	uint32_t count;
	bool found; /* behind its names stand its findings */
	union {
		const char *name; /* the zone's */
		struct findings *findings;
	} list[];
};

struct zoneset {
	struct zone **zones;
	size_t count;
	struct map by_name;   /* zones */
	struct map claimants; /* by text of the origin */
};

/* The zone that this one is delegated from, or NULL. */
static struct zone *parent_of(const struct zoneset *set, const char *zone)
{
	const char *above = name_parent(zone);

	return above ? zoneset_find(set, above) : NULL;
}

static const char *text_of(const void *claimant)
{
	return ((const struct claimant *)claimant)->origin->text;
}

struct zoneset *zoneset_new(const struct zone_settings *settings, size_t count)
{
	struct zoneset *set = xcalloc(1, sizeof(*set));

	set->zones = xcalloc(count, sizeof(*set->zones));
	set->count = count;
	set->claimants.key = text_of;
	for (size_t i = 0; i < count; i++) {
		set->zones[i] = zone_new(&settings[i]);
		map_put(&set->by_name, settings[i].name, set->zones[i]);
	}
	for (size_t i = 0; i < count; i++) {
		struct zone *parent = parent_of(set, settings[i].name);

		if (parent)
			zone_delegate(parent, &settings[i]);
	}
	return set;
}

void zoneset_nameserver(struct zoneset *set, size_t at, const char *name,
    const struct record *addresses, size_t count)
{
	struct zone *zone = set->zones[at];
	const struct zone_settings *settings = zone_settings(zone);
	struct zone *parent = parent_of(set, settings->name);

	zone_nameserver(zone, settings, name, addresses, count);
	if (parent)
		zone_nameserver(parent, settings, name, addresses, count);
}

static void free_claimant(struct claimant *claimant)
{
	if (claimant->found) {
		findings_clear(claimant->list[claimant->count].findings);
		free(claimant->list[claimant->count].findings);
	}
	origin_unref(claimant->origin);
	free(claimant);
}

void zoneset_free(struct zoneset *set)
{
	struct claimant *claimant;
	size_t at = 0;

	if (!set)
		return;
	while ((claimant = map_next(&set->claimants, &at)))
		free_claimant(claimant);
	map_clear(&set->claimants);
	map_clear(&set->by_name);
	for (size_t i = 0; i < set->count; i++)
		zone_free(set->zones[i]);
	free(set->zones);
	free(set);
}

size_t zoneset_count(const struct zoneset *set)
{
	return set->count;
}

struct zone *zoneset_at(const struct zoneset *set, size_t at)
{
	return set->zones[at];
}

struct zone *zoneset_find(const struct zoneset *set, const char *name)
{
	struct zone *zone = NULL;

	for (; name && !zone; name = name_parent(name)) {
		zone = map_get(&set->by_name, name);
		if (zone && zone_settings(zone)->closed)
			zone = NULL;
	}
	return zone;
}

static void report_outside(
    struct findings *findings, const struct origin *origin, const char *name)
{
	const struct finding finding = {
		.id = OUTSIDE_ZONES, .name = name, .origin = origin->text
	};

	findings_add(findings, &finding, "no configured zone contains it");
}

static struct claimant *make_claims(struct zoneset *set, struct origin *origin,
    unsigned rank, const struct claim *claims, size_t count,
    struct findings *findings)
{
	const size_t each = sizeof(((struct claimant *)NULL)->list[0]);
	struct claimant *made = xmalloc(sizeof(*made) + count * each);

	*made = (struct claimant){ .origin = origin_ref(origin) };
	for (size_t i = 0; i < count; i++) {
		struct zone *zone = zoneset_find(set, claims[i].name);

		if (zone && zone_is_restored(zone))
			continue;
		if (zone)
			made->list[made->count++].name =
			    zone_claim(zone, origin, rank, &claims[i]);
		else
			report_outside(findings, origin, claims[i].name);
	}
	if (findings->count) {
		made = xreallocarray(
		    made, sizeof(*made) + (made->count + 1) * each, 1);
		made->found = true;
		made->list[made->count].findings = xmalloc(sizeof(*findings));
		*made->list[made->count].findings = *findings;
		*findings = (struct findings){ 0 };
	}
	return made;
}

/* The same names in the same order: what nearly every change is. */
static bool same_names(const struct claimant *a, const struct claimant *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->list[i].name != b->list[i].name)
			return false;
	return true;
}

/* now NULL: nothing is claimed any more. */
static void unclaim(
    const struct zoneset *set, struct claimant *old, const struct claimant *now)
{
	struct map kept = MAP_INIT;

	if (now && same_names(old, now))
		goto out;
	for (size_t i = 0; now && i < now->count; i++)
		map_put(&kept, now->list[i].name, set->zones);
	for (size_t i = 0; i < old->count; i++) {
		const char *name = old->list[i].name;

		if (!map_get(&kept, name))
			zone_unclaim(
			    zoneset_find(set, name), old->origin, name);
	}
	map_clear(&kept);
out:
	free_claimant(old);
}

void zoneset_replace(struct zoneset *set, struct origin *origin, unsigned rank,
    const struct claim *claims, size_t count, struct findings *findings)
{
	struct claimant *old = map_get(&set->claimants, origin->text);
	struct claimant *now =
	    make_claims(set, origin, rank, claims, count, findings);

	map_put(&set->claimants, now->origin->text, now);
	if (old)
		unclaim(set, old, now);
}

void zoneset_remove(struct zoneset *set, const char *origin_text)
{
	struct claimant *old = map_remove(&set->claimants, origin_text);

	if (old)
		unclaim(set, old, NULL);
}

const struct claimant *zoneset_claimant(
    const struct zoneset *set, const char *origin_text)
{
	return map_get(&set->claimants, origin_text);
}

const struct claimant *zoneset_claimants(const struct zoneset *set, size_t *at)
{
	return map_next(&set->claimants, at);
}

const struct origin *claimant_origin(const struct claimant *claimant)
{
	return claimant->origin;
}

const char *claimant_name(const struct claimant *claimant, size_t at)
{
	return at < claimant->count ? claimant->list[at].name : NULL;
}

const struct findings *claimant_findings(const struct claimant *claimant)
{
	return claimant->found ? claimant->list[claimant->count].findings
			       : NULL;
}

void zoneset_findings(const struct zoneset *set, struct findings *out)
{
	const struct claimant *claimant;
	size_t at = 0;

	while ((claimant = map_next(&set->claimants, &at))) {
		const struct findings *own = claimant_findings(claimant);

		for (size_t i = 0; own && i < own->count; i++)
			findings_add(
			    out, &own->list[i], "%s", own->list[i].sentence);
	}
	for (size_t i = 0; i < set->count; i++)
		zone_findings(set->zones[i], out);
	findings_sort(out);
}
