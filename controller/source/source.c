/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/source.h"

#include <string.h>

#include "zonegen/base/base.h"

static const char *const of_route[] = { "Gateway", "ListenerSet", "Namespace",
	NULL };
static const char *const of_service[] = { "EndpointSlice", "Node", NULL };
static const char *const nothing[] = { NULL };

#define ROUTE_NAMES "spec.hostnames, the hostname annotation and its listeners"
#define ANNOTATION "the hostname annotation"

static const struct source sources[] = {
	{ "HTTPRoute", source_route, of_route, ROUTE_NAMES },
	{ "GRPCRoute", source_route, of_route, ROUTE_NAMES },
	{ "TLSRoute", source_route, of_route, ROUTE_NAMES },
	{ "TCPRoute", source_route, of_route, ANNOTATION },
	{ "UDPRoute", source_route, of_route, ANNOTATION },
	{ "Gateway", source_gateway, nothing, ANNOTATION },
	{ "Ingress", source_ingress, nothing,
	    "spec.rules[].host and the hostname annotation" },
	{ "Service", source_service, of_service,
	    "the hostname annotation, without which only the type LoadBalancer "
	    "has one" },
	{ "DNSEndpoint", source_dnsendpoint, nothing,
	    "spec.endpoints[].dnsName" },
	{ "Node", source_node, nothing, "its address of type Hostname" },
};

const struct source *source_find(const char *kind)
{
	for (size_t i = 0; i < ARRAY_LEN(sources); i++)
		if (!strcmp(sources[i].kind, kind))
			return &sources[i];
	return NULL;
}

unsigned source_rank(const struct config *config, const char *kind)
{
	size_t i = 0;

	while (i < config->resources.count &&
	    strcmp(config->resources.list[i], kind) != 0)
		i++;
	return (unsigned)i;
}

bool source_claims(const struct config *config, const char *kind)
{
	return source_rank(config, kind) < config->resources.count;
}

static bool looks_at(
    const struct config *config, const struct source *source, const char *kind)
{
	/* Only Services of type NodePort do, and only when they are wanted. */
	if (!strcmp(kind, "Node") && !config->node_port)
		return false;
	for (size_t i = 0; source->reads[i]; i++)
		if (!strcmp(source->reads[i], kind))
			return true;
	return false;
}

/* Its addresses are endpoints, or must not be those of nodes. */
static bool is_of(const struct secondary *secondary, const char *kind)
{
	return (secondary->service && !strcmp(kind, "EndpointSlice")) ||
	    (secondary_is_open(secondary) && !strcmp(kind, "Node"));
}

bool source_wants(const struct config *config, const char *kind)
{
	if (source_claims(config, kind))
		return true;
	if (!strcmp(kind, "Service") && config_asks_services(config))
		return true;
	for (size_t i = 0; i < config->nsecondaries; i++)
		if (is_of(&config->secondaries[i], kind))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(sources); i++)
		if (source_claims(config, sources[i].kind) &&
		    looks_at(config, &sources[i], kind))
			return true;
	return false;
}
