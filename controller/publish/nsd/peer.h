/* SPDX-License-Identifier: Apache-2.0 */
/*
 * peer.h - watches another process, where that is possible: its end is then
 * known at once, within one PID namespace.
 */
#ifndef CONTROLLER_PUBLISH_NSD_PEER_H
#define CONTROLLER_PUBLISH_NSD_PEER_H

#include <sys/types.h>

#include "controller/base/loop.h"

struct peer;

/* ended is called from the loop, once for each process that is watched. */
struct peer *peer_new(struct loop *loop, void (*ended)(void *arg), void *arg);
void peer_free(struct peer *peer); /* NULL is fine */

/* pid 0 is not known.  Nothing changes while one is watched. */
void peer_watch(struct peer *peer, pid_t pid);
void peer_unwatch(struct peer *peer);

#endif
