/* SPDX-License-Identifier: Apache-2.0 */
/*
 * histogram.h - how often something took how long.  In the room stands what is
 * kept of publications for those who look: histograms, and recent versions.
 *
 * Whoever measures adds; metrics print it.  It begins with the process and only
 * rises.
 */
#ifndef CONTROLLER_PUBLISH_ACCOUNT_HISTOGRAM_H
#define CONTROLLER_PUBLISH_ACCOUNT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_BOUNDS 14

struct histogram {
	/* Up to the bound of the same place; the last: above all of them. */
	uint64_t counts[HISTOGRAM_BOUNDS + 1];
	uint64_t sum; /* ms */
};

extern const uint64_t histogram_bounds[HISTOGRAM_BOUNDS]; /* ms, rising */

void histogram_add(struct histogram *histogram, uint64_t ms);

#endif
