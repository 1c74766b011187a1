/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recovery.h - the last versions of zones that the disk does not have, from
 * the zones' secondaries (Q5: the last version is on disk).
 *
 * After a lost volume the guard would have nothing to compare with, and a
 * cluster that comes up in pieces would empty the zones.  So the first
 * secondary that allows it is asked for each such zone by AXFR, signed: content
 * without a signature is nobody's.  It counts only when its SOA has the primary
 * and the contact of the configuration; an old server's zone is none of ours.
 * It is compared with, and never published as it is.
 *
 *	zone without a file --> secondary, server, key --> AXFR --> its SOA
 *	               ^--- the next server or key <--no--'  --> last version
 */
#ifndef CONTROLLER_AXFR_RECOVERY_H
#define CONTROLLER_AXFR_RECOVERY_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/config/limits.h"
#include "zonegen/zone/zoneset.h"

struct recovery;

struct recovery_options {
	struct loop *loop;
	const struct config *config; /* borrowed until it is freed */
	const struct limits *limits;
	/* Has the zone at that place of the configuration no version? */
	bool (*wanted)(void *arg, size_t zone);
	/* The servers of a secondary: *at starts at 0; false at the end. */
	bool (*server)(void *arg, const struct secondary *secondary, size_t *at,
	    struct endpoint *out);
	/*
	 * Called from the loop, once: each zone has its version, or nobody gave
	 * one.  The recovery may be freed in it.
	 */
	void (*done)(void *arg);
	void *arg;
};

/* NULL: no zone that is wanted has a secondary to be asked. */
struct recovery *recovery_start(const struct recovery_options *options);
/*
 * What came becomes the last version of each zone that has none.  The set is of
 * the same configuration, and its zones have nothing else yet: no claims.
 */
void recovery_take(struct recovery *recovery, struct zoneset *set);
void recovery_free(struct recovery *recovery); /* NULL is fine */

#endif
