/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.h - how far the version of a zone is on its way to being served.
 *
 * A stage is told what happened (stage_decide) and says what to do (.step): no
 * I/O, and time is an argument, so a table can live through a day.  The hands
 * (writing, confirming, restoring, quarantine) tell the events at the arrows.
 *
 *	REST --owed, due--> ASK --NSD's serial--> WRITE --checked--> PLACE
 *	 ^                                         |refused            |written
 *	 |<--nobody-- EXCLUDE <--------------------'                   v
 *	 |               '--excluded--> WRITE, without the records  HAND_OVER
 *	 |                                                             |told
 *	 |<--served, unserved------------------------------------- CONFIRM
 *	 |   HAND_OVER, another way <--not transferred-----------------|
 *	 |                                                    rejected |
 *	 |   HAND_OVER <--restored-- RESTORE <--the version before it--|
 *	 |      '--served: the rejected one is to blame--> BLAME --> WRITE
 *	 '<--reopened-- REOPEN <--only the files of one before it -----'
 *
 * With git.required RECORD stands between WRITE and PLACE: the version has to
 * be a commit first.  If git has that serial already, it is WRITE once more.
 *
 * A version for which an entry of the journal is enough (F3: the file follows)
 * is in PLACE with that.  Its file follows at REST: FOLLOW, of which NSD hears
 * nothing.  Where NSD has to load the file after all it is REWRITE.
 *
 * REWRITE is RESTORE of the last version, when its files are not as they were
 * left; it begins at REST, as NOTE does.  A hand that fails leads to REST: what
 * it was to do stays owed, and is tried again later, not at each change.  A
 * freeze ends ASK, WRITE and RECORD likewise.
 */
#ifndef CONTROLLER_PUBLISH_STAGE_STAGE_H
#define CONTROLLER_PUBLISH_STAGE_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/publish/stage/stageevent.h"

#define STAGE_RETRY 1000 /* ms: what failed is tried again, later and later */

enum stage_step {
	STAGE_REST,
	STAGE_ASK,       /* NSD for its serial */
	STAGE_WRITE,     /* a version: made and checked, under another name */
	STAGE_RECORD,    /* it becomes a commit */
	STAGE_PLACE,     /* it gets its name */
	STAGE_NOTE,      /* owners, where no record differs */
	STAGE_HAND_OVER, /* .tell NSD, and wait until it was told */
	STAGE_CONFIRM,   /* ask NSD until it answers the last version */
	STAGE_RESTORE,   /* the version before the rejected one */
	STAGE_REWRITE,   /* the last version's files */
	STAGE_REOPEN,    /* the files of a process before, and load them */
	STAGE_FOLLOW,  /* the last version's files, of which NSD is not told */
	STAGE_EXCLUDE, /* the records that the checker refused */
	STAGE_BLAME,   /* the records for which NSD rejected a version */
};

/* Once a version was put back, nothing new is begun until that is served. */
enum stage_back {
	BACK_NOT,
	BACK_SUSPECT, /* served, it proves that the rejected one is to blame */
	BACK_UNCLEAR,
};

struct stage {
	enum stage_step step; /* what to do; who acts clears these three */
	bool begun, tell; /* begin it; tell NSD of the last version's file */
	enum stage_step stop; /* it was under way, and comes to nothing */
	uint64_t alarm;       /* ms: ALARM_RANG is due; 0: never */

	/* Of the last version. */
	bool served;     /* NSD was seen answering it, and not gone since */
	bool was_served; /* the one before it was, until NSD was told */
	bool told;       /* NSD was, beside another step */
	bool unserved, unwritten; /* seen; its files are owed to the disk */
	bool retried; /* NSD rejected it once, and was given it again */
	enum stage_back back;
	bool behind; /* its difference is in the journal, not in its file */
	bool stuck;  /* and that was not written when it should have been */
	uint64_t behind_since, follow_at;

	bool owed, asked, failing; /* of the next one; failing: to write */
	uint64_t since;            /* ms: of the oldest change in no version */
	uint64_t version_since;    /* of that in the version under way */
	uint64_t started, not_before, blind_since;
	uint64_t retry_at, write_retry, serve_retry;
};

void stage_init(struct stage *stage);
void stage_decide(
    struct stage *stage, const struct stage_event *event, uint64_t now);

#endif
