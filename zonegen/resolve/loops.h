/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loops.h - aliases of a zone that lead back to themselves (C6: no alias
 * loops).
 *
 * A loop is broken at its youngest record: of those that the last version did
 * not have, if there are any, the one whose object is youngest.  The name then
 * has its next alias, which may close a loop again.  A loop stays one until its
 * youngest alias goes, so it does not matter which one is broken first.
 *
 * The targets that a name may not have are kept at the name, and all names of
 * such loops are marked.  When one of these is dirty the loops are forgotten
 * and found anew; other names' work does not concern them.  In a zone with
 * wildcards or cuts each name may concern them: it may be the one that keeps a
 * wildcard from answering.
 */
#ifndef ZONEGEN_RESOLVE_LOOPS_H
#define ZONEGEN_RESOLVE_LOOPS_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/resolve/cuts.h"
#include "zonegen/domain/domains.h"

/*
 * Before names are resolved: forgets the loops if one of their names is dirty,
 * and then the names where they were broken are dirty too.
 */
void loops_forget(struct domains *domains);

/*
 * After they were: finds each loop that the dirty names have closed, from that
 * one on in the list.  Where it has to be broken the target is added to those
 * that the name may not have, and the name is dirty again; true: there are
 * such names.
 */
bool loops_break(struct domains *domains, const struct cuts *cuts, size_t from);

#endif
