/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.h - from the claims on one name to its RRsets.
 *
 * Pure: the same entries in any order give the same result, given whose the
 * name is (owner.h), how it lies to the zone's cuts (cuts.h) and which of its
 * aliases would close a loop (loops.h).
 */
#ifndef ZONEGEN_RESOLVE_RULES_H
#define ZONEGEN_RESOLVE_RULES_H

#include "zonegen/claim/settings.h"
#include "zonegen/resolve/cut.h"

struct placement {
	const char *owner; /* namespace; NULL: namespaces are united */
	bool configured;   /* the configuration owns it, before namespaces */
	const struct cut *here;  /* at the name, standing or not; or NULL */
	const struct cut *above; /* the standing one above it, or NULL */
	const struct glue *glue; /* who needs its addresses, or NULL */
};

/* NULL: no records.  Findings are appended. */
struct rrsets *rules_resolve(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct findings *findings);

/*
 * The cut that the domain would be, were all cuts to stand; in arena.  Only
 * placement->owner and ->configured are looked at.  false: none.
 */
bool rules_cut(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct arena *arena, struct cut *out);

#endif
