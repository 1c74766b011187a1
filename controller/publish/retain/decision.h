/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision.h - which records of the last version are retained although no
 * object asks for them now.
 *
 * This room decides by plain values alone: no clock, no disk.  Two functions
 * make the overlay of a zone.  The first retains the records of sources that
 * cannot be trusted:
 *
 *	trust      how far each source can be trusted
 *	untrusted  rows for the records of untrusted sources
 *	rows       those of one RRset, for each of its origins
 *
 * The second is decision_some().  It has the zone as the claims and those rows
 * make it, the last version, the memory of the zone, the rules and the time.
 * It asks these files in turn; each decides about the losses that are left:
 *
 *	loss       the RRsets that the next version would remove or change
 *	window     which of them are under way; what went in ten minutes, of the
 *	           zone and of each namespace (sizes, tenant, whose)
 *	grace      addresses that load balancers lost, for the grace period
 *	cause      losses that the configuration caused
 *	approval   losses that an operator approved
 *	guard      holds the others if they are a flood
 *	settle     has the others wait for more deletions, for a moment
 *
 * memory is what a decision leaves for the next one.  A first version has
 * nothing to lose.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_DECISION_H
#define CONTROLLER_PUBLISH_RETAIN_DECISION_H

#include "controller/config/read/guardrule.h"
#include "controller/object/store.h"
#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/memory.h"
#include "controller/publish/retain/trust.h"
#include "controller/source/sources.h"
#include "zonegen/base/pause.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/zone/zone.h"

struct deciding {
	const struct zone *zone;
	const struct trusts *trusts;
	const struct sources *sources;
	const struct store *store;
	const struct guard_rule *rule;
	int64_t grace;     /* ms */
	bool settles;      /* deletions wait for more of them */
	bool reconfigured; /* a key that claims changed since the last one */
	const struct overlay *before; /* the rows of the last one, sorted */
	int64_t made; /* when the version under way was made, or NEVER */
	int64_t now;  /* ms of the loop's clock */
	int64_t wall; /* s since 1970 */
};

enum decision_step {
	DECISION_FIND,   /* the losses */
	DECISION_OPEN,   /* the window, and the sizes in it */
	DECISION_LOOK,   /* what went before */
	DECISION_GRACE,  /* and what the configuration or an operator excuses */
	DECISION_GUARD,  /* what is held */
	DECISION_SETTLE, /* what waits */
	DECISION_CLOSE,  /* what is remembered */
	DECISION_OVER
};

struct decision {
	enum decision_step step;
	bool watched;            /* by the guard */
	struct window_view view; /* of the window */
	int64_t next;            /* when it must be made again; NEVER */
	bool approved;           /* an approval lets some loss happen */
	bool returned;           /* all that was held is there again */
	bool shrunk;          /* fewer RRsets are gone than when it was held */
	bool lifted;          /* the guard's rule is another than then */
	bool settled;         /* no deletion waits: the hold is complete */
	struct losses losses; /* with what becomes of each */
};

#define DECISION_INIT                           \
	{                                       \
		.next = NEVER, .settled = true, \
	}

/*
 * Makes the decision in pieces; false: it pauses, and goes on when it is called
 * again.  Nothing of deciding may change meanwhile.
 */
bool decision_some(const struct deciding *deciding, struct memory *memory,
    struct decision *decision, const struct pause *pause) MUST_CHECK;
/* All of it at once. */
struct decision decision_make(
    const struct deciding *deciding, struct memory *memory);
/*
 * The rows that it has come to, appended to out; ends it.  Nothing of deciding
 * has changed since.
 */
void decision_retain(const struct deciding *deciding,
    const struct memory *memory, struct decision *decision,
    struct overlay *out);
void decision_clear(struct decision *decision); /* instead of that */

#endif
