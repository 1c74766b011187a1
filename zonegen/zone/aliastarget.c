/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone/aliastarget.h"

#include <string.h>

#include "zonegen/record/name.h"

static bool is_watched(uint16_t type)
{
	return type == RR_NS || type == RR_MX || type == RR_SRV;
}

static bool has_alias(const struct zone *zone, const char *name)
{
	const struct domain *domain = domains_find(&zone->domains, name);

	return domain && rrsets_count(domain->now) == 1 &&
	    rrsets_type(domain->now, 0) == RR_CNAME;
}

static bool is_alias(struct aliastargets *all, const char *name)
{
	const struct cut *cut = cuts_above(&all->zone->cuts, name);
	char wildcard[NAME_SIZE + 2] = "*.";

	if (cut)
		return cut_type(cut) == RR_DNAME;
	if (!name_within(name, all->zone->settings->name))
		return false;
	if (existing_has(&all->existing, name))
		return has_alias(all->zone, name);
	while (!existing_has(&all->existing, name))
		name = name_parent(name);
	memcpy(wildcard + 2, name, strlen(name) + 1);
	return has_alias(all->zone, wildcard);
}

/* The first alias that the RRset points to. */
static bool points_to_alias(
    struct aliastargets *all, const struct rrset *set, char target[NAME_SIZE])
{
	for (size_t i = 0; i < set->count; i++)
		if (record_target(&set->records[i], target) &&
		    is_alias(all, target))
			return true;
	return false;
}

static void look_at(struct aliastargets *all, const struct domain *domain,
    uint16_t type, struct findings *out)
{
	struct arena arena = { 0 };
	char target[NAME_SIZE];
	struct rrset set;

	if (rrsets_read(domain->now, type, &arena, &set) &&
	    points_to_alias(all, &set, target))
		for (size_t i = 0; i < set.norigins; i++)
			findings_add(out,
			    &(struct finding){ .id = ALIAS_TARGET,
				.type = type,
				.zone = all->zone->settings->name,
				.name = domain->name,
				.origin = set.origins[i]->text },
			    "%s: it points to '%s', which is an alias",
			    rr_type_text(type), target);
	arena_clear(&arena);
}

void aliastarget_begin(struct aliastargets *all, const struct zone *zone)
{
	*all = (struct aliastargets){ .zone = zone };
	existing_open(&all->existing, &zone->domains);
}

void aliastarget_end(struct aliastargets *all)
{
	existing_close(&all->existing);
}

void aliastarget_find(
    struct aliastargets *all, const struct domain *domain, struct findings *out)
{
	if (all->zone->settings->lint_off & finding_bit(ALIAS_TARGET))
		return;
	for (size_t i = 0; i < rrsets_count(domain->now); i++)
		if (is_watched(rrsets_type(domain->now, i)))
			look_at(all, domain, rrsets_type(domain->now, i), out);
}
