/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes.h - what can be asked of the running controller: a row per endpoint.
 *
 *	GET /v1/explain?name=NAME
 *	GET /v1/explain?object=KIND/NAMESPACE/NAME
 *
 * Bodies are JSON with a schemaVersion.  400: a question that makes no sense;
 * 404: no such endpoint; 503: nothing is known yet.  To add one: a function
 * and a row in routes.c.
 */
#ifndef CONTROLLER_SERVE_ROUTES_H
#define CONTROLLER_SERVE_ROUTES_H

#include "controller/serve/http.h"
#include "controller/serve/knowledge.h"

/* knowledge NULL: there is none yet. */
void routes_answer(const struct knowledge *knowledge,
    const struct httpd_request *request, struct httpd_answer *answer);

#endif
