/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sift.h - which lines of a refused zone file to leave out, from one run of the
 * checker to the next (W2: quarantine).  Pure: a run is told, the next one is
 * asked for.
 *
 *	the last version's lines alone --refused--> the head alone
 *	  --> the lines that the checker named, in halves, each by itself
 *	  --> all others, oldest first, in halves, beside those that passed
 *
 * A line that is refused by itself is to blame, whatever its age.  Of lines
 * that are refused only together the youngest is: what passes beside all older
 * ones stays.  After so many runs the search is cut; then the lines found so
 * far are not all.
 */
#ifndef ZONEGEN_VERSION_SIFT_H
#define ZONEGEN_VERSION_SIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/version/seniority.h"

#define SIFT_RUNS_MAX 29 /* and the one that refused the whole of it */

enum sift_line {
	LINE_OUT, /* not in the next run */
	LINE_IN,  /* in every run */
	LINE_TRY, /* in the next run */
	LINE_BLAMED,
};

enum sift_step {
	SIFT_TRY,   /* run the checker on the head and the lines IN and TRY */
	SIFT_FOUND, /* the lines BLAMED, one at least */
	SIFT_HEAD,  /* the head is refused by itself */
	SIFT_WAVER, /* the checker passes now what it refused, or the reverse */
};

struct sift_question {
	const struct seniority *lines;
	bool passed;         /* the checker passed the last version */
	bool patient;        /* the search is never cut */
	const size_t *hints; /* numbers of the lines that it names now */
	size_t nhints;
};

struct sift;

/* With the first step; the question is copied. */
struct sift *sift_new(
    const struct sift_question *question, enum sift_step *step);
enum sift_step sift_next(struct sift *sift, bool refused);
enum sift_line sift_line(const struct sift *sift, size_t number);
bool sift_has_blamed(const struct sift *sift);
bool sift_is_cut(const struct sift *sift);
void sift_free(struct sift *sift); /* NULL is fine */

#endif
