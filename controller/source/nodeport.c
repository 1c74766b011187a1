/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/nodeport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/object/kind/endpointslice.h"
#include "controller/object/kind/node.h"
#include "controller/object/kind/service.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/node.h"
#include "controller/source/target.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

#define PRIORITY 0
#define WEIGHT 50

/* By protocol; those without a node port first, then the least first. */
static int compare(const void *x, const void *y)
{
	const struct service_port *a = x, *b = y;
	int d = strcmp(a->protocol, b->protocol);

	return d
	    ? d
	    : (a->node_port > b->node_port) - (a->node_port < b->node_port);
}

static uint8_t *put_u16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return at + 2;
}

static const struct record *make_srv(
    struct claims *claims, const char *host, uint32_t port, uint32_t ttl)
{
	uint8_t wire[6 + NAME_WIRE], *at = wire;
	struct record record = { .ttl = ttl, .type = RR_SRV };
	size_t size;

	at = put_u16(at, PRIORITY);
	at = put_u16(at, WEIGHT);
	at = put_u16(at, port);
	size = 6 + name_to_wire(host, at);
	record.size = (uint16_t)size;
	record.rdata = arena_copy(&claims->arena, wire, size);
	return arena_copy(&claims->arena, &record, sizeof(record));
}

/* The owner of the records of one protocol, or NULL. */
static const char *owner(
    struct claims *claims, const char *protocol, const char *host)
{
	char text[2 * NAME_SIZE + 64], name[NAME_SIZE];
	struct err err;
	int len = snprintf(text, sizeof(text), "_%.63s._%.32s.%s",
	    object_name(claims->object), protocol, host);

	if (name_parse(text, (size_t)len, name, &err))
		return arena_strdup(&claims->arena, name);
	claims_report(claims, BAD_NAME, host, "SRV: %s", err.text);
	return NULL;
}

/* Ports of one protocol, each once, as many as a name may have. */
static void add_protocol(struct claims *claims, const char *host,
    const struct service_port *ports, uint32_t count, uint32_t ttl)
{
	const char *name = owner(claims, ports->protocol, host);
	size_t limit = claims_limit(claims), added = 0;

	for (uint32_t i = 0; name && i < count; i++) {
		if (!ports[i].node_port ||
		    (i && ports[i].node_port == ports[i - 1].node_port))
			continue;
		if (limit && added > limit)
			break;
		added++;
		claims_add(claims, name,
		    make_srv(claims, host, ports[i].node_port, ttl), 1);
	}
}

static void add_ports(struct claims *claims, const char *host,
    const struct service_port *ports, uint32_t count, uint32_t ttl)
{
	uint32_t end;

	for (uint32_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count &&
		     !strcmp(ports[i].protocol, ports[end].protocol);)
			end++;
		if (ports[end - 1].node_port)
			add_protocol(claims, host, &ports[i], end - i, ttl);
	}
}

/* A wildcard is no host that a record could point to. */
static void add_services(struct claims *claims, uint32_t ttl)
{
	const struct service *service = (const struct service *)claims->object;
	size_t hosts = claims->count;
	struct service_port *ports;

	if (!service->nports)
		return;
	ports = arena_copy(
	    &claims->arena, service->ports, service->nports * sizeof(*ports));
	qsort(ports, service->nports, sizeof(*ports), compare);
	for (size_t i = 0; i < hosts; i++)
		if (!name_is_wildcard(claims->list[i].name))
			add_ports(claims, claims->list[i].name, ports,
			    service->nports, ttl);
	claims_unite(claims);
}

static void add_nodes(struct map *nodes, const struct endpointslice *slice)
{
	for (uint32_t i = 0; i < slice->nnodes; i++)
		map_put(nodes, slice->nodes[i], (void *)slice->nodes[i]);
}

/* The names of nodes that have a ready endpoint of the Service. */
static void read_nodes(struct claims *claims, struct map *nodes)
{
	const struct endpointslice *slice;
	const void *at = NULL;

	while ((slice = lookup_slice(
		    claims->lookup, object_key(claims->object), &at)))
		if (!filter_ignored(claims->config, &slice->object))
			add_nodes(nodes, slice);
}

/*
 * Does the node take what comes to the port?  Load balancers leave out the same
 * ones; with externalTrafficPolicy Local a node without an endpoint drops it.
 */
static bool takes_traffic(const struct claims *claims,
    const struct object *object, const struct map *nodes)
{
	static const char label[] =
	    "node.kubernetes.io/exclude-from-external-load-balancers";
	const struct service *service = (const struct service *)claims->object;
	const struct node *node = (const struct node *)object;

	return !filter_ignored(claims->config, object) &&
	    filter_selects(claims->config, object) && !node->unready &&
	    !node->cordoned && !object_label(object, label) &&
	    (!service->local || map_get(nodes, object_name(object)));
}

void nodeport_offer(struct claims *claims)
{
	const struct service *service = (const struct service *)claims->object;
	struct targets targets = target_begin(claims);
	struct map nodes = MAP_INIT;
	const struct object *node;
	uint32_t ttl;
	size_t at = 0;

	if (service->local)
		read_nodes(claims, &nodes);
	while ((node = lookup_each(claims->lookup, "Node", &at)))
		if (takes_traffic(claims, node, &nodes))
			node_targets(&targets, (const struct node *)node);
	ttl = target_ttl(claims);
	target_reduce(&targets, ttl);
	claims_offer(claims, &targets.offers);
	claims_review(claims,
	    "no node that takes its traffic has an address of the wanted sort");
	map_clear(&nodes);
	if (targets.offers.count)
		add_services(claims, ttl);
}
