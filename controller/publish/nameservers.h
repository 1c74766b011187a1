/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nameservers.h - addresses of nameservers that a Service has.
 *
 * A zone waits for the first ones; from then on it is never without: those of
 * the last version count until the Service is known, and those it had stay
 * while it has none.
 */
#ifndef CONTROLLER_PUBLISH_NAMESERVERS_H
#define CONTROLLER_PUBLISH_NAMESERVERS_H

#include "controller/config/config.h"
#include "controller/object/store.h"
#include "zonegen/zone/zoneset.h"

/* Those of the last versions, which were just loaded. */
void nameservers_restore(const struct config *config, struct zoneset *set);
/* Those of the Services as they are. */
void nameservers_follow(const struct config *config, const struct store *store,
    struct zoneset *set);

#endif
