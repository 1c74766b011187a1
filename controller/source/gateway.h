/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gateway.h - the addresses of a Gateway.
 */
#ifndef CONTROLLER_SOURCE_GATEWAY_H
#define CONTROLLER_SOURCE_GATEWAY_H

#include "controller/object/kind/gateway.h"
#include "controller/object/kind/listenerset.h"
#include "controller/source/source.h"
#include "controller/source/target.h"

/*
 * The targets of everything that is attached to the Gateway or to its
 * ListenerSet: the target annotation of the set, else that of the Gateway, else
 * the addresses in its status.
 */
void gateway_targets(struct targets *targets, const struct gateway *gateway,
    const struct listenerset *set);

/*
 * Are the addresses in the Gateway's status its only targets, and is there none
 * now?
 */
bool gateway_is_lost(const struct config *config, const struct gateway *gateway,
    const struct listenerset *set);

#endif
