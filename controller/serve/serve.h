/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve.h - the local API of the running controller, and its client.
 *
 * The API is HTTP on the unix socket control.sock in the state directory, mode
 * 0660.  A user who may connect may ask, and may approve what the guard holds.
 * Requests are answered between two passes of the publisher.
 *
 * The files of this room, along a request:
 *
 *	client      a command sends the request and waits for the answer
 *	listening   the socket and its file
 *	httpd       reads the request and sends the answer; requesthead
 *	            reads what it begins with
 *	serve       collects what answers are made of
 *	routes      one row for each endpoint
 *	parameters  the query of the URL
 *	approve     the body of a request to approve a plan
 *
 * The room serve/answer makes the answers (answer/explain.h).
 */
#ifndef CONTROLLER_SERVE_SERVE_H
#define CONTROLLER_SERVE_SERVE_H

#include "controller/base/loop.h"
#include "controller/publish/publisher.h"

#define SERVE_SOCKET "control.sock"

struct serve;

/*
 * publisher has the lock of directory and lives until serve_stop().  NULL: the
 * socket cannot be made.
 */
struct serve *serve_start(struct loop *loop, struct publisher *publisher,
    const char *directory, struct err *err) MUST_CHECK;
void serve_stop(struct serve *serve); /* NULL is fine */

#endif
