/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tenant.h - the namespaces of a zone, and what each had and loses (U1: a flood
 * is held).
 *
 * A namespace that loses a small share of its own names takes no part in the
 * flood of another.  So each has its own sizes, and its own verdict.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_TENANT_H
#define CONTROLLER_PUBLISH_RETAIN_TENANT_H

#include "controller/publish/retain/sizes.h"
#include "zonegen/base/map.h"
#include "zonegen/domain/rrsets.h"

struct tenant {
	struct sizes sizes;
	struct sizes lately; /* the same, but never standing still */
	/*
	 * RRsets of the last version: asked for when it was made or since, of
	 * those lost since, and the most that were asked for at once.  Of the
	 * others those whose source was in doubt.
	 */
	size_t asked, lost, rrsets, doubted;
	size_t traces; /* of its RRsets, see window.h */
	/*
	 * Its window stands still: something of it is held, or it is judged as
	 * one with another small namespace of which something is.
	 */
	bool still;
	bool approved; /* deletions of it are, and yet to be published */

	/* Of one decision. */
	struct share share;
	bool deletes, updates; /* it loses, or changes, more than it may */
	size_t room;           /* RRsets of it that may still be held */
	size_t waiting;        /* ... that may still wait */
	bool held;             /* something of it is */

	uint64_t round; /* see tenants_of() */
	char namespace[];
};

struct tenants {
	struct map by_namespace;
	struct tenant *recent; /* the one that was asked for last */
	uint64_t round;
	struct tenant **found;
	size_t cap;
};

/* Added if there is none of that name. */
struct tenant *tenants_get(struct tenants *tenants, const char *namespace);
/*
 * The namespaces whose the RRset is, each once; good until the next call.
 */
struct tenant *const *tenants_of(struct tenants *tenants,
    const struct rrsets *rrsets, size_t at, size_t *count);
/* Each of them, in no order; *at starts at 0; NULL at the end. */
struct tenant *tenants_next(const struct tenants *tenants, size_t *at);
/* Sorted by name, NULL behind the last; the caller frees the array. */
struct tenant **tenants_sorted(const struct tenants *tenants);
/* Of those of which nothing else is known, lately is as its sizes say. */
void tenants_begin_lately(struct tenants *tenants);
/* Forgets those of which nothing is remembered. */
void tenants_tidy(struct tenants *tenants);
void tenants_clear(struct tenants *tenants);

#endif
