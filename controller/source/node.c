/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/node.h"

#include <stdio.h>
#include <string.h>

#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/host.h"

void node_targets(struct targets *targets, const struct node *node)
{
	bool external = targets->claims->config->node_external;
	char where[400];

	snprintf(where, sizeof(where), "Node %s: status.addresses",
	    object_name(&node->object));
	if (external)
		target_addresses(
		    targets, where, node->external, node->nexternal);
	else
		target_addresses(
		    targets, where, node->internal, node->ninternal);
}

/*
 * A host name of several labels lies in a domain of its own, not in a zone of
 * the configuration (N3: relative annotations).
 */
static void gather(struct claims *claims, const char *hostname)
{
	static const char where[] = "status.addresses, Hostname";

	if (host_is_relative(hostname, strlen(hostname)))
		host_local(claims, where, hostname, strlen(hostname));
	else
		claims_report(claims, IGNORED, "",
		    "%s: '%.253s' is more than one label", where, hostname);
}

void source_node(struct claims *claims)
{
	const struct node *node = (const struct node *)claims->object;
	struct targets targets = target_begin(claims);
	bool inside;

	if (node->hostname)
		gather(claims, node->hostname);
	inside = claims_unite(claims);
	if (!filter_passes(claims) || !inside)
		return;
	node_targets(&targets, node);
	target_offer(&targets,
	    claims->config->node_external ? "it has no ExternalIP"
					  : "it has no InternalIP");
}
