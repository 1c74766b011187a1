/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loss.h - the RRsets of the last version that the next one would remove or
 * change.
 *
 * They are found RRset by RRset, from the last version and the zone as it is
 * resolved without held records.  An RRset is removed when its name has it no
 * more, or has it from another namespace: a change of owner is a deletion and a
 * creation (C2: one owner namespace).  It is changed when another one came that
 * cannot stand beside it, such as an alias in place of addresses.  Other
 * origins, another TTL and additional records are no losses.  RRsets that the
 * configuration had, or put in their place, are not looked at.
 *
 * Each loss gets one state; the losses that are OPEN in the end happen.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_LOSS_H
#define CONTROLLER_PUBLISH_RETAIN_LOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/mem.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/zone/zone.h"

#define BORN_BEFORE INT64_MIN /* the window */

enum loss_state {
	LOSS_OPEN,
	LOSS_EXCUSED,   /* caused by the configuration */
	LOSS_APPROVED,  /* by an operator */
	LOSS_UNDER_WAY, /* in a version that is being published */
	LOSS_GRACE,     /* retained for the grace period */
	LOSS_HELD,      /* retained by the guard */
	LOSS_SETTLING,  /* retained until no more deletions follow */
};

struct loss {
	enum loss_state state;
	bool update; /* changed, not removed */
	bool wanted; /* another namespace has the name when it goes */
	bool let;    /* it was let go before, in a version yet to be made */
	uint16_t type;
	const char *name;           /* the zone's */
	const struct rrsets *last;  /* of the name */
	size_t at;                  /* which of them */
	const char *key;            /* "- NAME TYPE OWNER", see whose_in() */
	const char *line;           /* the same as in a plan, see guard.h */
	int64_t born;               /* ms, or BORN_BEFORE; see window.h */
	const struct retained *row; /* loss_row() of now */
};

struct losses {
	struct loss *list; /* sorted by name, type */
	size_t count, cap;
	struct arena arena;
};

/*
 * Valid until the zone or rows change.  rows: what is retained now, sorted; or
 * NULL.  updates: find changes too.
 */
void losses_find(struct losses *out, const struct zone *zone,
    const struct overlay *rows, bool updates);
void losses_clear(struct losses *losses);

/*
 * A row of the RRset in a sorted overlay, whose rows of one RRset have one
 * reason; NULL: none.
 */
const struct retained *loss_row(
    const struct overlay *overlay, const struct loss *loss);

/* Does the RRset come from the configuration alone, and from no object? */
bool loss_is_configured(const struct rrsets *rrsets, size_t at);

/* Is the name below the apex?  Losses elsewhere are not counted. */
bool loss_counts(const struct zone *zone, const char *name);

#endif
