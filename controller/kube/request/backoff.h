/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backoff.h - how long to wait before asking again.
 *
 * Doubles from the first step to the cap, and adds up to as much again at
 * random, so that many clients of one server do not come back together.
 * Randomness is an argument: below(n) is uniform in [0, n).
 */
#ifndef CONTROLLER_KUBE_REQUEST_BACKOFF_H
#define CONTROLLER_KUBE_REQUEST_BACKOFF_H

#include <stdint.h>

#include "controller/config/limits.h"

struct backoff {
	unsigned steps; /* taken since the last success that counts */
};

/* Milliseconds; the next call gives more. */
uint64_t backoff_next(struct backoff *backoff, const struct limits *limits,
    uint32_t (*below)(uint32_t n));

/* Uniform in [0, ms), and ms +- a fifth. */
uint64_t backoff_within(uint64_t ms, uint32_t (*below)(uint32_t n));
uint64_t backoff_around(uint64_t ms, uint32_t (*below)(uint32_t n));

#endif
