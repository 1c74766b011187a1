/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loopbase.h - the loop as libevent knows it, for libevent's own HTTP server.
 *
 * Who includes this knows libevent (make lint: the door's two files).  The
 * base is lent: it lives as long as the loop, and only the loop runs it.
 */
#ifndef CONTROLLER_BASE_LOOPBASE_H
#define CONTROLLER_BASE_LOOPBASE_H

#include "controller/base/loop.h"

struct event_base;

struct event_base *loop_base(const struct loop *loop);

#endif
