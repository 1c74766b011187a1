/* SPDX-License-Identifier: Apache-2.0 */
/*
 * permit.h - what may be claimed at a name, whoever owns it.
 *
 * The names of nameservers belong to the zone (D6: the configuration comes
 * first).  Delegations, most of the apex and the "_" names of its unit belong
 * to its administrators (D5: administrators).  A wildcard of the whole zone may
 * give addresses; what else it says would be answered for those "_" names.  A
 * claim without a permitted record does not keep its name from others (C1: an
 * empty claim keeps its name).
 */
#ifndef ZONEGEN_RESOLVE_PERMIT_H
#define ZONEGEN_RESOLVE_PERMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/claim/settings.h"
#include "zonegen/domain/domain.h"

struct denial {
	enum finding_id id;
	const char *why;
};

/* NULL: a record of this type may stand at the domain for the entry's origin.
 */
const struct denial *permit_type(const struct zone_settings *settings,
    const struct domain *domain, const struct entry *entry, uint16_t type);
/* Is the type open to all where the rest is the administrators'? */
bool permit_is_open(uint16_t type);
/* Is the namespace an administrator by name, and not by "*"? */
bool permit_by_name(
    const struct zone_settings *settings, const char *namespace);
/* Is something of it permitted, or does it ask for nothing yet? */
bool permit_entry(const struct zone_settings *settings,
    const struct domain *domain, const struct entry *entry);

#endif
