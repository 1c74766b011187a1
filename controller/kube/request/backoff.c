/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/request/backoff.h"

uint64_t backoff_within(uint64_t ms, uint32_t (*below)(uint32_t n))
{
	return ms ? below((uint32_t)ms) : 0;
}

uint64_t backoff_around(uint64_t ms, uint32_t (*below)(uint32_t n))
{
	return ms - ms / 5 + backoff_within(ms / 5 * 2, below);
}

uint64_t backoff_next(struct backoff *backoff, const struct limits *limits,
    uint32_t (*below)(uint32_t n))
{
	uint64_t wait = limits->backoff_first;

	for (unsigned i = 0; i < backoff->steps; i++) {
		if (wait >= limits->backoff_cap)
			break;
		wait *= 2;
	}
	if (wait >= limits->backoff_cap)
		wait = limits->backoff_cap;
	else
		backoff->steps++;
	return wait + backoff_within(wait, below);
}
