/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlay.h - what makes a zone differ from what the claims say.
 *
 * A retained row keeps the records of one RRset although nobody claims them
 * now.  Rows are plain values.  They are decided outside this library, from
 * (last version, claims, states of the sources, time), given to zone_overlay()
 * as an explicit input of resolving, and saved by whoever decided them.
 *
 * A row counts as a claim of its origin.  A live claim of the same namespace
 * for the same name and address group (A, AAAA and CNAME are one) replaces it
 * unless that claim's kind ranks below the row's (C8: retained records are
 * claims).  With instead it is the other way round: the row stands, and what is
 * claimed of its type, or is an alias where it is none, does not.
 */
#ifndef ZONEGEN_CLAIM_OVERLAY_H
#define ZONEGEN_CLAIM_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/claim/origin.h"
#include "zonegen/claim/exclusion.h"

enum retain_reason {
	RETAIN_UNTRUSTED, /* its source cannot be trusted now */
	RETAIN_HELD,      /* by the guard */
	RETAIN_GRACE,     /* its load balancer has no address now */
	RETAIN_SETTLING,  /* for a moment, until it is known what else goes */
	RETAIN_REASONS
};

struct retained {
	enum retain_reason reason;
	struct origin *origin; /* one reference */
	unsigned rank;         /* of the origin's kind, of today */
	char *name;            /* absolute */
	uint16_t type;
	bool instead; /* of what is claimed now */
	size_t count;
	struct record *records; /* with their rdata in one allocation */
};

/* The rows of one zone. */
struct overlay {
	struct retained *rows;
	size_t count, cap;
	struct exclusions excluded; /* sorted */
};

#define OVERLAY_INIT \
	{            \
		0    \
	}

const char *retained_word(enum retain_reason reason); /* "untrusted" */
bool retained_parse(const char *word, enum retain_reason *out) MUST_CHECK;

/* Copies name and records, takes a reference of origin; the row, to alter. */
struct retained *overlay_retain(struct overlay *overlay,
    enum retain_reason reason, struct origin *origin, unsigned rank,
    const char *name, uint16_t type, const struct record *records,
    size_t count);
/* By name (canonical), type, origin, reason: the order overlays compare in. */
void overlay_sort(struct overlay *overlay);
bool overlay_equal(const struct overlay *a, const struct overlay *b);
void overlay_clear(struct overlay *overlay);

#endif
