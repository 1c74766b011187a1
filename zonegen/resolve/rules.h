/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.h - from the claims on one name to its RRsets.
 *
 * This room decides which claim gets a name.  Its files, each using those above
 * it only:
 *
 *	cut          one delegation or DNAME, and the glue it needs
 *	holders      from whom a name has addresses
 *	permit       may this claim be made at all
 *	ownership    decides whose each unit is
 *	whose        and tells it
 *	parts        the claims while they are being resolved
 *	overlayrows  retained and excluded records among them
 *	taken        those of somebody else than the owner
 *	rules        the rules for one name (here)
 *	cuts         which cuts of the zone stand
 *	placement    what a name's surroundings are
 *	forest       names and what they lead to
 *	loops        which aliases would close a loop
 *	resolution   all of it, for the dirty names
 *
 * The result depends on the entries (in any order), on the owner (whose.h),
 * where that is by type on the last version's records, on the cuts around the
 * name (cuts.h), on the loops found so far (loops.h) and on nothing else.
 */
#ifndef ZONEGEN_RESOLVE_RULES_H
#define ZONEGEN_RESOLVE_RULES_H

#include "zonegen/claim/settings.h"
#include "zonegen/resolve/cut.h"
#include "zonegen/resolve/whose.h"

struct placement {
	struct ownership ownership;
	const char *instead; /* of its owner: a namespace, for glue; or NULL */
	const struct cut *here;  /* at the name, standing or not; or NULL */
	const struct cut *above; /* the standing one above it, or NULL */
	const struct glue *glue; /* who needs its addresses, or NULL */
};

/*
 * With the owner that the domain has now; NULL: no records, and no owner.
 * Findings are appended.
 */
struct rrsets *rules_resolve(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct findings *findings);

/*
 * The aliases that the domain would have, each after those before it were
 * forbidden; in arena, the strings as well, the origins borrowed.  *rest: after
 * all were, other records stand there.
 */
size_t rules_aliases(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct arena *arena, struct alias **out, bool *rest);

/*
 * The cut that the domain would be, were all cuts to stand; in arena.
 * Of the placement only whose the name is counts.  false: none.
 */
bool rules_cut(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct arena *arena, struct cut *out);

#endif
