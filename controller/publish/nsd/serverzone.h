/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serverzone.h - one zone as NSD has it and as it is wanted, and the command
 * that makes the one the other.
 */
#ifndef CONTROLLER_PUBLISH_NSD_SERVERZONE_H
#define CONTROLLER_PUBLISH_NSD_SERVERZONE_H

#include <stdbool.h>

#include "zonegen/base/buf.h"

enum want {
	WANT_GONE,   /* remove it from NSD */
	WANT_KEPT,   /* leave it as it is */
	WANT_LOADED, /* it has a file */
};

enum op { OP_NONE, OP_ADD, OP_DELETE, OP_RELOAD, OP_TRANSFER, OP_MOVE, OPS };

struct server_zone {
	struct server_zone *next; /* in line, or in the command under way */
	enum want want;
	bool present;  /* NSD has it */
	char *pattern; /* by this one; NULL: not known */
	/* NSD did not take its own pattern: the plain one until "reconfig". */
	bool stuck;
	bool changed; /* NSD was not told to load its newest file */
	bool fed;     /* ... to transfer its newest version */
	bool read;    /* its newest file was there when NSD was started */
	bool seen;    /* in the zonestatus that is read */
	bool in_line, under_way;
	char name[];
};

void serverzone_free(struct server_zone *zone);
/* NSD has it by that pattern; NULL: not known, or not at all. */
void serverzone_set(struct server_zone *zone, const char *pattern);
/* NSD is told of its newest version, or that failed. */
void serverzone_tell(struct server_zone *zone, enum op op);
void serverzone_untell(struct server_zone *zone, enum op op);
/* Does its command take one zone only? */
bool serverzone_is_single(enum op op);
/* The next command for it; pattern is the wanted one. */
enum op serverzone_needs(const struct server_zone *zone, const char *pattern);
/*
 * The command for all zones of a list, with their patterns as they are set, and
 * its lines; "changezone" takes one zone only.
 */
void serverzone_command(const struct server_zone *group, enum op op,
    struct buf *command, struct buf *lines);

#endif
