/* SPDX-License-Identifier: Apache-2.0 */
/*
 * holders.h - from whom a name has addresses.
 *
 * Many delegations may need one name that many objects claim: who they are is
 * looked at once for all of these delegations.
 */
#ifndef ZONEGEN_RESOLVE_HOLDERS_H
#define ZONEGEN_RESOLVE_HOLDERS_H

#include "zonegen/domain/domains.h"
#include "zonegen/resolve/cut.h"

struct holders {
	bool configured;       /* from the configuration */
	struct map namespaces; /* and from these */
};

/*
 * Kept in all, by name, while claims do not change; NULL: there is no such
 * name.
 */
const struct holders *holders_of(
    struct map *all, const struct domains *domains, const char *name);
/*
 * Is one of them a namespace of the cut, and of the glue?  glue NULL: of
 * any.
 */
bool holders_share(const struct holders *holders, const struct cut *cut,
    const struct glue *glue);
void holders_clear(struct map *all);

#endif
