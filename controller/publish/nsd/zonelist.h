/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonelist.h - which zones NSD has: its zone.list, and what zonestatus says.
 *
 * zone.list is NSD's file: it keeps there what addzone gave it.  Empty, or
 * without its header, it keeps NSD from starting, so it is written anew then,
 * which is only safe while NSD is down.
 */
#ifndef CONTROLLER_PUBLISH_NSD_ZONELIST_H
#define CONTROLLER_PUBLISH_NSD_ZONELIST_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"
#include "zonegen/record/name.h"

bool zonelist_good(const char *text, size_t len);

/*
 * Writes dir's zone.list with these zones when it is missing or no good;
 * *wrote tells.  Only while NSD is down.
 */
bool zonelist_repair(int dir, const char *const *zones, size_t count,
    bool *wrote, struct err *err) MUST_CHECK;

struct zonestatus {
	char name[NAME_SIZE]; /* as name_parse() gives it */
	bool ours;            /* of our pattern: ours to remove */
};

/*
 * The next zone of a reply to "zonestatus"; *at starts at the reply; false at
 * the end.  Zones with names that are not ours to write are passed over.
 */
bool zonestatus_next(const char **at, struct zonestatus *out);

#endif
