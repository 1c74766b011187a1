/* SPDX-License-Identifier: Apache-2.0 */
/* A Lease as the API server sends it, and what is decided of it. */
#include "controller/kube/decide/lease.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct arena arena = { .chunk = 0 };
	struct leaserecord record;
	struct lease lease;
	struct err err;

	lease_init(&lease, "us", false, 1000);
	if (leaserecord_parse(
		(const char *)input, size, &arena, &record, &err)) {
		const struct lease_event event = { .what = LEASE_FOUND,
			.record = &record };

		lease_decide(&lease, &event, 2000);
		lease_decide(&lease, &event, 62000);
		/* Nobody is waited for longer than a minute. */
		if (lease.state == LEASE_WAITING && lease.step == LEASE_READ &&
		    lease.at > 64000)
			__builtin_trap();
		for (const char *p = lease.holder; *p; p++)
			if (*p < ' ' || *p > '~')
				__builtin_trap();
	}
	arena_clear(&arena);
	return 0;
}
