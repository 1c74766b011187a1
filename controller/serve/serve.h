/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve.h - the local API of the running controller.
 *
 * HTTP on the unix socket control.sock in the state directory, mode 0660: who
 * may connect may ask, and may approve what the guard holds.  It reads between
 * two passes of the publisher.
 */
#ifndef CONTROLLER_SERVE_SERVE_H
#define CONTROLLER_SERVE_SERVE_H

#include "controller/base/loop.h"
#include "controller/publish/publisher.h"

#define SERVE_SOCKET "control.sock"

struct serve;

/*
 * publisher holds the lock of directory and outlives what is made here.  NULL:
 * there can be no socket, and *err says why.
 */
struct serve *serve_start(struct loop *loop, struct publisher *publisher,
    const char *directory, struct err *err) MUST_CHECK;
void serve_stop(struct serve *serve); /* NULL is fine */

#endif
