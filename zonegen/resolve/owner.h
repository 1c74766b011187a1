/* SPDX-License-Identifier: Apache-2.0 */
/*
 * owner.h - whose a name is (C2: one owner namespace).
 *
 * A name and the names with leading "_" labels that belong to it are a unit
 * and have one owner namespace: the one that owned it in the last version, as
 * long as it still claims it; for a new unit the one whose oldest claim is
 * oldest.  What the configuration brings owns its name before all namespaces,
 * the apex apart, where it only has what it says.
 */
#ifndef ZONEGEN_RESOLVE_OWNER_H
#define ZONEGEN_RESOLVE_OWNER_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/resolve/node.h"

/*
 * The namespace that owns a unit, its base first; NULL: nobody claims anything
 * that is permitted.  "" is the owner of those that belong to no namespace.
 */
const char *owner_of(const struct zone_settings *settings,
    const struct node *const *unit, size_t count);

/* The first static entry of a node, or NULL. */
const struct entry *owner_static(const struct node *node);

/* The namespace of the node's RRsets in the last version, or NULL. */
const char *owner_before(const struct node *node);

#endif
