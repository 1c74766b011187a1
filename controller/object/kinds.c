/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kinds.h"

#include <string.h>

#include "controller/object/kind/dnsendpoint.h"
#include "controller/object/kind/endpointslice.h"
#include "controller/object/kind/gateway.h"
#include "controller/object/kind/ingress.h"
#include "controller/object/kind/listenerset.h"
#include "controller/object/kind/namespace.h"
#include "controller/object/kind/node.h"
#include "controller/object/kind/route.h"
#include "controller/object/kind/service.h"
#include "zonegen/base/base.h"

#define GATEWAY_API "gateway.networking.k8s.io"

static const char *const v1[] = { "v1", NULL };
static const char *const v1alpha1[] = { "v1alpha1", NULL };
static const char *const gateway_api[] = { "v1", "v1beta1", "v1alpha3",
	"v1alpha2", NULL };

/*
 * Kinds that others look up come first: the store hands out changes in this
 * order.
 */
static const struct kind kinds[] = {
	{ "Namespace", "", v1, "namespaces", false, sizeof(struct namespace),
	    namespace_decode },
	{ "Node", "", v1, "nodes", false, sizeof(struct node), node_decode },
	{ "EndpointSlice", "discovery.k8s.io", v1, "endpointslices", true,
	    sizeof(struct endpointslice), endpointslice_decode },
	{ "Gateway", GATEWAY_API, gateway_api, "gateways", true,
	    sizeof(struct gateway), gateway_decode },
	{ "ListenerSet", GATEWAY_API, gateway_api, "listenersets", true,
	    sizeof(struct listenerset), listenerset_decode },
	{ "HTTPRoute", GATEWAY_API, gateway_api, "httproutes", true,
	    sizeof(struct route), route_decode },
	{ "GRPCRoute", GATEWAY_API, gateway_api, "grpcroutes", true,
	    sizeof(struct route), route_decode },
	{ "TLSRoute", GATEWAY_API, gateway_api, "tlsroutes", true,
	    sizeof(struct route), route_decode },
	{ "TCPRoute", GATEWAY_API, gateway_api, "tcproutes", true,
	    sizeof(struct route), route_decode },
	{ "UDPRoute", GATEWAY_API, gateway_api, "udproutes", true,
	    sizeof(struct route), route_decode },
	{ "Ingress", "networking.k8s.io", v1, "ingresses", true,
	    sizeof(struct ingress), ingress_decode },
	{ "Service", "", v1, "services", true, sizeof(struct service),
	    service_decode },
	{ "DNSEndpoint", "externaldns.k8s.io", v1alpha1, "dnsendpoints", true,
	    sizeof(struct dnsendpoint), dnsendpoint_decode },
};

size_t kind_count(void)
{
	return ARRAY_LEN(kinds);
}

const struct kind *kind_at(size_t at)
{
	return &kinds[at];
}

size_t kind_index(const struct kind *kind)
{
	return (size_t)(kind - kinds);
}

const struct kind *kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

const struct kind *kind_find_api(const char *api_version, const char *name)
{
	const struct kind *kind = kind_find(name);

	return kind && kind_has(kind, api_version) ? kind : NULL;
}
