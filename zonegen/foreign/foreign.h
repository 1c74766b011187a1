/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foreign.h - a zone as another server has it, or another's file.
 *
 * Of its records those are kept that this program could publish itself; the
 * others are left out, and each says why.  What is kept becomes a text of the
 * one form (zonefile.h), so that a foreign zone can be the last version that a
 * zone is compared with.  Nobody is known as the origin of its records.
 */
#ifndef ZONEGEN_FOREIGN_FOREIGN_H
#define ZONEGEN_FOREIGN_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/record/record.h"
#include "zonegen/zone/zone.h"

#define FOREIGN_LEFT_MAX 1000 /* records left out that are listed */

struct foreign_soa {
	const char *primary; /* absolute; "": the root */
	const char *contact; /* as in struct soa */
	uint32_t ttl, serial, refresh, retry, expire, minimum;
};

/* Records left out for one reason; printable ASCII. */
struct foreign_left {
	const char *name; /* of the first; "": it cannot be said */
	uint16_t type;    /* 0: not known */
	size_t line;      /* of the first in a file; 0: none */
	size_t count;
	const char *why;
};

struct foreign {
	const char *zone;
	bool has_soa;
	struct foreign_soa soa;
	struct foreign_record {
		const char *name; /* absolute */
		struct record record;
		size_t line; /* in a file; 0: none */
	} * list;            /* in the order of the file, once it is finished */
	size_t count, nameservers; /* those of the apex are the first ones */
	struct foreign_left *left;
	size_t nleft, left_more; /* listed; records beyond FOREIGN_LEFT_MAX */
	/* foreign.c's own */
	struct arena arena;
	size_t cap, left_cap, unpublished;
};

/* The word of a type, also of one that is never published: "TYPE731". */
#define FOREIGN_TYPE_SIZE 12
const char *foreign_type(uint16_t type, char out[FOREIGN_TYPE_SIZE]);

/* zone: "" until foreign_name() says it. */
void foreign_open(struct foreign *foreign, const char *zone);
void foreign_name(struct foreign *foreign, const char *zone);
void foreign_clear(struct foreign *foreign);

/* Everything is copied.  A second SOA is left out. */
void foreign_set_soa(struct foreign *foreign, const struct foreign_soa *soa);
/* name is from name_parse(); line: 0 where there is none. */
void foreign_add(struct foreign *foreign, const char *name,
    const struct record *record, size_t line);
/* type 0: not known.  A type that is not published counts once, for all. */
void foreign_leave(struct foreign *foreign, const char *name, uint16_t type,
    size_t line, const char *why);

/*
 * Sorts, leaves out what is not in the zone and drops duplicates; each RRset
 * gets one TTL.  ERR_INPUT: no SOA, or no
 * nameserver; it is no zone.
 */
bool foreign_finish(struct foreign *foreign, struct err *err) MUST_CHECK;
/* Finished: as a zone file. */
void foreign_print(const struct foreign *foreign, struct buf *out);
/* Finished: it is zone's last version from now on; see load_version(). */
bool foreign_load(const struct foreign *foreign, struct zone *zone,
    struct err *err) MUST_CHECK;
/*
 * The same for a zone that is published from here: no file has that version, so
 * the zone differs from it (version_differs) until it has one of its own.
 */
bool foreign_recover(const struct foreign *foreign, struct zone *zone,
    struct err *err) MUST_CHECK;

#endif
