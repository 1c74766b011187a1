/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/gateway.h"

#include <stdio.h>
#include <string.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/host.h"

#define WHERE_SIZE 400

static void add_address(struct targets *targets, const char *where,
    const struct gateway_address *address)
{
	if (!strcmp(address->type, "IPAddress"))
		target_address(targets, where, address->value);
	else if (!strcmp(address->type, "Hostname"))
		target_any(
		    targets, where, address->value, strlen(address->value));
	else
		claims_report(targets->claims, BAD_TARGET, "",
		    "%s: type '%.100s' is neither IPAddress nor Hostname",
		    where, address->type);
}

void gateway_targets(struct targets *targets, const struct gateway *gateway,
    const struct listenerset *set)
{
	const struct config *config = targets->claims->config;
	const struct object *of = set ? &set->object : &gateway->object;
	const char *target = annotation_get(config, of, "target");
	char where[WHERE_SIZE];

	if (!target && set) {
		of = &gateway->object;
		target = annotation_get(config, of, "target");
	}
	if (target) {
		snprintf(where, sizeof(where), "%s %s: target annotation",
		    of->kind->name, object_key(of));
		target_list(targets, where, target);
		return;
	}
	for (uint32_t i = 0; i < gateway->naddresses; i++) {
		snprintf(where, sizeof(where), "%s %s: status.addresses[%u]",
		    of->kind->name, object_key(of), i);
		add_address(targets, where, &gateway->addresses[i]);
	}
}

bool gateway_is_lost(const struct config *config, const struct gateway *gateway,
    const struct listenerset *set)
{
	return !gateway->naddresses &&
	    !annotation_get(config, &gateway->object, "target") &&
	    !(set && annotation_get(config, &set->object, "target"));
}

void source_gateway(struct claims *claims)
{
	const struct gateway *gateway = (const struct gateway *)claims->object;
	const char *annotated =
	    annotation_get(claims->config, claims->object, "hostname");
	struct targets targets = target_begin(claims);
	bool inside;

	if (annotated)
		host_annotated(claims, annotated);
	inside = claims_unite(claims);
	if (!filter_passes(claims))
		return;
	if (!filter_class(&claims->config->gateway_classes, gateway->class)) {
		claims_withdraw(claims, FILTERED,
		    "its class is not in filters.gatewayClasses");
	} else if (!filter_gateway(claims->config, claims->object)) {
		claims_withdraw(
		    claims, FILTERED, "it is not in filters.gateways");
	} else if (inside) {
		gateway_targets(&targets, gateway, NULL);
		target_offer(&targets,
		    annotation_get(claims->config, claims->object, "target")
			? "no target in its annotation is good"
			: "its status has no address yet");
		if (gateway_is_lost(claims->config, gateway, NULL))
			claims_lose(claims);
	}
}
