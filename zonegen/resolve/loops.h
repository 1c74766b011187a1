/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loops.h - aliases of a zone that lead back to themselves (C6: no alias
 * loops).
 *
 * A loop is broken at its youngest record: of those that the last version did
 * not have, if there are any, the one whose object is youngest.  Which target a
 * name may not have is kept at the name and found anew whenever names are
 * resolved, so that it is forgotten with its cause.
 */
#ifndef ZONEGEN_RESOLVE_LOOPS_H
#define ZONEGEN_RESOLVE_LOOPS_H

#include <stddef.h>

#include "zonegen/resolve/domains.h"

/* Before names are resolved: every name where a loop was broken is dirty. */
void loops_forget(struct domains *domains);

/*
 * After they were: the name at which a loop is to be broken, with the target
 * added to those it may not have; resolve it again and ask again.  NULL: there
 * is no loop any more.
 */
struct loops_search; /* where the search is */
struct loops_search *loops_begin(struct domains *domains);
struct domain *loops_next(struct loops_search *search);
void loops_end(struct loops_search *search);

#endif
