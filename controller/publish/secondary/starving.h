/* SPDX-License-Identifier: Apache-2.0 */
/*
 * starving.h - is a secondary starved by our reloads?  Pure.
 *
 * Every reload closes NSD's connections.  A secondary whose transfer takes
 * longer than the pause between two versions never gets one whole.  While its
 * lag does not shrink over three versions, the pause doubles, to at most 60 s,
 * until it caught up.
 *
 * Ten versions at the longest pause without any progress are something else:
 * it is refused, or full.  The pause goes back then, for the sake of the
 * others.
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_STARVING_H
#define CONTROLLER_PUBLISH_SECONDARY_STARVING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STARVING_LEAST                                         \
	1000 /* ms between versions of a zone with secondaries \
	      */
#define STARVING_MOST 60000

/* Of one secondary and zone; all zeros in the beginning. */
struct starving {
	size_t lag;         /* versions it was behind when the last one came */
	unsigned still;     /* versions since that shrank */
	unsigned doublings; /* of the pause */
	unsigned hopeless;  /* versions at the longest pause */
	bool given_up;      /* until it caught up */
};

/*
 * Another version is served.  lag: how many versions the secondary is behind
 * the one before it; known: it was heard of since that one was served.
 */
void starving_version(struct starving *starving, size_t lag, bool known);
/* It has the last version. */
void starving_caught_up(struct starving *starving);
/* The least pause for its sake, in ms. */
uint64_t starving_pause(const struct starving *starving);

#endif
