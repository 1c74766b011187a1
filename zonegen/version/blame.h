/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blame.h - from a refused record to those who ask for it, and back.
 *
 * What a checker refuses is a line of a file; who asked for it is known to the
 * zone.  Both directions are pure: rows are made from claims, and rows end when
 * the claims are others, or at their time.  Each is one walk through the zone
 * at most, however many records there are.
 */
#ifndef ZONEGEN_VERSION_BLAME_H
#define ZONEGEN_VERSION_BLAME_H

#include "zonegen/base/map.h"
#include "zonegen/claim/exclusion.h"
#include "zonegen/version/plan.h"
#include "zonegen/zone/zone.h"

enum blame_extent {
	BLAME_RECORD,
	BLAME_EXACT, /* nothing else, whatever is excluded already */
	BLAME_OBJECT,
	BLAME_NAMESPACE, /* all objects of it */
};

/* The rows of one refusal while they gather. */
struct blame {
	const struct zone *zone; /* not to change meanwhile */
	enum blame_extent extent;
	const char *words; /* of who refused */
	struct map known;  /* origins of which a record is excluded already */
	struct map whole;  /* of which all is, or namespaces */
	struct exclusions *out;
};

void blame_begin(struct blame *blame, const struct zone *zone,
    enum blame_extent extent, const char *words, struct exclusions *out);
/*
 * Adds a row for each origin that asks for this record at this name, or rows
 * for all that it, or its namespace, asks for; these are open.  An origin of
 * which a record is excluded already is excluded as a whole: that did not help.
 * What the zone itself needs cannot be excluded.
 */
void blame_record(
    struct blame *blame, const char *name, const struct record *record);
/* A row for each record that a plan brings and the old version had not. */
void blame_plan(struct blame *blame, const struct plan *plan);
/* Sorts the rows. */
void blame_end(struct blame *blame);

struct blame_keeping {
	/* What the origin asks for cannot be known now: its rows stay. */
	bool (*doubted)(void *arg, const char *origin);
	void *arg;
	int64_t now;    /* on the clock of the rows' until */
	bool searching; /* rows that are open stay */
};
/*
 * Adds the rows of old that still apply.  One with a time: until then.  Another
 * one: the origin asks for that record; when it is one of all and not open, the
 * origin asks for what rows of it say and for nothing else.
 *
 * An origin that has a row with a time waits: whatever else it asks for and the
 * last version has not is excluded too, until then.
 */
void blame_keep(const struct zone *zone, const struct exclusions *old,
    const struct blame_keeping *keeping, struct exclusions *out);

#endif
