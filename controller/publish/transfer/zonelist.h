/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonelist.h - the zones that NSD has: its zone.list, and the reply to
 * "zonestatus".
 *
 * zone.list is NSD's file of the zones that addzone added.  An empty one, or
 * one without its header, keeps NSD from starting, so it is written again.
 * That is only safe while NSD is down.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_ZONELIST_H
#define CONTROLLER_PUBLISH_TRANSFER_ZONELIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/publish/transfer/pattern.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"

bool zonelist_good(const char *text, size_t len);

struct zonelist_row {
	const char *zone, *pattern;
};

/*
 * Writes zone.list with these zones, in dir, if it is missing or damaged, and
 * sets *wrote.  Only while NSD is down.  shared: NSD has a user of its own.
 */
bool zonelist_repair(int dir, bool shared, const struct zonelist_row *rows,
    size_t count, bool *wrote, struct err *err) MUST_CHECK;

/* Our patterns that zones of zone.list have, each once; in the arena. */
struct strings zonelist_patterns(int dir, struct arena *arena);

struct zonestatus {
	char name[NAME_SIZE];       /* as name_parse() gives it */
	bool ours;                  /* by its pattern: may be removed */
	char pattern[PATTERN_SIZE]; /* "" unless it is ours */
	/* What NSD serves of a zone that it may transfer. */
	bool has_serial;
	uint32_t serial;
};

/*
 * The next zone of a reply to "zonestatus"; *at starts at the reply; false at
 * the end.  Zones whose names do not parse are passed over.
 */
bool zonestatus_next(const char **at, struct zonestatus *out);

#endif
