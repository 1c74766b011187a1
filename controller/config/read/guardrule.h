/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guardrule.h - the guard's limits of one zone (U1: a flood is held).
 */
#ifndef CONTROLLER_CONFIG_READ_GUARDRULE_H
#define CONTROLLER_CONFIG_READ_GUARDRULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GUARD_NEVER UINT32_MAX

struct guard_rule {
	bool off;
	size_t min_rrsets; /* in smaller zones only all of them count */
	/*
	 * Percent of the RRsets that may be deleted or updated; GUARD_NEVER:
	 * all.
	 */
	uint32_t deletes, updates;
	/* Of those of one namespace that may be deleted, by itself. */
	uint32_t namespaces;
	bool all; /* every deletion is held, whoever caused it */
};

#endif
