/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inquiry.h - what a zone knows about one name, as plain values.
 *
 * Who claims the name and what of it the zone has, the findings, the records
 * of now and of the last version, and how the name stands in the DNS: whether
 * it exists, and if not, what answers in its place (RFC 1034 4.3.2, RFC 4592,
 * RFC 6672).  The zone is only looked at.
 *
 *	zone cut above it?  --> below a cut
 *	records?            --> present
 *	records below it?   --> an empty non-terminal: it exists, NODATA
 *	*.ENCLOSER there?   --> covered by that wildcard
 *	                        else absent
 */
#ifndef ZONEGEN_ZONE_INQUIRY_H
#define ZONEGEN_ZONE_INQUIRY_H

#include "zonegen/zone/zone.h"

enum standing {
	STANDING_PRESENT,
	STANDING_EMPTY,
	STANDING_COVERED,
	STANDING_CUT,
	STANDING_ABSENT,
};

/* The claim of one origin on the name. */
struct wish {
	const struct origin *origin;
	const struct record *records;
	size_t count;
	bool configured; /* asked for by the configuration */
	bool retained;   /* by a row of the overlay, for this reason */
	enum retain_reason reason;
};

struct inquiry {
	const struct zone *zone;
	const char *name;
	enum standing standing;

	/* In the zone file's order; at the apex without the SOA. */
	struct rrset *now, *last;
	size_t nnow, nlast;
	bool changed; /* a last version has other records here, or origins */

	struct wish *wishes; /* the oldest first */
	size_t nwishes;
	const struct findings *findings; /* those at the name; NULL: none */

	/*
	 * The cut that the name lies below: NS or DNAME; NULL: none.  Records
	 * below one are glue.
	 */
	const char *cut;
	uint16_t cut_type;
	/* The longest name at or above this one that exists (RFC 4592). */
	const char *encloser;
	/* The name below the encloser that leads here; NULL: it is this one. */
	const char *branch;
	/*
	 * The nearest wildcard above.  It covers the name when the name stands
	 * so, and else does not for the encloser exists.  NULL: none.
	 */
	const char *wildcard;

	struct arena arena;
	struct origin
	    *self; /* the zone as an origin; NULL unless at the apex */
};

/*
 * zone is resolved; name is from name_parse(), in the zone, and borrowed.  The
 * answer is good until the zone changes.
 */
void inquiry_open(
    struct inquiry *out, const struct zone *zone, const char *name);
void inquiry_close(struct inquiry *inquiry);

/* Is this record among those of now? */
bool inquiry_has(const struct inquiry *inquiry, const struct record *record);
/* All records of a wish are (a wish without records has none). */
size_t inquiry_met(const struct inquiry *inquiry, const struct wish *wish);

#endif
