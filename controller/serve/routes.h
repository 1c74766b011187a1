/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes.h - the endpoints of the running controller, a row for each.
 *
 *	GET /v1/explain?name=NAME
 *	GET /v1/explain?object=KIND/NAMESPACE/NAME
 *	GET /v1/status
 *	POST /v1/approve	its body is in approve.h
 *	POST /v1/rekey		its body is in rekey.h
 *
 * Answers are JSON with a schemaVersion.  400: a bad request; 404: no such
 * endpoint, plan or key; 405: another method; 503: nothing is known yet.
 * To add an endpoint, add a function and a row in routes.c.
 */
#ifndef CONTROLLER_SERVE_ROUTES_H
#define CONTROLLER_SERVE_ROUTES_H

#include "controller/serve/answer/status.h"
#include "controller/serve/httpd.h"

/* All that answers are made of. */
struct desk {
	const struct affairs *affairs; /* NULL: nothing is known yet */
	void (*report)(void *arg);     /* as publisher_report() */
	/* As publisher_approve(). */
	bool (*approve)(
	    void *arg, const char *zone, const char *plan, struct err *err);
	bool (*rekey)(void *arg, const char *key, struct err *err);
	/* As recording_accept(). */
	bool (*accept)(
	    void *arg, const char *by, const char *reason, struct err *err);
	void *arg;
};

void routes_answer(const struct desk *desk, const struct httpd_request *request,
    struct httpd_answer *answer);

#endif
