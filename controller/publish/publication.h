/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publication.h - one zone on its way from a finished version to an answer.
 *
 *	idle -> asking -> checking -> handing -> confirming -> idle, served
 *	        NSD's     checkzone   on disk,   SOA asked
 *	        serial    exits       NSD told
 *
 * Refused by the checker, or rejected by NSD all the same (then the files of
 * before are put back first): the records to blame are excluded, and it starts
 * again without them (W2).
 *
 * It starts when the zone differs from its last version and the spacing (Q2)
 * allows, and works on a version from there on: the zone may change meanwhile.
 * On disk the version is the last one, whatever NSD does: with NSD away the
 * next change is written all the same, and served when it is back.  What fails
 * stays owed: it is tried again after a while, and when the zone changes.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_H
#define CONTROLLER_PUBLISH_PUBLICATION_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/checkzone.h"
#include "controller/publish/nsd/server.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/zone/zone.h"

/* What publications share; owned by the publisher. */
struct press {
	struct loop *loop;
	const struct config *config; /* of now */
	const struct statedir *statedir;
	struct asker *asker;
	struct server *server;
	struct checkers *checkers;
	bool closed;              /* nothing new is started */
	void (*ended)(void *arg); /* one became idle, and nothing follows */
	/*
	 * Those rows into the zone's overlay, saved, and a pass with them;
	 * false: it had them all.
	 */
	bool (*exclude)(
	    void *arg, const struct zone *zone, const struct exclusions *rows);
	/* Files on disk were replaced: all zones from there again, soon. */
	void (*reopen)(void *arg);
	void *arg;
};

struct publication;

/*
 * zone is borrowed, with its last version loaded.  hint: a serial known from
 * elsewhere that the next one must be later than; NULL for none.
 */
struct publication *publication_new(const struct press *press,
    struct zone *zone, const struct zone_config *config, const uint32_t *hint);
void publication_free(struct publication *publication);
/* The same zone by other rules.  Only when it is not busy. */
void publication_replace(struct publication *publication, struct zone *zone,
    const struct zone_config *config);

const char *publication_zone(const struct publication *publication);
/* Was NSD seen answering the last version, and not gone since? */
bool publication_served(const struct publication *publication);
bool publication_busy(const struct publication *publication);
/* Are the files in place not the last version's, or not for good? */
bool publication_owes_files(const struct publication *publication);
/*
 * When the version was made, in ms of the loop's clock, that is under way and
 * not the last one yet.  false: there is none.
 */
bool publication_made(const struct publication *publication, uint64_t *out);
/*
 * The zone was resolved: publish it if it changed, now or when it may be.
 * since: ms of the loop's clock, of the event behind it.
 */
void publication_consider(struct publication *publication, uint64_t since);
void publication_told(struct publication *publication); /* see server.h */
void publication_untold(struct publication *publication);
/* It may be another NSD by now: the next version is checked whole. */
void publication_doubt(struct publication *publication);
/* NSD is there: are its files as we left them?  Else they are written anew. */
void publication_verify(struct publication *publication);

#endif
