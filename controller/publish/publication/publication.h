/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publication.h - one zone on its way from a finished version to an answer.
 *
 * stage.h has the picture of it.  A publication starts when the zone differs
 * from its last version and the former publication was long enough ago (Q2:
 * publications are spaced).  It works on a finished version: the zone may
 * change meanwhile.  A version on the disk is the last one, whatever NSD does:
 * with NSD away changes are written all the same, and served when it is back.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_PUBLICATION_H
#define CONTROLLER_PUBLISH_PUBLICATION_PUBLICATION_H

#include "controller/publish/publication/press.h"

struct publication;
struct lastversion;
struct recent;

enum publication_result {
	PUBLICATION_SERVED,
	PUBLICATION_REFUSED,    /* by nsd-checkzone */
	PUBLICATION_REJECTED,   /* by NSD */
	PUBLICATION_UNSERVED,   /* NSD does not answer it in time */
	PUBLICATION_FAILED,     /* it did not get to the disk */
	PUBLICATION_UNRECORDED, /* nor to git, which is required */
	PUBLICATION_RESULTS
};

/* What became of versions, since the process began. */
struct publication_counters {
	uint64_t results[PUBLICATION_RESULTS];
	/* Of the version that was seen served last: when, s since 1970; 0:
	 * none was.  The RRsets that it brought. */
	int64_t published;
	size_t added, updated, removed;
	size_t journal; /* octets there, which the file lacks */
};

/* zone is borrowed, with its last version loaded: last says how. */
struct publication *publication_new(const struct press *press,
    struct zone *zone, const struct zone_config *config,
    const struct lastversion *last);
void publication_free(struct publication *publication); /* NULL is fine */
/* The same zone by another configuration.  Only when it is not busy. */
void publication_replace(struct publication *publication, struct zone *zone,
    const struct zone_config *config);

const char *publication_zone(const struct publication *publication);
/* Its pattern for NSD (pattern.h). */
const char *publication_pattern(const struct publication *publication);
/* Does it wait for the serial of a secondary, or for serialFloor? */
bool publication_waits(const struct publication *publication);
/* Was NSD seen answering the last version, and not gone since? */
bool publication_served(const struct publication *publication);
/* Was NSD seen answering a version of it since it came? */
bool publication_answered(const struct publication *publication);
const struct publication_counters *publication_counters(
    const struct publication *publication);
/* The last version, for the feed; NULL: there is none.  Its file, or -1. */
const struct zone *publication_last(const struct publication *publication);
int publication_file(struct publication *publication);
/* The ways that its versions went (handover.h). */
const struct handover *publication_handover(
    const struct publication *publication);
/* Its last versions (recent.h). */
const struct recent *publication_recent(const struct publication *publication);
const char *publication_result_word(enum publication_result result);
bool publication_busy(const struct publication *publication);
/* At rest, files that are behind the last version are written now. */
void publication_follow(struct publication *publication);
/*
 * At the end: files that are behind are written, and the digests of the zone's
 * origins if the file has others; for the next process, which knows by them
 * what a new configuration caused.
 */
void publication_restate(struct publication *publication);
/*
 * Are the files in place not the last version's, or not for good, and were not
 * written when they should have been?
 */
bool publication_owes_files(const struct publication *publication);
/*
 * When the version was made, in ms of the loop's clock, that is under way and
 * not the last one yet.  false: there is none.
 */
bool publication_made(const struct publication *publication, uint64_t *out);
/* Does it look for those to blame among records that are left out? */
bool publication_searches(const struct publication *publication);
/*
 * What a pass found: may versions be made of the zone as it is?  Whatever else
 * happens none is begun before a pass said so, nor when the last one did not.
 */
void publication_ready(struct publication *publication, bool ready);
/*
 * The zone was resolved: publish it if it changed, now or when it may be.
 * since: ms of the loop's clock, of the event behind it.
 */
void publication_consider(struct publication *publication, uint64_t since);
/* See server.h. */
/* NSD has a version of that serial, now that it lists its zones. */
void publication_heard(struct publication *publication, uint32_t serial);
/*
 * NSD is going to read its file; false: not yet, one of another version is
 * being written.
 */
bool publication_loads(struct publication *publication);
void publication_told(struct publication *publication, bool transfer);
void publication_untold(struct publication *publication);
/* It may be another NSD by now: the next version is checked whole. */
void publication_doubt(struct publication *publication);
/* An operator froze it: a version that is not in place yet does not get there.
 */
void publication_freeze(struct publication *publication);
/* NSD is there: are its files as we left them?  Else they are written anew. */
void publication_verify(struct publication *publication);

#endif
