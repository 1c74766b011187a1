/* SPDX-License-Identifier: Apache-2.0 */
/*
 * balancer.h - the addresses of a load balancer: status.loadBalancer.ingress[].
 *
 * Ingress and Service share it.  The text of the fields is kept as it stands;
 * whether an address is one is for source/ to say.
 */
#ifndef CONTROLLER_OBJECT_PART_BALANCER_H
#define CONTROLLER_OBJECT_PART_BALANCER_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/base/json.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

struct balancer {
	const char *ip, *hostname; /* NULL: not said */
};

/* From the status of document. */
bool balancers_decode(const struct json *document, struct arena *arena,
    const struct balancer **list, uint32_t *count, struct err *err) MUST_CHECK;
/* Does none of them say anything? */
bool balancers_empty(const struct balancer *list, uint32_t count);

#endif
