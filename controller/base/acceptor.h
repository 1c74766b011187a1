/* SPDX-License-Identifier: Apache-2.0 */
/*
 * acceptor.h - a listening socket whose connections are accepted, one a turn of
 * the loop.
 *
 * Without a free descriptor or without memory a connection can be neither
 * accepted nor refused, and the socket stays ready: the loop would spin.  The
 * socket is then left alone for a moment.  The log has the failure once, and
 * its end.
 */
#ifndef CONTROLLER_BASE_ACCEPTOR_H
#define CONTROLLER_BASE_ACCEPTOR_H

#include "controller/base/loop.h"

struct acceptor;

/*
 * fd listens and does not block; the acceptor closes it.  accepted is called
 * with each connection, which does not block, for the callee to close.
 */
struct acceptor *acceptor_new(
    struct loop *loop, int fd, void (*accepted)(void *arg, int fd), void *arg);
void acceptor_free(struct acceptor *acceptor); /* NULL is fine */

#endif
