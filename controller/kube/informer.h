/* SPDX-License-Identifier: Apache-2.0 */
/*
 * informer.h - keeps one kind of the store as the API server has it.
 *
 * The hands of a reflector: the informer makes the requests that the reflector
 * decides on, reports their results to it, and tells the store and the log.
 */
#ifndef CONTROLLER_KUBE_INFORMER_H
#define CONTROLLER_KUBE_INFORMER_H

#include <stdbool.h>

#include "controller/kube/request/api.h"
#include "controller/kube/access.h"
#include "controller/kube/request/turns.h"

struct informer;

struct informer_options {
	const struct api *api;
	struct turns *turns;            /* of lists, shared */
	struct access_trouble *trouble; /* that was logged, shared */
	const struct kind *kind;
	unsigned page_size;
	bool once;
	/*
	 * A request was denied (unknown: with 401).  true: a new one may
	 * succeed.
	 */
	bool (*renew)(void *arg, bool unknown);
	void *arg;
};

/* The things that options points to outlive it. */
struct informer *informer_start(const struct informer_options *options);
bool informer_done(const struct informer *informer); /* once: nothing left */
/* Not from within a callback of the store. */
void informer_stop(struct informer *informer); /* NULL is fine */

#endif
