/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zones.h - all zones of a configuration, and what belongs to each.
 *
 * Opened from disk at the start, and again when the configuration changes:
 * publications of zones that stay go on, those of zones that are gone end.
 */
#ifndef CONTROLLER_PUBLISH_ZONES_H
#define CONTROLLER_PUBLISH_ZONES_H

#include "controller/publish/catalog/retired.h"
#include "controller/publish/publication/publication.h"
#include "controller/publish/state/overlayfile.h"
#include "zonegen/base/map.h"
#include "zonegen/zone/zoneset.h"

struct zones {
	const struct press *press; /* from zones_open() */
	struct zoneset *set;
	struct publication **publications; /* in the order of set */
	bool *awaiting;     /* what zones_ready() says, and that was logged */
	const char **heirs; /* the zone inside it that it waits for, or NULL */
	size_t count;
	bool waiting; /* one waits for what becomes of another (succession.h) */
	bool certain; /* all sources were known at the last pass */
	struct map by_name; /* publications */
	struct overlays overlays;
	/* From its file, before the first zones_open(). */
	struct retired retired;
	struct orders *orders; /* borrowed, before it */
};

/*
 * Takes every zone of config, with its last version and its rows of overlays,
 * in place of those that are there, none of which may be busy.  ERR_SYSTEM, and
 * nothing changed: a last version cannot be read.
 */
bool zones_open(struct zones *zones, const struct press *press,
    const struct config *config, struct err *err) MUST_CHECK;
/*
 * Those rows into the overlay of a zone, for the next pass; false: it had them
 * all.  NSD's have a time.
 */
bool zones_exclude(struct zones *zones, const struct zone *zone, enum judge by,
    const struct exclusions *rows, const struct instant *now);
/* See press.h, for both. */
void zones_narrow(struct zones *zones, const struct zone *zone,
    const struct exclusions *rows);
bool zones_doubted(struct zones *zones, const struct zone *zone);
/* Somebody reads what is held of each zone: those plans may be approved. */
void zones_report(struct zones *zones, int64_t now);
/* ERR_ABSENT: no such zone, or no such plan; ERR_INPUT: no digits. */
bool zones_approve(struct zones *zones, const char *zone, const char *plan,
    int64_t now, struct err *err) MUST_CHECK;
/* ERR_ABSENT: no such zone is configured. */
bool zones_has(
    const struct zones *zones, const char *zone, struct err *err) MUST_CHECK;
/* See publication.h; of that zone, or ORDERS_ALL. */
void zones_freeze(struct zones *zones, const char *zone);
/* The order is noted for that zone, if it is configured, or for all. */
void zones_note(const struct zones *zones, struct orders *orders,
    const char *zone, const struct order *order);
/* For each whether NSD was seen answering its last version. */
const bool *zones_served(const struct zones *zones, struct arena *arena);
/*
 * Is one of them served that the catalog does not list yet, or has it gone from
 * there?
 */
bool zones_catalog_owed(const struct zones *zones);
/*
 * Ends zones that are not configured and whose day is over (retired.h).  When
 * the next one's is, in s since 1970; 0: never.
 */
int64_t zones_retire(struct zones *zones, int64_t wall);
/* When the version of each was made that is under way; NEVER: none is. */
const int64_t *zones_made(const struct zones *zones, struct arena *arena);
/* Is it still searched for whom records of each are open (blame.h)? */
const bool *zones_searching(const struct zones *zones, struct arena *arena);
/*
 * false: it waits for the first addresses of its nameservers, until a zone
 * inside it that takes names over is served, or until the zone around it
 * retains none of its names (succession.h).  That is logged once.
 */
bool zones_ready(struct zones *zones, size_t at);
/* See publication.h, for each of them. */
void zones_verify(struct zones *zones);
void zones_follow(struct zones *zones);
bool zones_load(struct zones *zones); /* false: not all of them */
void zones_restate(struct zones *zones);
void zones_untold(struct zones *zones); /* it may be another NSD, too */
bool zones_busy(const struct zones *zones);
/* false: some files are to be written before they may be read. */
bool zones_written(const struct zones *zones, struct err *err) MUST_CHECK;
void zones_clear(struct zones *zones);

#endif
