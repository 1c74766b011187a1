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

#include "zonegen/resolve/cuts.h"
#include "zonegen/domain/domains.h"

/*
 * Resolves the names on the list of dirty ones; cuts are those of the last
 * time, and decided anew where they are concerned.  true: some name is not as
 * before.
 */
bool resolution_run(struct domains *domains, struct cuts *cuts);

#endif
