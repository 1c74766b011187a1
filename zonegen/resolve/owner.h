/* SPDX-License-Identifier: Apache-2.0 */
/*
 * owner.h - whose a name is (C2: one owner namespace).
 *
 * A name and the names with leading "_" labels that belong to it are a unit
 * with one owner namespace: the owner in the last version, as long as it still
 * claims the unit; for a new unit the namespace with the oldest claim.  A name
 * with records of the configuration belongs to the configuration, before all
 * namespaces.  The apex is the exception: there the configuration has its own
 * records only.
 */
#ifndef ZONEGEN_RESOLVE_OWNER_H
#define ZONEGEN_RESOLVE_OWNER_H

#include <stdbool.h>
#include "zonegen/resolve/cut.h"
#include "zonegen/resolve/domains.h"

/*
 * The namespace that owns the unit of a base; NULL: namespaces are united, or
 * nobody claims anything that is permitted.  "" is the owner of those that
 * belong to no namespace.
 */
const char *owner_of(const struct domains *domains, const struct domain *base);
/*
 * Does the configuration own the name, before all namespaces (D6: the
 * configuration comes first)?
 */
bool owner_is_configured(
    const struct domains *domains, const struct domain *domain);

/*
 * The namespace that owns a name below a cut: of those that own a delegation
 * that needs its addresses the one that had it, or the oldest; NULL: none.
 */
const char *owner_of_glue(const struct zone_settings *settings,
    const struct domain *domain, const struct glue *glue);

/* The namespace of the domain's RRsets in the last version, or NULL. */
const char *owner_before(const struct domain *domain);

#endif
