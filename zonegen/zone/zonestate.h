/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonestate.h - the inside of a zone, for zone.c, version.c and load.c.
 *
 * A node is made once per name and stays until nobody claims it and neither
 * the present nor the last version has it.  sorted holds them in canonical
 * order; new ones wait in fresh until zone_settle() merges them, so that a
 * hundred thousand names cost one sort, and one name one merge.
 */
#ifndef ZONEGEN_ZONE_ZONESTATE_H
#define ZONEGEN_ZONE_ZONESTATE_H

#include "zonegen/base/map.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/resolve/cuts.h"
#include "zonegen/resolve/node.h"
#include "zonegen/zone/zone.h"

struct zone {
	const struct zone_settings *settings;
	struct map nodes; /* by name */
	struct node **sorted, **fresh, **dirty, **listed;
	size_t nsorted, nfresh, ndirty, nlisted;
	size_t sorted_cap, fresh_cap, dirty_cap, listed_cap;
	struct node **cutters, **looped; /* may be cuts; have broken loops */
	size_t ncutters, nlooped;
	size_t cutters_cap, looped_cap;
	struct cuts cuts; /* of the names resolved last */
	size_t rrsets;    /* in the nodes, now */
	size_t text_len;  /* octets of their lines */
	bool maybe_dead;  /* some node may have become useless */
	struct overlay overlay;

	/* The last version. */
	bool has_version;
	uint32_t serial;
	struct buf head; /* from $ORIGIN on */
};

struct node *zone_node(struct zone *zone, const char *name);
struct node *zone_find(const struct zone *zone, const char *name); /* or NULL */
/* The base of the node's unit (owner.h); itself for most. */
struct node *zone_base(const struct zone *zone, const struct node *node);
/* The namespace that owns the unit of a base; NULL: united, or nobody. */
const char *zone_owner(const struct zone *zone, const struct node *base);
/*
 * Does the configuration own the name, before all namespaces (D6: the
 * configuration comes first)?
 */
bool zone_is_configured(const struct zone *zone, const struct node *node);
/*
 * Where the names at and below name stand in sorted, which has no fresh ones;
 * returns how many they are.
 */
size_t zone_subtree(const struct zone *zone, const char *name, size_t *first);
/* Findings about what the node's records point to (aliastarget.c). */
void zone_alias_targets(
    const struct zone *zone, const struct node *node, struct findings *out);
/* What the configuration brings, once. */
void zone_configure(struct zone *zone);
void zone_mark(struct zone *zone, struct node *node);
void zone_list(struct zone *zone, struct node *node);
/* Sorts fresh names in among the others; settling also frees dead ones. */
void zone_merge(struct zone *zone);
void zone_settle(struct zone *zone);
/* Frees an empty list when it is large. */
void zone_give_back(struct node ***list, size_t *cap);
void zone_set_head(struct zone *zone, const char *head, size_t len);

#endif
