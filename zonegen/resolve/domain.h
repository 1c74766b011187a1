/* SPDX-License-Identifier: Apache-2.0 */
/*
 * domain.h - one name of a zone: its claims, its RRsets now, and those of the
 * last version.
 *
 * A large zone has a hundred thousand of them, so rarely needed parts stand
 * apart in struct domain_extra.
 */
#ifndef ZONEGEN_RESOLVE_DOMAIN_H
#define ZONEGEN_RESOLVE_DOMAIN_H

#include <stdbool.h>

#include "zonegen/base/map.h"
#include "zonegen/claim/finding.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/resolve/rrsets.h"
#include "zonegen/resolve/unit.h"

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

struct domain_extra {
	struct findings findings;
	struct map places;       /* of live entries; none while they are few */
	struct domain **members; /* the other names of its unit (unit.h) */
	size_t count, cap;
	char **forbidden; /* targets that would close a loop, sorted */
	size_t nforbidden;
	const struct exclusion **excluded; /* rows of the zone's overlay */
	size_t nexcluded, excluded_cap;
};

struct domain {
	struct entry *entries; /* in no order */
	struct rrsets *now, *last;
	struct domain_extra *extra; /* NULL: nothing */
	bool dirty : 1;             /* on the zone's list of names to resolve */
	bool listed : 1;   /* on the zone's list of names with now != last */
	bool cutter : 1;   /* on the zone's list of names that may be cuts */
	bool looped : 1;   /* on the zone's list of names of alias loops */
	bool fixed : 1;    /* has an entry of that sort */
	bool stated : 1;   /* likewise: a static one */
	bool retained : 1; /* likewise, or had */
	unsigned part : 2; /* enum unit_part: of its unit */
	char name[];
};

struct domain *domain_new(const char *name, enum unit_part part);
void domain_free(struct domain *domain);
struct domain_extra *domain_extra(struct domain *domain); /* makes it */
/* Canonical order of struct domain *, for qsort(). */
int domain_by_name(const void *a, const void *b);

/*
 * The place that points to the origin's live entry, good until entries come or
 * go; NULL: it has none.
 */
struct entry **domain_place(struct domain *domain, const char *origin);
void domain_add(struct domain *domain, struct entry *entry);
/* Takes out the entry that the place points to; it is the caller's. */
struct entry *domain_take(struct domain *domain, struct entry **place);

/* A CNAME that a name has or might have. */
struct alias {
	const char *target;          /* absolute */
	const struct origin *origin; /* the oldest that asks for it */
};

/* From now on these are not to be the domain's, whoever asks (loops.h). */
void domain_forbid(
    struct domain *domain, const struct alias *aliases, size_t count);
bool domain_forbids(const struct domain *domain, const char *target);
/* Forgets what was forbidden; false: nothing was. */
bool domain_forgive(struct domain *domain);

/* A "_" name that is no wildcard: an administrator may have it (ownership.h).
 */
bool domain_is_alias(const struct domain *domain);
/* Has the zone something of its own there?  Then the unit is the zone's. */
bool domain_is_configured(const struct domain *domain);

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
