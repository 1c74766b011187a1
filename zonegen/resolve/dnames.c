/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/dnames.h"

#include <string.h>

#include "zonegen/record/name.h"

#define STEPS_MAX 16  /* resolvers give up sooner */
#define ROUNDS_MAX 32 /* of what refused DNAMEs have hidden */

/* The younger of two. */
static struct cut *younger(struct cut *a, struct cut *b)
{
	return cut_by_age(&a, &b) > 0 ? a : b;
}

/*
 * Follows any name below this DNAME.  The one that must go for it, or NULL:
 * the way leads out of the zone, to a delegation or to where no DNAME is.
 */
static struct cut *find_victim(const struct cuts *cuts, struct cut *dname)
{
	struct cut *victim = dname;
	char name[NAME_SIZE], next[NAME_SIZE];

	memcpy(name, dname->dname, strlen(dname->dname) + 1);
	for (int i = 0; i < STEPS_MAX; i++) {
		const struct cut *cut = cuts_cover(cuts, name);

		if (!cut || cut_type(cut) != RR_DNAME)
			return NULL;
		if (cut == dname)
			return victim;
		if (!cut_substitute(cut, name, next))
			return NULL;
		memcpy(name, next, sizeof(name));
		victim =
		    younger(victim, map_get(&cuts->by_name, cut->domain->name));
	}
	return dname;
}

/* In canonical order, so that the result depends on no other. */
static bool break_all(struct cuts *cuts)
{
	bool any = false;

	for (size_t i = 0; i < cuts->count; i++) {
		struct cut *cut = &cuts->list[i], *victim = NULL;

		if (cut_type(cut) == RR_DNAME)
			victim = find_victim(cuts, cut);
		if (victim)
			victim->looped = any = true;
	}
	return any;
}

/* None that leads to a name of the zone stands. */
static void refuse_all(struct cuts *cuts, const char *zone)
{
	for (size_t i = 0; i < cuts->count; i++) {
		struct cut *cut = &cuts->list[i];

		if (cut->dname && name_within(cut->dname, zone))
			cut->looped = true;
	}
	cuts_settle(cuts);
}

void dnames_break(struct cuts *cuts, const char *zone)
{
	for (int i = 0; break_all(cuts); i++) {
		cuts_settle(cuts);
		if (i == ROUNDS_MAX)
			refuse_all(cuts, zone);
	}
}
