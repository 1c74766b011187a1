/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asker.h - SOA questions to one server, over one UDP socket.
 *
 * The socket is connected (answers from elsewhere do not come in, a closed
 * port is noticed at once), identifiers are random, and only so many questions
 * are under way that the answers fit into the socket: the others wait in line.
 */
#ifndef CONTROLLER_PUBLISH_NSD_ASKER_H
#define CONTROLLER_PUBLISH_NSD_ASKER_H

#include <stdint.h>

#include "controller/base/loop.h"
#include "controller/publish/nsd/query.h"
#include "zonegen/base/err.h"

struct asker;
struct question;

/* server: "ADDR@PORT". */
struct asker *asker_new(
    struct loop *loop, const char *server, struct err *err) MUST_CHECK;
void asker_free(struct asker *asker); /* with all its questions */
/*
 * Another server from now on: what is under way gets no answer.  Nothing
 * changes when that fails.
 */
bool asker_move(
    struct asker *asker, const char *server, struct err *err) MUST_CHECK;

/*
 * done is called from the loop, once, with ->came false when nothing came in
 * timeout ms; the question is gone after it.  zone is borrowed till then.
 */
struct question *asker_ask(struct asker *asker, const char *zone,
    uint64_t timeout, void (*done)(void *arg, const struct answer *answer),
    void *arg);
void asker_cancel(struct question *question); /* NULL is fine */

#endif
