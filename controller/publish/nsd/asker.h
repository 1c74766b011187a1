/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asker.h - SOA queries to one server, over one UDP socket.
 *
 * The socket is connected: answers from elsewhere are not received, and a
 * closed port is noticed at once.  Identifiers are random.  Only as many
 * queries are under way as answers fit into the socket; the others wait.
 */
#ifndef CONTROLLER_PUBLISH_NSD_ASKER_H
#define CONTROLLER_PUBLISH_NSD_ASKER_H

#include <stdint.h>

#include "controller/base/loop.h"
#include "controller/publish/nsd/query.h"
#include "zonegen/base/err.h"

struct asker;
struct query;

/* server: "ADDR@PORT". */
struct asker *asker_new(
    struct loop *loop, const char *server, struct err *err) MUST_CHECK;
void asker_free(struct asker *asker); /* with all its queries */
/*
 * Asks another server from now on: queries under way get no answer.  Nothing
 * changes when that fails.
 */
bool asker_move(
    struct asker *asker, const char *server, struct err *err) MUST_CHECK;

/*
 * done is called from the loop, once, with ->came false when no answer came in
 * timeout ms; the query is freed after it.  zone is borrowed until then.
 */
struct query *asker_ask(struct asker *asker, const char *zone, uint64_t timeout,
    void (*done)(void *arg, const struct answer *answer), void *arg);
void asker_cancel(struct query *query); /* NULL is fine */

#endif
