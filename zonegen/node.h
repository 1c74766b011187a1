/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.h - one name of a zone: who claims it, what that makes, what was.
 *
 * Private to zone.c, resolve.c and what renders a zone.  There is one per
 * name, a hundred thousand in a large zone, so what few names need stands
 * apart in struct node_extra.
 */
#ifndef ZONEGEN_NODE_H
#define ZONEGEN_NODE_H

#include <stdbool.h>

#include "zonegen/claim.h"
#include "zonegen/finding.h"
#include "zonegen/rrsets.h"
#include "zonegen/zone.h"

/* What one origin claims at one name.  One allocation, rdata at its end. */
struct entry {
	struct entry *next;
	struct origin *origin; /* one reference */
	uint32_t count;
	bool retained;           /* a row of the overlay */
	bool fixed;              /* of the zone's own configuration */
	struct record records[]; /* sorted by record_compare() */
};

struct node_extra {
	struct findings findings;
	struct node **members; /* names that belong to this one: _x.NAME */
	size_t count, cap;
};

struct node {
	struct entry *entries; /* in no order */
	struct rrsets *now, *last;
	struct node_extra *extra; /* NULL: nothing */
	bool dirty;               /* on the zone's list of names to resolve */
	bool listed; /* on the zone's list of names with now != last */
	char name[];
};

struct node *node_new(const char *name);
void node_free(struct node *node);
struct node_extra *node_extra(struct node *node); /* makes it */

struct entry *entry_new(
    struct origin *origin, const struct record *records, size_t count);
void entry_free(struct entry *entry);
bool entry_equal(const struct entry *a, const struct entry *b);

/*
 * The namespace that owns a unit: a name and the names with leading "_" labels
 * that belong to it.  NULL: nobody claims anything.  (C2; resolve.c)
 */
const char *resolve_owner(const struct node *const *unit, size_t count);

/*
 * The RRsets of a node; owner NULL: namespaces are united.  Findings are
 * appended.  Pure: the same entries in any order give the same result.
 */
struct rrsets *resolve_node(const struct zone_settings *settings,
    const struct node *node, const char *owner, struct findings *findings);

#endif
