/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone/aliastarget.h"

#include <string.h>

#include "zonegen/record/name.h"

/* Octets of rdata before the name; -1: the type has none. */
static int name_at(uint16_t type)
{
	switch (type) {
	case RR_NS:
		return 0;
	case RR_MX:
		return 2;
	case RR_SRV:
		return 6;
	default:
		return -1;
	}
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
	size_t at = (size_t)name_at(set->type), used;

	for (size_t i = 0; i < set->count; i++)
		if (name_from_wire(set->records[i].rdata + at,
			set->records[i].size - at, target, &used) &&
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
		if (name_at(rrsets_type(domain->now, i)) >= 0)
			look_at(zone, domain, rrsets_type(domain->now, i), out);
}
