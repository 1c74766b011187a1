/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.h - a Node: its host name, its addresses and those of its pods.
 */
#ifndef CONTROLLER_OBJECT_KIND_NODE_H
#define CONTROLLER_OBJECT_KIND_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/object.h"

struct node {
	struct object object;
	const char *hostname;        /* the first Hostname address, or NULL */
	const char *const *internal; /* InternalIP */
	const char *const *external; /* ExternalIP */
	const char *const *blocks;   /* of its pods: spec.podCIDRs */
	uint32_t ninternal, nexternal, nblocks;
	bool unready;  /* its condition Ready is there and not True */
	bool cordoned; /* spec.unschedulable */
};

bool node_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
