/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.h - the addresses of a Node.
 */
#ifndef CONTROLLER_SOURCE_NODE_H
#define CONTROLLER_SOURCE_NODE_H

#include "controller/object/kind/node.h"
#include "controller/source/source.h"
#include "controller/source/target.h"

/* Its internal or external addresses, as node.addresses says. */
void node_targets(struct targets *targets, const struct node *node);

#endif
