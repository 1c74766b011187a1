/* SPDX-License-Identifier: Apache-2.0 */
/*
 * placement.h - what the rules have to know of a name's surroundings.
 */
#ifndef ZONEGEN_RESOLVE_PLACEMENT_H
#define ZONEGEN_RESOLVE_PLACEMENT_H

#include "zonegen/resolve/cuts.h"
#include "zonegen/domain/domains.h"
#include "zonegen/resolve/rules.h"

/* The result borrows from all of these. */
struct placement placement_of(const struct domains *domains,
    const struct cuts *cuts, const struct domain *domain);

#endif
