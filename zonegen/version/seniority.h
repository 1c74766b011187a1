/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seniority.h - the lines of a zone file by age, for who must leave out some of
 * them (W2: quarantine).
 *
 * The lines of the last version come first.  A line is as old as the oldest
 * origin that asks for it; one that nobody asks for comes last.
 */
#ifndef ZONEGEN_VERSION_SENIORITY_H
#define ZONEGEN_VERSION_SENIORITY_H

#include "zonegen/base/buf.h"
#include "zonegen/zone/zone.h"

struct seniority {
	size_t *lines; /* all of them below the head, counted from 0 */
	size_t count;
	size_t nlast; /* so many of them are in the last version */
};

/* text: a head of head_len octets and lines of a version of zone. */
void seniority_read(const struct zone *zone, const struct buf *text,
    size_t head_len, struct seniority *out);
void seniority_clear(struct seniority *seniority);

#endif
