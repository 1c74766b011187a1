/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "controller/object/kind/service.h"
#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/host.h"
#include "controller/source/nodeport.h"
#include "controller/source/source.h"
#include "controller/source/target.h"

/* Does it ask for the addresses of its endpoints only? */
static bool wants_endpoints(const struct object *object)
{
	const char *value =
	    object_annotation(object, "k8s-gateway.dns/resolve-endpoints");

	return value && !strcmp(value, "true");
}

/* false: it asks for no name in any zone. */
static bool gather(struct claims *claims)
{
	const struct service *service = (const struct service *)claims->object;
	const char *annotated =
	    annotation_get(claims->config, claims->object, "hostname");

	if (annotated)
		host_annotated(claims, annotated);
	else if (service->type == SERVICE_LOAD_BALANCER ||
	    (service->headless && wants_endpoints(claims->object)))
		host_default(claims);
	return claims_unite(claims);
}

/* Why a Service of this type has nothing to publish by rule, or NULL. */
static const char *unpublished(
    const struct service *service, const struct config *config)
{
	if (service->type == SERVICE_NODE_PORT && !config->node_port)
		return "services.nodePort is off";
	if (service->type == SERVICE_CLUSTER_IP && !service->headless &&
	    !config->publish_cluster_ip)
		return "services.publishClusterIP is off";
	return NULL;
}

static void offer_endpoints(struct claims *claims)
{
	struct targets targets = target_begin(claims);
	const struct endpointslice *slice;
	const void *at = NULL;
	char where[400];

	while ((slice = lookup_slice(
		    claims->lookup, object_key(claims->object), &at))) {
		if (filter_ignored(claims->config, &slice->object))
			continue;
		snprintf(where, sizeof(where), "EndpointSlice %s",
		    object_key(&slice->object));
		if (slice->names)
			claims_report(claims, NO_ADDRESS, "",
			    "%s: addressType FQDN is not read", where);
		target_addresses(
		    &targets, where, slice->addresses, slice->naddresses);
	}
	target_offer(&targets, "it has no ready endpoint");
}

static void add_own(struct targets *targets, const struct service *service)
{
	if (service->type == SERVICE_EXTERNAL_NAME) {
		if (service->external_name)
			target_any(targets, "spec.externalName",
			    service->external_name,
			    strlen(service->external_name));
	} else if (service->type == SERVICE_CLUSTER_IP) {
		target_addresses(targets, "spec.clusterIPs",
		    service->cluster_ips, service->ncluster_ips);
	} else if (service->nexternal_ips) {
		target_addresses(targets, "spec.externalIPs",
		    service->external_ips, service->nexternal_ips);
	} else {
		target_balancers(
		    targets, service->balancers, service->nbalancers);
	}
}

/* Has its load balancer no address (Q4: grace for lost addresses)? */
static bool is_lost(const struct service *service)
{
	return service->type == SERVICE_LOAD_BALANCER &&
	    !service->nexternal_ips &&
	    balancers_empty(service->balancers, service->nbalancers);
}

static void offer(struct claims *claims, const struct service *service)
{
	const char *target =
	    annotation_get(claims->config, claims->object, "target");
	const char *never = unpublished(service, claims->config);
	struct targets targets = target_begin(claims);

	if (target) {
		target_list(&targets, "target annotation", target);
		target_offer(&targets, "no target in its annotation is good");
	} else if (never) {
		claims_withdraw(claims, FILTERED, never);
	} else if (service->headless && service->type == SERVICE_CLUSTER_IP) {
		offer_endpoints(claims);
	} else if (service->type == SERVICE_NODE_PORT) {
		nodeport_offer(claims);
	} else {
		add_own(&targets, service);
		target_offer(&targets, "it has no address yet");
		if (is_lost(service))
			claims_lose(claims);
	}
}

/* Is the name that of a nameserver whose addresses the object has? */
static bool is_own_nameserver(const struct claims *claims, const char *name)
{
	const struct config *config = claims->config;
	const struct zone *zone = zoneset_find(claims->zones, name);
	const struct zone_settings *settings =
	    zone ? zone_settings(zone) : NULL;
	const char *const *services;

	if (!zone)
		return false;
	services =
	    config->zones[settings - config->settings].nameserver_services;
	for (size_t i = 0; services && i < settings->nnameservers; i++)
		if (services[i] &&
		    !strcmp(services[i], object_key(claims->object)) &&
		    !strcmp(settings->nameservers[i].name, name))
			return true;
	return false;
}

/*
 * There the zone has the addresses already, and takes nothing else (D6: the
 * configuration comes first).  The Service that they come from is no offender.
 */
static void leave_nameservers(struct claims *claims)
{
	size_t count = 0;

	for (size_t i = 0; i < claims->count; i++)
		if (!is_own_nameserver(claims, claims->list[i].name))
			claims->list[count++] = claims->list[i];
	claims->count = count;
}

void source_service(struct claims *claims)
{
	bool inside = gather(claims);

	if (!filter_passes(claims) || !inside)
		return;
	if (wants_endpoints(claims->object))
		offer_endpoints(claims);
	else
		offer(claims, (const struct service *)claims->object);
	leave_nameservers(claims);
}
