/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nodes.h - who may transfer without a key, by the addresses of the cluster's
 * nodes and of their pods.
 *
 * Behind address translation every pod of the cluster has the address of a
 * node, so such an address says nothing about who asks.  Before the nodes are
 * known only those may transfer who could by the last nsd.conf.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_NODES_H
#define CONTROLLER_PUBLISH_TRANSFER_NODES_H

#include "controller/config/config.h"
#include "controller/config/read/strings.h"

struct nodes {
	bool known;
	/* Of the nodes; before they are known: who could transfer. */
	struct prefix *list;
	size_t count, cap;
};

/* Takes the lines without a key of an nsd.conf. */
void nodes_recall(struct nodes *nodes, const char *conf);
/* Addresses and blocks; what is neither is left out. */
void nodes_set(struct nodes *nodes, const struct strings *addresses);
/* Why these addresses must not transfer without a key; NULL: they may. */
const char *nodes_bar(const struct nodes *nodes, const struct prefix *prefix);
/* Does the configuration let anybody transfer without a key? */
bool nodes_matter(const struct config *config);
void nodes_clear(struct nodes *nodes);

#endif
