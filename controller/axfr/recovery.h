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
 *	zone without a version --> secondary, key --> AXFR --> SOA as
 *configured?
 *	                ^--- the next secondary or key <--no--'  --> last
 *version
 */
#ifndef CONTROLLER_AXFR_RECOVERY_H
#define CONTROLLER_AXFR_RECOVERY_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/config/limits.h"
#include "zonegen/zone/zoneset.h"

struct recovery;

/*
 * NULL: no zone has both no version and a secondary to be asked.  The zones
 * must have nothing else yet: no claims.  done is called from the loop, once,
 * when each zone has its version or nobody gave one; the recovery is freed
 * after it.
 */
struct recovery *recovery_start(struct loop *loop, const struct config *config,
    struct zoneset *set, const struct limits *limits, void (*done)(void *arg),
    void *arg);
void recovery_stop(struct recovery *recovery); /* NULL is fine */

#endif
