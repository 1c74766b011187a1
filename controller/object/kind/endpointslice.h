/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpointslice.h - an EndpointSlice (discovery.k8s.io): some of the addresses
 * behind a Service, those that are ready.
 */
#ifndef CONTROLLER_OBJECT_KIND_ENDPOINTSLICE_H
#define CONTROLLER_OBJECT_KIND_ENDPOINTSLICE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/object.h"

struct endpointslice {
	struct object object;
	const char *service; /* label kubernetes.io/service-name, or NULL */
	const char *const *addresses; /* of those not said to be unready */
	const char *const *nodes;     /* of those, each once, in no order */
	uint32_t naddresses, nnodes;
	bool names; /* addressType FQDN: it has no addresses for us */
};

bool endpointslice_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
