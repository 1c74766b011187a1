/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blame.h - from a refused record to those who ask for it, and back.
 *
 * What a checker refuses is a line of a file; who asked for it is known to the
 * zone.  Both directions are pure: rows are made from claims, and rows end when
 * the claims are others.
 */
#ifndef ZONEGEN_VERSION_BLAME_H
#define ZONEGEN_VERSION_BLAME_H

#include "zonegen/claim/exclusion.h"
#include "zonegen/version/plan.h"
#include "zonegen/zone/zone.h"

enum blame_extent {
	BLAME_RECORD,
	BLAME_OBJECT,
	BLAME_NAMESPACE, /* all objects of it */
};

/*
 * Adds a row for each origin that asks for this record at this name, or rows
 * for all that it, or its namespace, asks for.  An origin of which a record is
 * excluded already is excluded as a whole: that did not help.  What the zone
 * itself needs cannot be excluded.
 */
void blame_record(const struct zone *zone, const char *name,
    const struct record *record, enum blame_extent extent, const char *words,
    struct exclusions *out);
/* A row for each record that a plan brings and the old version had not. */
void blame_plan(const struct zone *zone, const struct plan *plan,
    const char *words, struct exclusions *out);

/*
 * Adds the rows of old that still apply: the origin asks for that record; when
 * it is one of all, the origin asks for what rows of it say and for nothing
 * else.  doubted(): what the origin asks for cannot be known now, its rows
 * stay.
 */
void blame_keep(const struct zone *zone, const struct exclusions *old,
    bool (*doubted)(void *arg, const char *origin), void *arg,
    struct exclusions *out);

#endif
