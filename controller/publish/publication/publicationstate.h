/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publicationstate.h - the inside of a publication, for publication.c and its
 * hands.
 *
 * The stage says what is to be done; everything else is what the hands work
 * with.  A hand knows none of the others: it tells what happened, and
 * publication.c has the next step done.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_PUBLICATIONSTATE_H
#define CONTROLLER_PUBLISH_PUBLICATION_PUBLICATIONSTATE_H

#include "controller/publish/feed/handover.h"
#include "controller/publish/nsd/confirm.h"
#include "controller/publish/trial/inspection.h"
#include "controller/publish/publication/press.h"
#include "controller/publish/secondary/recall.h"
#include "controller/publish/publication/publication.h"
#include "controller/publish/account/recent.h"
#include "controller/publish/account/serials.h"
#include "controller/publish/stage/stage.h"
#include "controller/publish/state/filepair.h"
#include "controller/publish/state/journalfile.h"
#include "controller/publish/transfer/pattern.h"
#include "zonegen/version/version.h"

/* What the checker has seen of a zone, see checkzone.h. */
struct checked {
	bool whole_seen;          /* a whole file was good since much was new */
	bool passed;              /* the last version, whole or what was new */
	enum check_extent extent; /* of the check under way */
	unsigned partly;          /* versions since a whole file was good */
	uint64_t partly_since;    /* ms: the first of them */
};

struct publication {
	const struct press *press;
	struct zone *zone;
	const struct zone_config *config;
	char pattern[PATTERN_SIZE];
	struct stage stage;
	bool ready; /* versions may be made of the zone as it is */
	struct loop_timer *alarm;
	/* What a hand tells, as the last thing that it does in a call. */
	void (*tell)(struct publication *p, struct stage_event event);

	struct serials serials;
	struct filepair pair;
	struct journalfile
	    journal; /* what the pair lacks of the last version */
	struct loop_timer *syncing; /* it was appended to */
	bool replayed; /* its file has what a process before left in it */
	int64_t behind_since; /* s since 1970: before its first entry */
	bool whole;           /* the next version is made with its file */
	bool wanted; /* the feed was asked for the file, which is behind */
	struct checked checked;
	struct version *version; /* written, or being it; freed when served */
	uint64_t made;           /* ms: when it was */
	struct version *refused; /* not tried unchanged */
	unsigned cut; /* searches for whom it is since, that were cut */
	struct version *unfinished; /* the first of them was about this */
	struct version *rejected;   /* the one before it was put back */

	struct handover handover;
	/* It was just written, over a file that was as it was left. */
	bool fresh;
	bool missed; /* it is handed over once more */

	struct publication_counters counters;
	struct recent recent;
	bool answered;    /* NSD was seen answering it, and not gone since */
	uint64_t stepped; /* ms: when the step began */

	/* Of the step under way. */
	struct query *question;
	struct recall *recall; /* NSD's answer came, the secondaries' did not */
	bool recalled;         /* the secondaries answered once */
	bool waits;            /* for the serial of one of them */
	bool came;             /* NSD's answer */
	struct buf text; /* what is inspected, where it is no version's file */
	struct inspection *inspection;
	const struct verdict *verdict; /* of what the checker refused */
	struct confirm *confirm;
	struct buf answer; /* NSD's last one, in words */

	/* Beside it: the whole file before the checker. */
	struct buf audited;
	struct inspection *audit;  /* NULL: none is */
	struct inspection *search; /* for all that .unfinished is refused for */
};

static inline void publication_drop(struct version **version)
{
	version_free(*version);
	*version = NULL;
}

static inline uint64_t publication_now(const struct publication *p)
{
	return loop_now(p->press->loop);
}

#endif
