/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client.h - asks the running controller over its unix socket.
 *
 * One GET or POST, waited for: for commands, never inside the loop.
 */
#ifndef CONTROLLER_SERVE_CLIENT_H
#define CONTROLLER_SERVE_CLIENT_H

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct client_question {
	const char *socket;      /* path of control.sock */
	const char *path;        /* "/v1/explain" */
	const char *key, *value; /* its one parameter; value is escaped here;
				    key NULL: none */
	const char *body;        /* JSON: it is a POST; NULL: it is a GET */
};

/*
 * The body of a 200 answer.  ERR_NETWORK: nobody answers; ERR_INPUT: it was
 * answered with a refusal, whose message is in *err.
 */
bool client_ask(const struct client_question *question, struct buf *out,
    struct err *err) MUST_CHECK;

#endif
