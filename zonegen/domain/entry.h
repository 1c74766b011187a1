/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry.h - what one origin claims at one name.
 */
#ifndef ZONEGEN_DOMAIN_ENTRY_H
#define ZONEGEN_DOMAIN_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/claim/overlay.h"

enum entry_from {
	ENTRY_LIVE,     /* a claim */
	ENTRY_RETAINED, /* a row of the overlay */
	ENTRY_STATIC,   /* a record that the configuration has */
	ENTRY_FIXED,    /* what zones need: their nameservers, child zones */
};

/*
 * The claim of one origin on one name.  One allocation, rdata at its end; there
 * is one per name, so it is kept small.
 */
struct entry {
	struct entry *next;
	struct origin *origin; /* one reference */
	uint32_t count : 21;
	uint32_t from : 2;    /* enum entry_from */
	uint32_t rank : 4;    /* of the origin's kind; 0 comes first */
	uint32_t reason : 3;  /* enum retain_reason, of a retained one */
	uint32_t instead : 1; /* likewise, see overlay.h */
	uint32_t lost : 1;    /* of a live one, see claim.h */
	uint8_t address[4];   /* rdata of a lone A, in what would be padding */
	struct record records[]; /* sorted by record_compare() */
};

/* A live claim. */
struct entry *entry_new(struct origin *origin, unsigned rank,
    const struct record *records, size_t count);
void entry_free(struct entry *entry);
bool entry_equal(const struct entry *a, const struct entry *b);
/* From the configuration, whatever the cluster says? */
bool entry_configured(const struct entry *entry);
bool entry_has(const struct entry *entry, uint16_t type);
bool entry_has_ip(const struct entry *entry); /* A or AAAA */

#endif
