/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause.h - was a loss caused by the cluster, or by the configuration?
 *
 * The configuration caused the loss of records of kinds that no longer claim
 * anything.  At the first decision after the configuration changed it also
 * caused the losses of objects that are as they were at the decision before
 * (U1: a flood is held), for example by a filter, a static record or another
 * zone below.  An object that was edited at the same time, or while the
 * controller did not run, may have asked for less itself.  A load balancer
 * without an address is always the cluster's doing.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_CAUSE_H
#define CONTROLLER_PUBLISH_RETAIN_CAUSE_H

#include "controller/object/store.h"
#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/trust.h"

/* reconfigured: this is the first decision after the configuration changed. */
bool cause_is_configuration(const struct loss *loss, const struct zone *zone,
    const struct trusts *trusts, const struct store *store, bool reconfigured);

#endif
