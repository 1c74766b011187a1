/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.h - a route of the Gateway API: HTTPRoute, GRPCRoute, TLSRoute,
 * TCPRoute and UDPRoute look the same as far as a rule reads them.
 */
#ifndef CONTROLLER_OBJECT_KIND_ROUTE_H
#define CONTROLLER_OBJECT_KIND_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/object.h"
#include "controller/object/part/reference.h"

/* One of spec.parentRefs, and what status.parents says of it. */
struct parent {
	struct reference to;
	const char *section; /* NULL: every listener */
	uint32_t port;       /* 0: any */
	/* From the entries of all controllers for this reference: */
	bool accepted; /* one says Accepted=True */
	bool refused;  /* one says Accepted=False */
};

struct route {
	struct object object;
	const char *const *hostnames; /* empty ones left out */
	const struct parent *parents;
	uint32_t nhostnames, nparents;
};

bool route_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
