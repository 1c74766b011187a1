/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rate.h - how often something costly is done for whoever asks.
 */
#ifndef CONTROLLER_SERVE_RATE_H
#define CONTROLLER_SERVE_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct rate {
	uint64_t interval; /* ms, on average */
	uint64_t burst;    /* so many at once, 1 at least */
	uint64_t next;     /* ms: when it has recovered; begins as 0 */
};

/* Is it allowed once more?  now: ms of the loop's clock. */
bool rate_allows(struct rate *rate, uint64_t now);

#endif
