/* SPDX-License-Identifier: Apache-2.0 */
/*
 * service.h - a Service: its type and every address it may be reached at.
 */
#ifndef CONTROLLER_OBJECT_KIND_SERVICE_H
#define CONTROLLER_OBJECT_KIND_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/balancer.h"
#include "controller/object/part/object.h"

enum service_type {
	SERVICE_CLUSTER_IP, /* the API server's default */
	SERVICE_NODE_PORT,
	SERVICE_LOAD_BALANCER,
	SERVICE_EXTERNAL_NAME,
};

/* One of spec.ports; node_port 0: none was given to it. */
struct service_port {
	const char *protocol; /* "TCP" by default */
	uint32_t node_port;
};

struct service {
	struct object object;
	const char *external_name;      /* or NULL */
	const char *const *cluster_ips; /* "None" left out */
	const char *const *external_ips;
	const struct balancer *balancers;
	const struct service_port *ports;
	uint32_t ncluster_ips, nexternal_ips, nbalancers, nports;
	enum service_type type;
	bool headless; /* clusterIP: None */
	bool local;    /* externalTrafficPolicy: Local */
};

bool service_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
