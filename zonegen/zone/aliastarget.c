/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone/aliastarget.h"

#include "zonegen/record/name.h"

static bool is_watched(uint16_t type)
{
	return type == RR_NS || type == RR_MX || type == RR_SRV;
}

static bool is_alias(const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	return domain && rrsets_count(domain->now) == 1 &&
	    rrsets_type(domain->now, 0) == RR_CNAME;
}

/* The first alias that the RRset points to. */
static bool points_to_alias(
    const struct zone *zone, const struct rrset *set, char target[NAME_SIZE])
{
	for (size_t i = 0; i < set->count; i++)
		if (record_target(&set->records[i], target) &&
		    is_alias(zone, target))
			return true;
	return false;
}

static void look_at(const struct zone *zone, const struct domain *domain,
    uint16_t type, struct findings *out)
{
	struct arena arena = { 0 };
	char target[NAME_SIZE];
	struct rrset set;

	if (rrsets_read(domain->now, type, &arena, &set) &&
	    points_to_alias(zone, &set, target))
		for (size_t i = 0; i < set.norigins; i++)
			findings_add(out,
			    &(struct finding){ .id = ALIAS_TARGET,
				.type = type,
				.zone = zone->settings->name,
				.name = domain->name,
				.origin = set.origins[i]->text },
			    "%s: it points to '%s', which is an alias",
			    rr_type_text(type), target);
	arena_clear(&arena);
}

void aliastarget_find(
    const struct zone *zone, const struct domain *domain, struct findings *out)
{
	if (zone->settings->lint_off & finding_bit(ALIAS_TARGET))
		return;
	for (size_t i = 0; i < rrsets_count(domain->now); i++)
		if (is_watched(rrsets_type(domain->now, i)))
			look_at(zone, domain, rrsets_type(domain->now, i), out);
}
