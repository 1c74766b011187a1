/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child.h - NSD as a child of ours (nsd.run).
 *
 * It is started when nobody answers on the socket, in a session of its own and
 * with its log in a file, so that it outlives a crash of ours; the next
 * controller finds it answering and leaves it alone.  It is started again when
 * it ends, and stopped when we end in order.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CHILD_H
#define CONTROLLER_PUBLISH_NSD_CHILD_H

#include "controller/base/loop.h"
#include "controller/publish/nsd/control.h"
#include "controller/publish/state/statedir.h"

struct child;

/* started: called each time a child was started.  All is borrowed. */
struct child *child_new(struct loop *loop, struct control *control,
    const struct statedir *statedir, void (*started)(void *arg), void *arg);
void child_free(struct child *child); /* leaves it running; NULL is fine */

/* Nobody answers on its socket: starts it, unless that is under way. */
void child_absent(struct child *child);
/* Stops it, adopted or not; done is called from the loop within 8 s. */
void child_stop(struct child *child, void (*done)(void *arg), void *arg);

#endif
