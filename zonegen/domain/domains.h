/* SPDX-License-Identifier: Apache-2.0 */
/*
 * domains.h - all names of a zone, and which of them there is work on.
 *
 * A domain is made once per name and stays until nobody claims it and neither
 * the present nor the last version has it.  sorted holds them in canonical
 * order; new ones wait in fresh until domains_merge() sorts them in, so that a
 * hundred thousand names cost one sort, and one name one merge.
 */
#ifndef ZONEGEN_DOMAIN_DOMAINS_H
#define ZONEGEN_DOMAIN_DOMAINS_H

#include "zonegen/base/map.h"
#include "zonegen/claim/kindset.h"
#include "zonegen/claim/settings.h"
#include "zonegen/domain/domain.h"

struct domains {
	const struct zone_settings *settings; /* of the zone, borrowed */
	struct map by_name;
	struct domain **sorted, **fresh;
	struct domain **dirty;   /* to be resolved */
	struct domain **listed;  /* now and last may differ */
	struct domain **cutters; /* may be cuts */
	struct domain **looped;  /* are on the ways of alias loops */
	struct domain **wild;    /* wildcards that are asked for */
	struct domain **fading;  /* may have become useless */
	size_t nsorted, nfresh, ndirty, nlisted, ncutters, nlooped, nwild,
	    nfading;
	size_t sorted_cap, fresh_cap, dirty_cap, listed_cap;
	size_t cutters_cap, looped_cap, wild_cap, fading_cap;
	size_t rrsets;             /* of all, now */
	size_t text_len;           /* octets of their lines */
	struct kindset last_kinds; /* of origins in the last version */
	/* For owners that are new: the time, and is every source known? */
	int64_t now; /* s since 1970 */
	bool doubted;
	struct owner *recent; /* the one made last: many are the same */
};

void domains_init(
    struct domains *domains, const struct zone_settings *settings);
void domains_clear(struct domains *domains);

/* The domain of a name, made when there is none. */
struct domain *domains_make(struct domains *domains, const char *name);
/* NULL: there is none. */
struct domain *domains_find(const struct domains *domains, const char *name);
/* The domain of "*.BASE", or NULL. */
struct domain *domains_wild(const struct domains *domains, const char *base);
/* The base of the domain's unit (unit.h); itself for most. */
struct domain *domains_base(
    const struct domains *domains, const struct domain *domain);

/* It is to be resolved again, and all of its unit with it. */
void domains_mark(struct domains *domains, struct domain *domain);
/* These are its RRsets now; they are taken over. */
void domains_set(
    struct domains *domains, struct domain *domain, struct rrsets *rrsets);
/* Likewise: its RRsets in the last version. */
void domains_set_last(
    struct domains *domains, struct domain *domain, struct rrsets *rrsets);

/* Nobody claims it, and it has no records: it may be useless. */
void domains_fade(struct domains *domains, struct domain *domain);

/* Sorts fresh domains in among the others. */
void domains_merge(struct domains *domains);
/* The same, and frees those that have become useless. */
void domains_tidy(struct domains *domains);
/* Frees an empty list when it is large. */
void domains_give_back(struct domain ***list, size_t *cap);

/* Where name stands in sorted, which has no fresh ones, or would. */
size_t domains_place(const struct domains *domains, const char *name);
/*
 * Where the names at and below name stand in sorted, which has no fresh ones;
 * returns how many they are.
 */
size_t domains_subtree(
    const struct domains *domains, const char *name, size_t *first);

#endif
