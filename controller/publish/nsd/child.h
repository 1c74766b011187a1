/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child.h - NSD as a child process of the controller (nsd.run).
 *
 * NSD is started when nothing answers on its socket.  It has a session of its
 * own and its log in a file, so that it outlives a crash of the controller; the
 * next controller finds it answering and leaves it alone.  NSD is started again
 * when it ends, and stopped when the controller ends normally.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CHILD_H
#define CONTROLLER_PUBLISH_NSD_CHILD_H

#include <sys/types.h>

#include "controller/base/loop.h"
#include "controller/publish/nsd/control.h"
#include "controller/publish/state/statedir.h"

struct child;

/* started: called each time NSD was started.  All arguments are borrowed. */
struct child *child_new(struct loop *loop, struct control *control,
    const struct statedir *statedir, void (*started)(void *arg, pid_t pid),
    void *arg);
void child_free(struct child *child); /* leaves it running; NULL is fine */

/* Nothing answers on the socket: starts NSD, unless a start is under way. */
void child_absent(struct child *child);
/* Stops NSD, adopted or not; done is called from the loop within 8 s. */
void child_stop(struct child *child, void (*done)(void *arg), void *arg);

#endif
