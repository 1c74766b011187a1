/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoints.h - the addresses of the Services that are secondaries.
 *
 * They change while the cluster runs, and after a start they are not known
 * before the cluster was read.  Until then those of the last nsd.conf count.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_ENDPOINTS_H
#define CONTROLLER_PUBLISH_TRANSFER_ENDPOINTS_H

#include "controller/config/read/strings.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

struct endpoints {
	struct arena arena;
	struct service_addresses *list;
	size_t count, cap;
};

struct service_addresses {
	const char *service;      /* "NAMESPACE/NAME" */
	struct strings addresses; /* each once, sorted */
	size_t left;              /* of them, which are too many */
};

/* Takes the lines of endpoints_print() in an nsd.conf. */
void endpoints_recall(struct endpoints *endpoints, const char *conf);
/*
 * The Service has these addresses now.  What is no address is left out.  true:
 * it had others.
 */
bool endpoints_set(struct endpoints *endpoints, const char *service,
    const struct strings *addresses);
/* Empty for a Service that was never set. */
const struct strings *endpoints_of(
    const struct endpoints *endpoints, const char *service);
/* Addresses of it that are left out: there are too many. */
size_t endpoints_left(const struct endpoints *endpoints, const char *service);
/* A comment line of nsd.conf. */
void endpoints_print(
    const struct endpoints *endpoints, const char *service, struct buf *out);
void endpoints_clear(struct endpoints *endpoints);

#endif
