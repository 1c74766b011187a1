/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - commands to NSD: over its unix socket (protocol NSDCT1), or by
 * nsd-control where the channel is TLS.
 *
 * There is one connection for each command and one command at a time; the
 * others wait (W5: commands to NSD).  NSD reads a connection blocking, so a
 * client that connects and writes nothing stops NSD's control and transfer
 * process.  A connection is therefore made when its octets are ready.  They are
 * sent in one write, and the reply is read to its end.
 *
 * A good reply means that the command was understood, not that it worked:
 * "reload" replies "ok" before the file is opened.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONTROL_H
#define CONTROLLER_PUBLISH_NSD_CONTROL_H

#include <sys/types.h>

#include "controller/base/loop.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct control;
struct control_request;

struct control_reply {
	bool ok;
	/*
	 * When not ok.  ERR_ABSENT: nothing listens on the socket; ERR_NETWORK:
	 * no whole reply within 5 s; ERR_INPUT: NSD replied with an error.
	 */
	struct err err;
	const char *text; /* the whole reply, "" when none came */
	pid_t peer;       /* NSD's process; 0: not known */
};

/* Where NSD takes commands. */
struct control_target {
	const char *socket; /* path */
	/*
	 * Not NULL: nsd-control is run with this file instead.  It takes 4 to
	 * 50 ms a command, and NSD's process is then not known.
	 */
	const char *config;
};

/* ERR_INPUT: a path too long for a socket. */
struct control *control_new(struct loop *loop,
    const struct control_target *target, struct err *err) MUST_CHECK;
/* Sends and reports nothing any more. */
void control_close(struct control *control);
void control_free(struct control *control); /* NULL is fine */
/* Aims the next commands.  Nothing changes when that fails. */
bool control_aim(struct control *control, const struct control_target *target,
    struct err *err) MUST_CHECK;

/*
 * command: without its newline.  lines: the input of addzones and delzones,
 * each line with its newline; NULL for other commands.  done is called from the
 * loop, once; the request is freed after it.
 */
struct control_request *control_send(struct control *control,
    const char *command, const struct buf *lines,
    void (*done)(void *arg, const struct control_reply *reply), void *arg);
/* Its reply is of no interest any more.  NULL is fine. */
void control_ignore(struct control_request *request);

/* Is the reply good?  ERR_INPUT with its first line that reports an error. */
bool control_judge(const char *reply, struct err *err) MUST_CHECK;

#endif
