/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listing.h - one page of a list, from the request into the store.
 *
 * store_begin() and store_commit() are the caller's: a list has many pages.
 */
#ifndef CONTROLLER_KUBE_LISTING_H
#define CONTROLLER_KUBE_LISTING_H

#include <stddef.h>

#include "controller/kube/complaints.h"
#include "controller/kube/decide/reflector.h"
#include "controller/kube/request/api.h"

struct listing;

struct listing_options {
	const struct kind *kind;
	size_t api_version; /* which of the kind's */
	unsigned limit;     /* objects on the page, 0: all */
	const char *next;   /* token of this page, NULL for the first */
	bool probe;         /* its objects are not wanted */
	struct complaints *complaints;
	/* PAGE_CAME or REQUEST_FAILED, once; the listing is gone then. */
	void (*done)(void *arg, const struct reflector_event *event);
	void *arg;
};

struct listing *listing_start(
    const struct api *api, const struct listing_options *options);
void listing_cancel(struct listing *listing); /* NULL is fine */

#endif
