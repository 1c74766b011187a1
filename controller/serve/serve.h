/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve.h - what the running controller answers, and its client.
 *
 * The local API is HTTP on a unix socket, mode 0660: a user who may connect may
 * ask, and may approve what the guard holds.  Health and metrics are HTTP on
 * TCP, for everybody who reaches it.  So are the pages, at an address of their
 * own.  Requests are answered between two passes of the publisher.
 *
 * The files of this room, along a request:
 *
 *	client      a command sends the request and waits for the answer
 *	listening   a socket; door tries until it can be had
 *	httpd       reads the request and sends the answer; requesthead
 *	            reads what it begins with
 *	serve       collects what answers are made of
 *	routes      the endpoints of the local API, a row for each
 *	parameters  the query of the URL
 *	posted      the body of a request that changes something, with body
 *	pages       the pages for people
 *	probes      health and metrics; rate limits what is costly, and
 *	            processfacts asks the kernel
 *
 * The room serve/answer makes the answers (answer/explain.h), serve/page the
 * pages from them (page/html.h).
 */
#ifndef CONTROLLER_SERVE_SERVE_H
#define CONTROLLER_SERVE_SERVE_H

#include "controller/base/loop.h"
#include "controller/publish/publisher.h"
#include "controller/serve/answer/situation.h"

struct serve;

struct serve_options {
	const char *version; /* of the program */
	struct loop *loop;
	struct publisher *publisher; /* has the lock of its directory */
	void (*describe)(void *arg, struct situation *out); /* as of now */
	void *arg;
};

/* What cannot be had of config's addresses is tried again. */
struct serve *serve_start(
    const struct serve_options *options, const struct config *config);
/* Other addresses from now on, if config has others. */
void serve_reconfigure(struct serve *serve, const struct config *config);
void serve_stop(struct serve *serve); /* NULL is fine */

#endif
