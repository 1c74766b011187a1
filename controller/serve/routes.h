/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes.h - the endpoints of the running controller, a row for each.
 *
 *	GET /v1/explain?name=NAME
 *	GET /v1/explain?object=KIND/NAMESPACE/NAME
 *	GET /v1/status
 *	POST /v1/approve	the bodies are in posted.h
 *	POST /v1/rekey
 *	POST /v1/git-accept
 *	POST /v1/freeze
 *	POST /v1/thaw
 *	POST /v1/restore
 *	POST /v1/release
 *
 * Answers are JSON with a schemaVersion.  400: a bad request; 404: no such
 * endpoint, plan, zone or key; 405: another method; 500: the disk; 503: nothing
 * is known yet.
 * To add an endpoint, add a function and a row in routes.c.
 */
#ifndef CONTROLLER_SERVE_ROUTES_H
#define CONTROLLER_SERVE_ROUTES_H

#include "controller/serve/answer/status.h"
#include "controller/serve/httpd.h"
#include "controller/serve/posted.h"

/* All that answers are made of. */
struct desk {
	const struct affairs *affairs; /* NULL: nothing is known yet */
	void (*report)(void *arg);     /* as publisher_report() */
	/* As those of obeying.h and others; answer: "", or what there is. */
	bool (*act)(void *arg, const struct posted *posted, struct buf *answer,
	    struct err *err);
	void *arg;
};

void routes_answer(const struct desk *desk, const struct httpd_request *request,
    struct httpd_answer *answer);

#endif
