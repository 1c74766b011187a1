/* SPDX-License-Identifier: Apache-2.0 */
/*
 * owner.h - whose a unit of names is: a namespace, since when, and why (C2: one
 * owner namespace).
 *
 * Immutable and counted.  An owner stands with the RRsets of a name (rrsets.h),
 * so that it is part of what a name is now, of what it was in the last version,
 * and of the difference of two versions.  ownership.h decides it.
 */
#ifndef ZONEGEN_DOMAIN_OWNER_H
#define ZONEGEN_DOMAIN_OWNER_H

#include <stdbool.h>
#include <stdint.h>

enum owner_why {
	OWNER_OLDEST,        /* the unit was new, and its claim the oldest */
	OWNER_NEXT,          /* the owner before let the unit go */
	OWNER_PROVISIONAL,   /* one of these, before all sources were known */
	OWNER_ADMINISTRATOR, /* of a "_" name of somebody else's unit */
	OWNER_FOUND,         /* the last version has its records */
	OWNER_WHYS
};

struct owner {
	int64_t since; /* s since 1970 */
	uint32_t refs;
	enum owner_why why;
	char namespace[]; /* "": of objects that belong to none */
};

/* With one reference. */
struct owner *owner_new(
    const char *namespace, int64_t since, enum owner_why why);
struct owner *owner_ref(const struct owner *owner); /* NULL is fine */
void owner_unref(struct owner *owner);              /* NULL is fine */

/* Do they say the same?  NULL: nobody. */
bool owner_same(const struct owner *a, const struct owner *b);
/* Is it this namespace?  owner NULL: no. */
bool owner_is(const struct owner *owner, const char *namespace);

const char *owner_word(enum owner_why why); /* "oldest" */
bool owner_parse(const char *word, enum owner_why *out);

#endif
