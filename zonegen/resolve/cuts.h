/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cuts.h - where a zone ends: delegations (NS below the apex) and DNAMEs.
 *
 * What lies below a cut is not in the zone, but for glue (D4: cuts and glue),
 * so a cut is the one claim at a name that alters other names.  Which of them
 * stand is decided for the whole zone at once, from all that is claimed, before
 * names are resolved:
 *
 *	- one below a standing cut is no cut;
 *	- none stands over a static record, a nameserver's name or a child zone
 *	  (D6: the configuration comes first);
 *	- none stands over a name of another namespace that is older (C5: the
 *	  older of cut and name);
 *	- a delegation none of whose nameservers can be reached is none
 *	  (NoGlue).
 *
 * Between a cut and a name below it the one that the last version had is the
 * older; had it neither, their ages tell; had it both, they go together.  Pure,
 * in any order.
 */
#ifndef ZONEGEN_RESOLVE_CUTS_H
#define ZONEGEN_RESOLVE_CUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/resolve/node.h"

struct cut_target { /* one nameserver of a delegation */
	const char *name;
	bool lame; /* below a cut, and without an address */
};

struct cut {
	const struct node *node;
	const struct entry *entry; /* the oldest that asks for it */
	bool ns, dname;            /* what is claimed, and permitted */
	bool over;          /* stands over what it must not: no cut at all */
	bool bare;          /* no nameserver is left: its NS are refused */
	bool hopeless;      /* about to be bare */
	const char *winner; /* over: the origin whose name is below */
	const struct cut *above; /* the standing one it is below, or NULL */
	struct cut_target *targets;
	size_t ntargets;
	const char **namespaces; /* whose NS they are; NULL: configured */
	size_t nnamespaces;
};

/* A name that standing delegations have as nameserver. */
struct glue {
	const char *name;
	const char **namespaces; /* of those delegations */
	size_t count;
	bool configured; /* one of them is */
};

struct cuts {
	struct arena arena;
	struct cut *list; /* in canonical order */
	size_t count;
	struct map by_name;
	struct map glue; /* by name */
};

struct zone;

/* Decides anew, from zone->cutters; the zone's names are sorted. */
void cuts_decide(struct cuts *cuts, const struct zone *zone);
void cuts_clear(struct cuts *cuts);

/* RR_NS or RR_DNAME; 0: it does not stand. */
uint16_t cut_type(const struct cut *cut);
/* The standing cut that name lies below, or NULL. */
const struct cut *cuts_above(const struct cuts *cuts, const char *name);
/* Does the name have to do with a cut: one itself, below one, its glue? */
bool cuts_concern(const struct cuts *cuts, const char *name);
/*
 * May entry give addresses to a name that these delegations need?  From the
 * configuration, or from a namespace that owns one of them.
 */
bool glue_from(const struct glue *glue, const struct entry *entry);

#endif
