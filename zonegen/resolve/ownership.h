/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ownership.h - decides whose each unit of names is (C2: one owner namespace).
 *
 *	- who owned the unit in the last version, as long as it claims a name of
 *	  it, or has a record there that is retained;
 *	- else the namespace with the oldest claim, those of objects without a
 *	  namespace after all others.
 *
 * "*.x" is of x's unit when x was owned first.  Else it is a unit of its own,
 * and the "_" names below x are of that one, because it answers for them.
 *
 * An owner that was chosen while some source was not known is provisional: once
 * all are known the oldest claim decides, but what is retained of the one
 *before keeps it.  So a change of owner is a deletion that others may delay,
 *and then a creation.
 *
 * The decision about a unit is with its base, as the owner of that domain's
 * RRsets now; of a wildcard that is a unit of its own, with the wildcard; of a
 * "_" name that an administrator has in somebody else's unit, with that name.
 */
#ifndef ZONEGEN_RESOLVE_OWNERSHIP_H
#define ZONEGEN_RESOLVE_OWNERSHIP_H

#include "zonegen/domain/domains.h"

/*
 * Decides about the units of all dirty names; the names that this concerns are
 * dirty then.  true: some owner is another one.
 */
bool ownership_decide(struct domains *domains);

/*
 * Owners that the last version should have and does not say, because its file
 * is damaged or somebody else wrote it: who had the records.
 */
void ownership_find(struct domains *domains);

#endif
