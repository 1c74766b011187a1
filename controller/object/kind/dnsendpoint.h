/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dnsendpoint.h - a DNSEndpoint (externaldns.k8s.io): records, spelled out.
 *
 * Each entry stands alone: a malformed one costs only itself, so it is kept
 * together with what is wrong with it.
 */
#ifndef CONTROLLER_OBJECT_KIND_DNSENDPOINT_H
#define CONTROLLER_OBJECT_KIND_DNSENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/object.h"

/* Text of known length: it may be long, and it may be empty. */
struct target {
	const char *text;
	uint32_t len;
};

struct endpoint_entry {
	const char *name; /* dnsName; "" when absent */
	const char *type; /* recordType; "" when absent */
	const struct target *targets;
	uint32_t ntargets;
	uint32_t ttl;      /* s; 0: none was asked for, or a bad one: */
	bool bad_ttl;      /* recordTTL is above TTL_MAX */
	const char *fault; /* ".targets[1]: not a string", or NULL */
};

struct dnsendpoint {
	struct object object;
	const struct endpoint_entry *entries;
	uint32_t nentries;
	int64_t generation, observed; /* of metadata and status; 0: absent */
};

bool dnsendpoint_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
