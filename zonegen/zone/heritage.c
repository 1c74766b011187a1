/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/zone/heritage.h"

#include <string.h>

#include "zonegen/record/line.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/zonestate.h"

/*
 * At the apex of a zone a wildcard is a unit of its own (ownership.h): who
 * owned the name with its wildcard owned both.
 */
static const struct owner *owner_of(
    const struct zone *from, const struct domain *domain, const struct zone *to)
{
	const struct owner *own = rrsets_owner(domain->last);
	const struct domain *base;

	if (own || domain->part != UNIT_WILD)
		return own;
	base = domains_base(&from->domains, domain);
	return strcmp(base->name, to->settings->name) == 0
	    ? rrsets_owner(base->last)
	    : NULL;
}

static void give(struct zone *to, const char *name, const struct owner *owner)
{
	struct domain *domain = domains_make(&to->domains, name);
	char relative[NAME_SIZE];

	if (rrsets_owner(domain->last))
		return;
	line_relative(name, to->settings->name, relative);
	domains_set_last(
	    &to->domains, domain, rrsets_reown(relative, domain->last, owner));
}

void heritage_take(struct zoneset *set, const struct zone *from)
{
	for (size_t i = 0; i < from->domains.nsorted; i++) {
		const struct domain *domain = from->domains.sorted[i];
		struct zone *to = zoneset_find(set, domain->name);
		const struct owner *owner;

		if (!to || !strcmp(zone_name(to), zone_name(from)))
			continue;
		owner = owner_of(from, domain, to);
		if (owner)
			give(to, domain->name, owner);
	}
	for (size_t i = 0; i < zoneset_count(set); i++)
		domains_merge(&zoneset_at(set, i)->domains);
}
