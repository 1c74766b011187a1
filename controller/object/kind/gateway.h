/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gateway.h - a Gateway (gateway.networking.k8s.io): listeners and addresses.
 */
#ifndef CONTROLLER_OBJECT_KIND_GATEWAY_H
#define CONTROLLER_OBJECT_KIND_GATEWAY_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/listener.h"
#include "controller/object/part/object.h"

/* One of status.addresses; type is "IPAddress" by default. */
struct gateway_address {
	const char *type, *value;
};

struct gateway {
	struct object object;
	const char *class; /* spec.gatewayClassName, or NULL */
	const struct listener *listeners;
	const struct gateway_address *addresses;
	uint32_t nlisteners, naddresses;
	struct from_namespaces allowed_sets; /* ListenerSets; none if unset */
};

bool gateway_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
