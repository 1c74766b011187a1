/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listener.h - what a Gateway listens for, and whose routes it takes.
 *
 * Gateway and ListenerSet share it: both have a list of listeners.  Fields are
 * kept as they stand; whether a hostname is one is for source/ to say.
 */
#ifndef CONTROLLER_OBJECT_PART_LISTENER_H
#define CONTROLLER_OBJECT_PART_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/base/json.h"
#include "controller/config/read/selector.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

/* Which namespaces.  A word that is none of the API's four allows nothing. */
enum from {
	FROM_NONE,
	FROM_SAME,
	FROM_ALL,
	FROM_SELECTOR, /* those whose labels match */
};

struct from_namespaces {
	enum from from;
	struct selector selector;
};

struct route_kind {
	const char *group,
	    *kind; /* group: gateway.networking.k8s.io if unset */
};

struct listener {
	const char *name;
	const char *hostname; /* NULL: any */
	const char *protocol; /* "HTTPS" */
	uint32_t port;
	struct from_namespaces allowed; /* routes; FROM_SAME if unset */
	const struct route_kind *kinds; /* none: what the protocol takes */
	uint32_t nkinds;
	bool refused; /* its own status says Accepted=False */
};

/*
 * spec.listeners of document, with what status.listeners says of each.  A
 * malformed listener is an error, because the names that it would have accepted
 * are unknown.
 */
bool listeners_decode(const struct json *document, struct arena *arena,
    const struct listener **list, uint32_t *count, struct err *err) MUST_CHECK;

/*
 * The namespaces member of node ("from" and "selector"); fallback when it or
 * its from is absent.
 */
bool from_namespaces_decode(const struct json *node, enum from fallback,
    struct arena *arena, struct from_namespaces *out,
    struct err *err) MUST_CHECK;

#endif
