/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client.h - asks the running controller over its unix socket.
 *
 * It sends one GET or POST and waits for the answer: for commands, never inside
 * the loop.
 */
#ifndef CONTROLLER_SERVE_CLIENT_H
#define CONTROLLER_SERVE_CLIENT_H

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct client_question {
	const char *socket;      /* path of control.sock */
	const char *path;        /* "/v1/explain" */
	const char *key, *value; /* its one parameter, value not escaped;
				    key NULL: none */
	const char *body;        /* JSON, of a POST; NULL: a GET */
};

/*
 * Gets the body of a 200 answer.  ERR_NETWORK: no controller answers;
 * ERR_INPUT: it refuses, and *err has its message.
 */
bool client_ask(const struct client_question *question, struct buf *out,
    struct err *err) MUST_CHECK;

#endif
