/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parent.h - what a route is attached to (G1: parents that count; G4: several
 * parents, and ListenerSets).
 */
#ifndef CONTROLLER_SOURCE_PARENT_H
#define CONTROLLER_SOURCE_PARENT_H

#include <stdbool.h>

#include "controller/object/kind/gateway.h"
#include "controller/object/kind/listenerset.h"
#include "controller/object/kind/route.h"
#include "controller/source/source.h"

/* A pair of route and parent that counts. */
struct attachment {
	const struct gateway *gateway;
	const struct listenerset *set; /* NULL: its own listeners */
	/* Those of the Gateway or of the set. */
	const struct object *home;
	const struct listener *listeners;
	uint32_t nlisteners;
};

/* Why a pair does not count; text is in the claims' arena. */
struct parent_refusal {
	enum finding_id id;
	const char *text;
	bool foreign; /* it is not about Gateways at all */
};

/* place is the parent's in the route's list, for the text. */
bool parent_resolve(struct claims *claims, const struct parent *parent,
    uint32_t place, struct attachment *out,
    struct parent_refusal *why) MUST_CHECK;

#endif
