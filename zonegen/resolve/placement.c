/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/placement.h"

struct placement placement_of(const struct domains *domains,
    const struct cuts *cuts, const struct domain *domain)
{
	struct placement placement = {
		.ownership = whose_at(domains, domain),
	};

	if (!cuts->count)
		return placement;
	placement.here = map_get(&cuts->by_name, domain->name);
	placement.above = cuts_above(cuts, domain->name);
	placement.glue = map_get(&cuts->glue, domain->name);
	if (placement.above && placement.glue &&
	    !domains->settings->union_namespaces)
		placement.instead =
		    whose_glue(domains->settings, domain, placement.glue);
	return placement;
}
