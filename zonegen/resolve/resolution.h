/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolution.h - the dirty names of a zone, resolved.
 *
 *	ownership_decide --> cuts_decide --> rules_resolve --> loops_next
 *	                                          ^                |
 *	                            the name with the loop <-------+
 */
#ifndef ZONEGEN_RESOLVE_RESOLUTION_H
#define ZONEGEN_RESOLVE_RESOLUTION_H

#include "zonegen/base/pause.h"
#include "zonegen/resolve/cuts.h"
#include "zonegen/domain/domains.h"

/* Where it stands; zeroed: at the beginning. */
struct resolution {
	bool begun, changed;
	bool again;  /* the cuts are to be decided once more */
	size_t at;   /* in the dirty names: the next one to be resolved */
	size_t from; /* likewise: where the search for loops goes on */
};

/*
 * Resolves the names on the list of dirty ones; cuts are those of the last
 * time, and decided anew where they are concerned.  false: it pauses, and
 * nothing else may alter the domains until it went on to its end.
 */
bool resolution_run(struct resolution *resolution, struct domains *domains,
    struct cuts *cuts, const struct pause *pause);

#endif
