/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cuts.h - where a zone ends: delegations (NS below the apex) and DNAMEs.
 *
 * Names below a cut are not in the zone, glue apart (D4: cuts and glue), so a
 * cut is the one claim at a name that alters other names.  Which cuts stand is
 * decided for the whole zone at once, from all claims, before names are
 * resolved:
 *
 *	- a cut below a standing cut is none;
 *	- none stands over a static record, a nameserver's name or a child zone
 *	  (D6: the configuration comes first);
 *	- none stands over an older name of another namespace (C5: the older of
 *	  cut and name);
 *	- a delegation without a nameserver that can be reached is none
 *	  (NoGlue).
 *
 * Between a cut and a name below it the one that the last version had is the
 * older.  If it had neither, their ages tell; if it had both, they stand
 * together.  The order of the claims does not matter.
 */
#ifndef ZONEGEN_RESOLVE_CUTS_H
#define ZONEGEN_RESOLVE_CUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/resolve/cut.h"
#include "zonegen/resolve/holders.h"
#include "zonegen/domain/domains.h"

struct cuts {
	struct arena arena;
	struct cut *list; /* in canonical order */
	size_t count;
	struct map by_name;
	struct map glue;    /* by name */
	struct map holders; /* likewise; while cuts are decided */
};

/* Decides anew, from domains->cutters; the zone's names are sorted. */
void cuts_decide(struct cuts *cuts, const struct domains *domains);
/* The same of what lies below others, and glue, when one stands no more. */
void cuts_settle(struct cuts *cuts);
void cuts_clear(struct cuts *cuts);

/* The standing cut that name lies below, or NULL. */
const struct cut *cuts_above(const struct cuts *cuts, const char *name);
/* The standing cut that name lies at or below, or NULL. */
const struct cut *cuts_cover(const struct cuts *cuts, const char *name);
/* Does a DNAME stand? */
bool cuts_have_dname(const struct cuts *cuts);
/* Does the name have to do with a cut: one itself, below one, its glue? */
bool cuts_concern(const struct cuts *cuts, const char *name);

#endif
