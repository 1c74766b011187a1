/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leaseholder.h - keeps the Lease of this controller, or waits for it.
 *
 * lease.h decides; here are the requests that it asks for: GET, POST and PATCH
 * of one Lease.
 */
#ifndef CONTROLLER_KUBE_LEASEHOLDER_H
#define CONTROLLER_KUBE_LEASEHOLDER_H

#include "controller/kube/decide/lease.h"
#include "controller/kube/request/api.h"

struct leaseholder;

struct leaseholder_options {
	const struct api *api;
	const char *namespace, *name; /* of the Lease */
	const char *self;
	bool before; /* lease.h */
	/* It may be in another state: leaseholder_look(). */
	void (*changed)(void *arg);
	void *arg;
};

/* Texts are copied. */
struct leaseholder *leaseholder_start(
    const struct leaseholder_options *options);
const struct lease *leaseholder_look(const struct leaseholder *holder);
/*
 * Gives it back, so that another need not wait for its end; done is called from
 * the loop, within two seconds.  Then leaseholder_stop().
 */
void leaseholder_release(
    struct leaseholder *holder, void (*done)(void *arg), void *arg);
void leaseholder_stop(struct leaseholder *holder); /* NULL is fine */

#endif
