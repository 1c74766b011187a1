/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.h - NSD's zones as they are, made as they are wanted (W6: NSD as
 * wanted).
 *
 * The server is told which zones have a file and whose file is new.  It
 * compares that with the zones that NSD has and sends the commands that are
 * missing: addzone, delzone, reload, transfer, and changezone for a zone that
 * is to have another pattern.  One command is sent at a time, for many zones
 * together but for transfer and changezone.  A command that NSD rejects is sent
 * again; in place of a transfer, the file is loaded.
 *
 * NSD's process is watched where that is possible, and NSD is asked each
 * minute.  When NSD was away, all its zones are reloaded and told once more;
 *but one that was started here has read the files that were there, and a reload
 * would only cut the transfers of secondaries, which it has notified.
 *
 * Zones of other patterns are left alone.
 *
 * The files of this room, from programs to zones:
 *
 *	program         finds NSD's programs
 *	conf            nsd.conf from its template
 *	peer            watches NSD's process
 *	xfrdirs         what killed ones leave behind
 *	child           NSD as a child process
 *	control         commands to NSD
 *	serverzone      one zone of NSD, and commands for several
 *	serverqueue     NSD's zones, and those that wait for a command
 *	server          sends what they need; NSD goes and comes
 *	statistics      what NSD counts
 *	reconfig        a change of nsd.conf
 *	checkerversion  compares the versions of NSD and its checker
 *	checkzone       runs the checker; a limited number at a time
 *	query           an SOA query and its answer, as octets
 *	asker           sends queries and receives the answers
 *	confirm         asks until a serial is served
 */
#ifndef CONTROLLER_PUBLISH_NSD_SERVER_H
#define CONTROLLER_PUBLISH_NSD_SERVER_H

#include <sys/types.h>

#include "controller/base/loop.h"
#include "controller/publish/nsd/control.h"
#include "controller/publish/transfer/zonelist.h"

struct server;

struct server_events {
	/* NSD is going to read the zone's file. */
	void (*loads)(void *arg, const char *zone);
	/*
	 * NSD was told to load the zone's file, or to transfer it: it will
	 * answer soon.
	 */
	void (*told)(void *arg, const char *zone, bool transfer);
	/*
	 * NSD lists its zones, and this is the serial that it has; before it is
	 * told of any.
	 */
	void (*serves)(void *arg, const char *zone, uint32_t serial);
	/* It has listed them: a good moment to look at the files. */
	void (*looked)(void *arg);
	/* NSD is away, or lists no zones: told() may take long. */
	void (*untold)(void *arg);
	/* It rejected the command to load the zone: likewise. */
	void (*refused)(void *arg, const char *zone);
	/* The zone's pattern for NSD, from now on and at any time. */
	const char *(*pattern)(void *arg, const char *zone);
	/*
	 * May a zone go that is not wanted any more?  It is asked again after
	 * server_wake().
	 */
	bool (*may_end)(void *arg, const char *zone);
	/* Nothing listens on NSD's socket: called each time that is found. */
	void (*absent)(void *arg);
	void *arg;
};

struct server *server_new(struct loop *loop, struct control *control,
    const struct server_events *events);
/* NSD is going to be stopped: sends and reports nothing any more. */
void server_close(struct server *server);
void server_free(struct server *server); /* NULL is fine */

/* NSD is started as that process: it is asked now. */
void server_started(struct server *server, pid_t pid);
bool server_away(const struct server *server);
/* Did nobody listen on NSD's socket when it was tried last? */
bool server_absent(const struct server *server);

/*
 * A configured zone: it is not removed from NSD.  It is not added either until
 * server_changed() says that it has a file.
 */
void server_keep(struct server *server, const char *zone);
void server_changed(struct server *server, const char *zone); /* its file */
/* NSD may transfer what is new; if it cannot, it loads the file. */
void server_transfer(struct server *server, const char *zone);
/* Does NSD have the zone, and nothing that it was not told of? */
bool server_settled(const struct server *server, const char *zone);
/* Zones that NSD is to be told of; it counts to most. */
size_t server_waiting(const struct server *server, size_t most);
void server_drop(struct server *server, const char *zone);
void server_wake(struct server *server); /* one may go that might not before */
/*
 * A new nsd.conf is on its way: until NSD has it, no command goes out that
 * names a pattern.
 */
void server_hold(struct server *server, bool held);

/* The zones that have a file; the caller frees the list, not its texts. */
struct zonelist_row *server_zones(const struct server *server, size_t *count);
/* The patterns that zones of NSD have, each once; in the arena. */
struct strings server_patterns(
    const struct server *server, struct arena *arena);

#endif
