/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.h - what a Node claims.
 */
#ifndef CONTROLLER_SOURCE_NODE_H
#define CONTROLLER_SOURCE_NODE_H

#include "controller/object/kind/node.h"
#include "controller/source/source.h"
#include "controller/source/target.h"

/* Its host name of one label, in every zone with serviceNames. */
void node_claims(struct claims *claims);

/* Its internal or external addresses, as node.addresses says. */
void node_targets(struct targets *targets, const struct node *node);

#endif
