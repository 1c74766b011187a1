/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confidence.h - how far a source can be trusted, from what its requests met.
 *
 * A source is LIVE from its first complete list on, through ordinary ends of
 * watches and through lists after 410. It is LOST when the server could not be
 * reached after another failure, when failures have lasted limits.patience, or
 * when the API stopped serving it, and FORBIDDEN as soon as 401 or 403 came.  A
 * failure never takes back objects that were listed.
 */
#ifndef CONTROLLER_KUBE_DECIDE_CONFIDENCE_H
#define CONTROLLER_KUBE_DECIDE_CONFIDENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/sourcestatus.h"

struct confidence {
	enum source_state state;
	char reason[256];
	bool synced;       /* listed in this process, and not gone since */
	uint64_t doubt;    /* time of the first failure in a row, 0: none */
	unsigned failures; /* in that row */
	char trouble[256]; /* the last failure */
};

void confidence_set(
    struct confidence *confidence, enum source_state state, const char *reason);
/* The store is in sync with the server. */
void confidence_gain(struct confidence *confidence);
/*
 * Something failed; it may pass.  unreached: there was no response at all.  One
 * reset makes nothing lost, nobody there behind it does.
 */
void confidence_doubt(struct confidence *confidence, const char *trouble,
    bool unreached, uint64_t now);
/* When the state began to be what it is, for one that begins now. */
uint64_t confidence_since(const struct confidence *confidence, uint64_t now);
/* The state may be lost as time passes: confidence_wane() is to be called. */
bool confidence_in_doubt(const struct confidence *confidence);
/* Has it been in doubt for patience ms? */
void confidence_wane(
    struct confidence *confidence, uint64_t patience, uint64_t now);

#endif
