/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loss.h - what of the last version would go, or change, with the next one.
 *
 * RRset by RRset, from the last version and the zone as it is resolved without
 * anything held.  An RRset is gone when its name has it no more; where another
 * one came that cannot stand beside it (an alias for addresses), it changed.
 * Other origins, another TTL and more records elsewhere are no losses, and
 * what the configuration had, or put in the place, is not looked at.
 *
 * Each loss gets one state; those that are OPEN in the end happen.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_LOSS_H
#define CONTROLLER_PUBLISH_RETAIN_LOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/mem.h"
#include "zonegen/zone/zone.h"

enum loss_state {
	LOSS_OPEN,
	LOSS_EXCUSED,   /* not the cluster's doing */
	LOSS_APPROVED,  /* an operator's */
	LOSS_UNDER_WAY, /* in a version that is being published */
	LOSS_GRACE,     /* kept for a while */
	LOSS_HELD,      /* kept by the guard */
	LOSS_SETTLING,  /* kept until it is known how much more goes */
};

struct loss {
	enum loss_state state;
	bool update; /* it changes */
	uint16_t type;
	const char *name;          /* the zone's */
	const struct rrsets *last; /* of the name */
	size_t at;                 /* which of them */
	const char *key;           /* "- NAME TYPE", "~ NAME TYPE" */
	const char *line;          /* the same as in a plan, see guard.h */
};

struct losses {
	struct loss *list; /* sorted by name, type */
	size_t count, cap;
	struct arena arena;
};

/* Good until the zone changes.  Changes only if they are asked for. */
void losses_find(struct losses *out, const struct zone *zone, bool updates);
void losses_clear(struct losses *losses);

/* Is it of the configuration, not of any object? */
bool loss_is_configured(const struct rrsets *rrsets, size_t at);

#endif
