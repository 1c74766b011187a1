/* SPDX-License-Identifier: Apache-2.0 */
/*
 * door.h - an HTTP server at some addresses, which are tried until they can be
 * had.
 *
 * The controller publishes all the same when another program has an address:
 * that is logged once, and so is that it is available at last.
 */
#ifndef CONTROLLER_SERVE_DOOR_H
#define CONTROLLER_SERVE_DOOR_H

#include "controller/config/read/strings.h"
#include "controller/serve/httpd.h"

struct door;

struct door_options {
	const char *what; /* for the log: "the control socket"; borrowed */
	/* A path, which begins with '/' and gets mode 0660; or ADDRESS:PORT. */
	struct strings addresses;
	const struct httpd_limits *limits; /* borrowed */
	void (*answer)(void *arg, const struct httpd_request *request,
	    struct httpd_answer *out);
	void *arg;
};

/* Opens it, NULL before, or moves it if it has other addresses. */
void door_keep(
    struct door **door, struct loop *loop, const struct door_options *options);
void door_close(struct door *door); /* NULL is fine */

#endif
