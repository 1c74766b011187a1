/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.h - NSD as we wish it to be, and as it is.
 *
 * Level-triggered: it is told which zones have a file and whose file is new,
 * compares that with what NSD says it has, and sends what is missing: addzone,
 * delzone, reload; one command at a time, many zones in one command.  What
 * NSD did not take is owed and sent again.
 *
 * When NSD goes (its process is watched where that is possible, and it is asked
 * each minute) everything it had is in doubt: when it is back all its zones are
 * reloaded and told once more.
 *
 * Zones of other patterns than ours are left alone.
 */
#ifndef CONTROLLER_PUBLISH_NSD_SERVER_H
#define CONTROLLER_PUBLISH_NSD_SERVER_H

#include "controller/base/loop.h"
#include "controller/publish/nsd/control.h"

struct server;

struct server_events {
	/* NSD was told to load the zone's file: it will answer soon. */
	void (*told)(void *arg, const char *zone);
	/* It was heard of: a good moment to look after the files. */
	void (*looked)(void *arg);
	/* It is away, or refused: who waits to be told will wait for long. */
	void (*untold)(void *arg);
	/* Nobody listens on its socket: each time that is found. */
	void (*absent)(void *arg);
	void *arg;
};

struct server *server_new(struct loop *loop, struct control *control,
    const struct server_events *events);
/* It is going to be stopped: asks for nothing and misses nothing any more. */
void server_close(struct server *server);
void server_free(struct server *server); /* NULL is fine */

/* Asks NSD now instead of at the next try. */
void server_hurry(struct server *server);
bool server_away(const struct server *server);

/*
 * A zone of ours: it is not removed from NSD.  It is not added either until
 * server_changed() says that it has a file.
 */
void server_keep(struct server *server, const char *zone);
void server_changed(struct server *server, const char *zone); /* its file */
void server_drop(struct server *server, const char *zone);
/* The zones that have a file; the caller frees the list, not its names. */
const char **server_served(const struct server *server, size_t *count);

#endif
