/* SPDX-License-Identifier: Apache-2.0 */
/*
 * domain.h - one name of a zone: its claims, its RRsets now, and those of the
 * last version.
 *
 * This room has what stands at the names; who gets a name is decided in
 * resolve/.
 *
 *	owner    whose a unit of names is: a value
 *	rrsets   the records of one name as lines, and its owner
 *	unit     the names that have one owner
 *	entry    the claim of one origin on one name
 *	domain   one name (here)
 *	domains  all names of a zone, and which of them are dirty
 *
 * A large zone has a hundred thousand of them, so rarely needed parts stand
 * apart in struct domain_extra.
 */
#ifndef ZONEGEN_DOMAIN_DOMAIN_H
#define ZONEGEN_DOMAIN_DOMAIN_H

#include <stdbool.h>

#include "zonegen/base/map.h"
#include "zonegen/claim/finding.h"
#include "zonegen/domain/entry.h"
#include "zonegen/domain/rrsets.h"
#include "zonegen/domain/unit.h"

struct domain_extra {
	struct findings findings;
	struct map places;       /* of live entries; none while they are few */
	struct domain **members; /* the other names of its unit (unit.h) */
	size_t count, cap;
	bool left;        /* some of them did, just now */
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
	bool wild : 1;     /* on the zone's list of wildcards */
	bool fading : 1;   /* on the zone's list of names that may go */
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

#endif
