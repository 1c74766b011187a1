/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publicationstate.h - the inside of a publication, for publication.c, which
 * makes versions and brings them to the disk, and serving.c, which sees them
 * served.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATIONSTATE_H
#define CONTROLLER_PUBLISH_PUBLICATIONSTATE_H

#include "controller/publish/nsd/confirm.h"
#include "controller/publish/nsd/inspection.h"
#include "controller/publish/publication.h"
#include "controller/publish/serials.h"
#include "controller/publish/state/filepair.h"
#include "zonegen/version/version.h"

enum step {
	STEP_IDLE,
	STEP_ASKING,
	STEP_CHECKING,
	STEP_HANDING,
	STEP_CONFIRMING,
	STEP_BLAMING, /* what NSD rejected is looked at */
};

struct publication {
	const struct press *press;
	struct zone *zone;
	const struct zone_config *config;
	enum step step;
	struct serials serials;
	bool nsd_asked;
	bool whole_seen;          /* a whole file was good since much was new */
	bool whole;               /* the check under way is of the whole file */
	unsigned partly;          /* versions since a whole file was good */
	uint64_t partly_since;    /* ms: the first of them */
	struct buf audited;       /* the file that is looked at meanwhile */
	struct inspection *audit; /* NULL: none is */
	bool failing;             /* to write, and that was said */
	bool unserved_said;

	bool waiting;   /* since is set */
	uint64_t since; /* ms: the oldest change that is in no version */
	uint64_t started, not_before; /* ms: of the last start, the next one */
	struct loop_timer *spacing, *retry;
	uint64_t write_retry, serve_retry; /* ms */

	struct version *version; /* written, or being it; told when served */
	uint64_t version_since, made; /* ms */
	struct version *refused;      /* not tried unchanged */
	struct filepair pair;
	bool rewrite_owed; /* the last version's files are to be written anew */
	struct question *question;
	struct buf text; /* what is inspected, where it is no version's file */
	struct inspection *inspection;
	struct confirm *confirm;
	bool told;       /* NSD was, of the last version, beside another step */
	bool served;     /* the last version is */
	bool was_served; /* just before NSD was told of a new one */

	/*
	 * NSD rejected a version and the one before it was put back: nothing
	 * new is begun until that one is served, which tells whether the
	 * rejected one was to blame.
	 */
	bool held;
	struct version *rejected; /* NULL: it was not */
};

uint64_t publication_now(const struct publication *p);
/* It ends here; what gathered meanwhile may start the next. */
void publication_rest(struct publication *p);
/* The same at once, without the pause between publications (Q2). */
void publication_again(struct publication *p);
/*
 * The last version is another one now, with which no pass compared the zone: a
 * change that was undone while it was being published is a change again.
 */
void publication_compare(struct publication *p);
/* Into the overlay with those rows, said; false: none of them is new. */
bool publication_exclude(struct publication *p, struct exclusions *rows);
/* Not written: said once, tried again after a while. */
void publication_fail(struct publication *p, const struct err *err);
void publication_written(struct publication *p); /* the other end of it */
/* The last version's files as they were, with a later mtime, to NSD. */
void publication_rewrite(struct publication *p);
/* The whole file in the background, when that is due. */
void publication_audit(struct publication *p);
/* Its files are in place: NSD has to know. */
void publication_hand_over(struct publication *p);

#endif
