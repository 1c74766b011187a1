/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serverqueue.h - NSD's zones, and those of them that wait for a command.
 */
#ifndef CONTROLLER_PUBLISH_NSD_SERVERQUEUE_H
#define CONTROLLER_PUBLISH_NSD_SERVERQUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "controller/publish/nsd/serverzone.h"
#include "controller/publish/transfer/zonelist.h"
#include "zonegen/base/map.h"

/* Begins zeroed, but for its functions. */
struct serverqueue {
	struct map zones;          /* of struct server_zone, by name */
	struct server_zone *line;  /* zones that may need a command */
	enum op op;                /* of the command under way */
	struct server_zone *group; /* its zones */
	/* The one that a zone is to have. */
	const char *(*pattern)(void *arg, const char *zone);
	/* May one that is not wanted go?  Else it stays in line. */
	bool (*may_end)(void *arg, const char *zone);
	/* NSD lists it with that serial. */
	void (*serves)(void *arg, const char *zone, uint32_t serial);
	void *arg;
};

void serverqueue_clear(struct serverqueue *queue);

/* The zone of that name, which may be new. */
struct server_zone *serverqueue_zone(
    struct serverqueue *queue, const char *name);
/* It may need a command: it stands in line, once. */
void serverqueue_enter(struct serverqueue *queue, struct server_zone *zone);
/* A new nsd.conf has the patterns that NSD did not take. */
void serverqueue_unstick(struct serverqueue *queue);
/* NSD is started: it reads the files that are there. */
void serverqueue_read_all(struct serverqueue *queue);
/*
 * NSD is back; started: it is the one that was started.  Else it is not known
 * which files it has read.
 */
void serverqueue_change_all(struct serverqueue *queue, bool started);
/* The next zone that NSD has read of itself; NULL: none. */
struct server_zone *serverqueue_next_read(
    struct serverqueue *queue, size_t *at);
/* NSD's zones, as it lists them: any may need a command. */
void serverqueue_compare(struct serverqueue *queue, const char *zonestatus);

/*
 * Makes zones of the line that need op a group, or one where the command takes
 * no more; false: none does.  Zones that need nothing leave the line.
 */
bool serverqueue_take(struct serverqueue *queue, enum op op) MUST_CHECK;
/* Of the group, those that NSD is told to load; they may go meanwhile. */
struct strings serverqueue_loaded(
    const struct serverqueue *queue, struct arena *arena);
/* The next of the group, out of it; NULL: it is empty. */
struct server_zone *serverqueue_leave(struct serverqueue *queue);
/* Its command is over: it is in line again, or forgotten. */
void serverqueue_return(struct serverqueue *queue, struct server_zone *zone);

/* Zones in line that NSD is to be told of; it counts to most. */
size_t serverqueue_waiting(const struct serverqueue *queue, size_t most);
/* See server_zones() and server_patterns(). */
struct zonelist_row *serverqueue_rows(
    const struct serverqueue *queue, size_t *count);
struct strings serverqueue_patterns(
    const struct serverqueue *queue, struct arena *arena);

#endif
