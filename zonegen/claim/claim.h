/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - "this origin asks for these records at this name".
 *
 * A claim with no records is a claim all the same: it publishes nothing, but
 * it holds its name against other namespaces (C1: an empty claim holds its
 * name).
 */
#ifndef ZONEGEN_CLAIM_CLAIM_H
#define ZONEGEN_CLAIM_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/claim/origin.h"
#include "zonegen/record/record.h"

/*
 * The precedence of an origin's kind, 0 first: a matter of configuration, and
 * so not of the origin but of what it asks for.
 */
#define RANK_LAST 15

struct claim {
	const char *name; /* from name_parse(), absolute */
	const struct record *records;
	size_t count;
	/* An address is wanted, and the load balancer it is of has none now. */
	bool lost;
};

#endif
