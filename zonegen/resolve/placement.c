/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/placement.h"

#include "zonegen/resolve/owner.h"

struct placement placement_of(const struct domains *domains,
    const struct cuts *cuts, const struct domain *domain, const char *owner)
{
	struct placement placement = {
		.owner = owner,
		.configured = owner_is_configured(domains, domain),
	};
	const char *other = NULL;

	if (!cuts->count)
		return placement;
	placement.here = map_get(&cuts->by_name, domain->name);
	placement.above = cuts_above(cuts, domain->name);
	placement.glue = map_get(&cuts->glue, domain->name);
	if (placement.above && placement.glue && owner)
		other =
		    owner_of_glue(domains->settings, domain, placement.glue);
	if (other)
		placement.owner = other;
	return placement;
}
