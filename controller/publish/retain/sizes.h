/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sizes.h - how many RRsets the versions of the last ten minutes had (U1: a
 * flood is held): those of a zone, or those that one namespace had in it.
 *
 * The list is falling: the largest version, the largest after it, and so on.
 * Times are those of the loop's clock.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_SIZES_H
#define CONTROLLER_PUBLISH_RETAIN_SIZES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIZES_ALL_OF 3 /* RRsets: a smaller zone may lose all of them */

struct size {
	size_t rrsets;
	int64_t until; /* ms: when it was last seen as the last version */
	/* Of one decision: of its RRsets, see sizes_count(). */
	size_t gone, excused;
};

struct sizes {
	struct size *list;
	size_t count, cap;
	size_t unseen; /* RRsets that are gone, but of no version here */
};

/* How much of a version went, changed, and how much it had. */
struct share {
	size_t gone, changed, of;
};

/* A version of that many RRsets was the last one until that time. */
void sizes_see(struct sizes *sizes, size_t rrsets, int64_t until);
/* Are they of the same versions? */
bool sizes_same(const struct sizes *a, const struct sizes *b);
void sizes_copy(struct sizes *to, const struct sizes *from);
/* Drops the versions that were last seen before that time. */
void sizes_slide(struct sizes *sizes, int64_t before);
size_t sizes_most(const struct sizes *sizes); /* 0: there is none */
/*
 * Did the largest version have an RRset that was born then?  True as well if
 * there is no version.
 */
bool sizes_had(const struct sizes *sizes, int64_t born);
/* Is there a version that had the RRset, and was the last one before it went?
 */
bool sizes_lost(const struct sizes *sizes, int64_t born, int64_t went);
/*
 * How much of a version went.  An RRset that went with an excuse counts as if
 * it had not been there.  The share is that of the version that lost most of
 * what it had, and had least or more of it: without excuses the largest one.
 */
void sizes_begin(struct sizes *sizes);
void sizes_count(struct sizes *sizes, int64_t born, int64_t went, bool excused);
void sizes_share(const struct sizes *sizes, size_t least, struct share *out);
void sizes_clear(struct sizes *sizes);

#endif
