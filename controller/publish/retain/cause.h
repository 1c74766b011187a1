/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause.h - is a loss the cluster's doing, or the configuration's?
 *
 * The configuration's are what kinds had that claim nothing any more, and, at
 * the first decision by another configuration, what objects had that are still
 * there (publishing.md U1: a filter, a static record, another zone inside).  A
 * load balancer without an address is the cluster's at any time.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_CAUSE_H
#define CONTROLLER_PUBLISH_RETAIN_CAUSE_H

#include "controller/object/store.h"
#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/trust.h"

/* reconfigured: it is that first decision. */
bool cause_is_configuration(const struct loss *loss, const struct zone *zone,
    const struct trusts *trusts, const struct store *store, bool reconfigured);

#endif
