/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedjournal.h - the last steps of a zone, each from one version to the next.
 *
 * It is bounded: NSD is one version behind, or a few after trouble; whoever is
 * further behind gets the whole zone.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDJOURNAL_H
#define CONTROLLER_PUBLISH_FEED_FEEDJOURNAL_H

#include <stdint.h>

#include "zonegen/base/buf.h"

#define FEEDJOURNAL_STEPS 16
#define FEEDJOURNAL_OCTETS ((size_t)256 << 10) /* of all but the last step */

struct feed_step {
	uint32_t from, to; /* serials */
	struct buf records;
};

struct feed_journal {
	struct feed_step steps[FEEDJOURNAL_STEPS]; /* oldest first */
	size_t count, octets;
};

/* Takes records over, and clears them. */
void feedjournal_add(struct feed_journal *journal, uint32_t from, uint32_t to,
    struct buf *records);
/* Are there steps from one serial to the other? */
bool feedjournal_has(
    const struct feed_journal *journal, uint32_t from, uint32_t to) MUST_CHECK;
/* These, in their order; there are such. */
void feedjournal_read(
    const struct feed_journal *journal, uint32_t from, struct buf *out);
void feedjournal_clear(struct feed_journal *journal);

#endif
