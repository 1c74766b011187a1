/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - "this origin asks for these records at this name".
 *
 * This room has the values that the rules work with: who asks (origin.h), for
 * what (here), what the configuration says of a zone (settings.h), what differs
 * from the claims (overlay.h, exclusion.h) and what is reported (finding.h).
 *
 * A claim without records publishes nothing, but keeps its name from other
 * namespaces (C1: an empty claim keeps its name).
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
