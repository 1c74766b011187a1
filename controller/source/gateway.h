/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gateway.h - what a Gateway claims, and where it answers.
 */
#ifndef CONTROLLER_SOURCE_GATEWAY_H
#define CONTROLLER_SOURCE_GATEWAY_H

#include "controller/object/kind/gateway.h"
#include "controller/object/kind/listenerset.h"
#include "controller/source/source.h"
#include "controller/source/target.h"

/* The names in its own hostname annotation. */
void gateway_claims(struct claims *claims);

/*
 * Where what is attached to the Gateway, or to its ListenerSet, answers: by
 * the target annotation of the set, else by that of the Gateway, else by its
 * status.
 */
void gateway_targets(struct targets *targets, const struct gateway *gateway,
    const struct listenerset *set);

/* Does the Gateway's status, and nothing else, say where, and not any more? */
bool gateway_is_lost(
    const struct gateway *gateway, const struct listenerset *set);

#endif
