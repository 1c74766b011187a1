/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonestate.h - the inside of a zone, for zone.c, version.c and load.c.
 *
 * A node is made once per name and stays until nobody claims it and neither
 * the present nor the last version has it.  sorted holds them in canonical
 * order; new ones wait in fresh until zone_settle() merges them, so that a
 * hundred thousand names cost one sort, and one name one merge.
 */
#ifndef ZONEGEN_ZONESTATE_H
#define ZONEGEN_ZONESTATE_H

#include "zonegen/map.h"
#include "zonegen/node.h"
#include "zonegen/overlay.h"
#include "zonegen/zone.h"

struct zone {
	const struct zone_settings *settings;
	struct origin *self; /* of what the configuration itself brings */
	struct map nodes;    /* by name */
	struct node **sorted, **fresh, **dirty, **listed;
	size_t nsorted, nfresh, ndirty, nlisted;
	size_t sorted_cap, fresh_cap, dirty_cap, listed_cap;
	size_t rrsets;   /* in the nodes, now */
	size_t text_len; /* octets of their lines */
	bool maybe_dead; /* some node may have become useless */
	struct overlay overlay;

	/* The last version. */
	bool has_version;
	uint32_t serial;
	struct buf head; /* from $ORIGIN on */
};

struct node *zone_node(struct zone *zone, const char *name);
void zone_mark(struct zone *zone, struct node *node);
void zone_list(struct zone *zone, struct node *node);
void zone_settle(struct zone *zone);
/* Frees an empty list when it is large. */
void zone_give_back(struct node ***list, size_t *cap);
void zone_set_head(struct zone *zone, const char *head, size_t len);

#endif
