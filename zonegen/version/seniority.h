/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seniority.h - the lines of a zone file by age, for who must leave out some of
 * them (W2: quarantine).
 *
 * The lines of the last version come first.  A line is as old as the oldest
 * origin that asks for it; one that nobody asks for comes last.
 *
 * A large file is read in steps, between which the zone may change: each line
 * has the age that it had when it was read.
 */
#ifndef ZONEGEN_VERSION_SENIORITY_H
#define ZONEGEN_VERSION_SENIORITY_H

#include "zonegen/base/buf.h"
#include "zonegen/zone/zone.h"

/* Lines have numbers, from 0 for the first one below the head. */
struct seniority {
	size_t *starts; /* of each in the text, in octets, and the end of all */
	size_t *lines;  /* their numbers, oldest first */
	size_t count;
	size_t nlast; /* so many of them are in the last version */
};

/* text, borrowed: a head of head_len octets and lines of a version. */
struct aging *seniority_begin(const struct buf *text, size_t head_len);
/*
 * Reads SENIORITY_STEP lines more by a zone, or sorts some that were read;
 * false: that is done.
 */
#define SENIORITY_STEP 4000
bool seniority_next(struct aging *aging, const struct zone *zone);
/* When it is done: the lines by age; frees the reading. */
void seniority_end(struct aging *aging, struct seniority *out);
void seniority_drop(struct aging *aging); /* NULL is fine */
void seniority_clear(struct seniority *seniority);

#endif
