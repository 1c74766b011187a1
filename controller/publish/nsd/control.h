/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - commands to NSD: over its unix socket (protocol NSDCT1), or by
 * nsd-control where the channel is TLS.
 *
 * One connection per command, one command at a time, the others wait in line.
 * NSD reads a connection blocking: whoever connects and writes nothing stops
 * its control and transfer process.  So a connection is made when its bytes
 * are ready, they go out in one write, and the reply is read to its end.
 *
 * What a command reports is that it was understood, not that it worked: a
 * reload says "ok" before the file was even opened.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONTROL_H
#define CONTROLLER_PUBLISH_NSD_CONTROL_H

#include <sys/types.h>

#include "controller/base/loop.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct control;

struct control_reply {
	bool ok;
	/*
	 * When not ok.  ERR_ABSENT: nobody listens; ERR_NETWORK: no whole
	 * reply within 5 s; ERR_INPUT: NSD says that it is an error.
	 */
	struct err err;
	const char *text; /* all of the reply, "" when none came */
	pid_t peer;       /* NSD's process, 0 when unknown */
};

/* Where NSD takes commands. */
struct control_target {
	const char *socket; /* path */
	/*
	 * Not NULL: nsd-control is run with this file instead.  It costs 4 to
	 * 50 ms a command and does not tell NSD's process.
	 */
	const char *config;
};

/* ERR_INPUT: a path too long for a socket. */
struct control *control_new(struct loop *loop,
    const struct control_target *target, struct err *err) MUST_CHECK;
void control_free(struct control *control); /* drops what waits */
/* From the next command on.  Nothing changes when that fails. */
bool control_aim(struct control *control, const struct control_target *target,
    struct err *err) MUST_CHECK;

/*
 * command without its newline.  lines: what addzones and delzones read, each
 * with its newline; NULL for other commands.  done is called from the loop,
 * once.
 */
void control_send(struct control *control, const char *command,
    const struct buf *lines,
    void (*done)(void *arg, const struct control_reply *reply), void *arg);

/* Is this reply good?  ERR_INPUT with the first line that says it is not. */
bool control_judge(const char *reply, struct err *err) MUST_CHECK;

#endif
