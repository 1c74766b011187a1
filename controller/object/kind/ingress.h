/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ingress.h - an Ingress (networking.k8s.io/v1): hosts, and the addresses of
 * its load balancer.
 */
#ifndef CONTROLLER_OBJECT_KIND_INGRESS_H
#define CONTROLLER_OBJECT_KIND_INGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/balancer.h"
#include "controller/object/part/object.h"

struct ingress {
	struct object object;
	const char *class; /* spec.ingressClassName, or NULL */
	/*
	 * Those of spec.rules without empty ones; from tls_at those of spec.tls
	 */
	const char *const *hosts;
	const struct balancer *balancers;
	uint32_t nhosts, tls_at, ntls_hosts, nbalancers;
};

bool ingress_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
