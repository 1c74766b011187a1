/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scriptserver.h - an API server that is asked, and answers, as it is written.
 *
 * On the loop of the client that is tested.  The loop ends with the first
 * request of a step that has no answer, and with one that is not in the script.
 */
#ifndef TESTS_UNIT_CONTROLLER_KUBE_SCRIPTSERVER_H
#define TESTS_UNIT_CONTROLLER_KUBE_SCRIPTSERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/loop.h"
#include "zonegen/base/buf.h"

#define SCRIPT_CONNECTIONS 32

enum after {
	KEEP,    /* the connection serves the next one */
	CUT,     /* it is closed before the body is complete */
	HOLD,    /* nothing comes any more, in the middle of the body */
	SILENCE, /* there is no answer at all */
};

struct step {
	const char *asked; /* part of the request */
	const char *head;  /* status line and headers; NULL: 200 */
	const char *body;  /* NULL: the loop ends */
	enum after after;
};

struct script_connection {
	struct scriptserver *server;
	int fd;
	struct loop_fd *handle;
	struct buf request;
};

struct scriptserver {
	struct loop *loop;
	const struct step *steps;
	size_t count;
	size_t at;  /* the step that is next */
	bool fault; /* something else was asked */
	int fd;
	struct loop_fd *handle;
	struct script_connection connections[SCRIPT_CONNECTIONS];
	size_t connected;
	char kubeconfig[64]; /* a file for the client */
};

/* loop, steps and count are set. */
void scriptserver_start(struct scriptserver *server);
void scriptserver_stop(struct scriptserver *server);

#endif
