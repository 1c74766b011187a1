/* SPDX-License-Identifier: Apache-2.0 */
/*
 * errand.h - a command that asks the running controller.
 *
 * The configuration tells where its socket is, or the socket is named.  What
 * goes wrong is told on stderr.
 */
#ifndef CONTROLLER_COMMAND_ERRAND_H
#define CONTROLLER_COMMAND_ERRAND_H

#include "controller/serve/client.h"
#include "zonegen/base/buf.h"

struct errand {
	const char *command; /* for messages */
	const char *file;    /* the configuration, or NULL */
	const char *socket;  /* asked there, whatever the file says; or NULL */
	struct client_question question; /* without its socket */
};

/*
 * EXIT_GOOD with the answer, EXIT_TROUBLE: nobody answers, or it is a refusal;
 * EXIT_USAGE: neither file nor socket, or a bad configuration.
 */
int errand_run(const struct errand *errand, struct buf *answer);

#endif
