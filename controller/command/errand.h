/* SPDX-License-Identifier: Apache-2.0 */
/*
 * errand.h - a command that asks the running controller and shows the answer.
 *
 * The path of the socket is given, or follows from the configuration.  Errors
 * are printed on stderr.
 */
#ifndef CONTROLLER_COMMAND_ERRAND_H
#define CONTROLLER_COMMAND_ERRAND_H

#include "controller/command/output.h"
#include "controller/serve/client.h"
#include "zonegen/base/buf.h"

struct errand {
	const char *command; /* for messages */
	const char *file;    /* the configuration, or NULL */
	const char *socket;  /* used instead of the configuration's; or NULL */
	struct client_question question; /* without its socket */
};

/* report_print() or statusreport_print() */
typedef bool errand_print(
    const char *json, size_t len, struct buf *out, bool *good, struct err *err);

/*
 * EXIT_GOOD with the answer.  EXIT_TROUBLE: no controller answers, or it
 * refuses; EXIT_USAGE: neither file nor socket, or a bad configuration.
 */
int errand_run(const struct errand *errand, struct buf *answer);
/*
 * Writes the answer to stdout, as it is or printed.  EXIT_GOOD: it is good;
 * EXIT_TROUBLE: it is not, or could not be written.
 */
int errand_show(const char *command, const struct buf *answer, enum output form,
    errand_print *print);

#endif
