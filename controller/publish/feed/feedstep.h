/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedstep.h - the difference between a version and the one before it as IXFR
 * has it (RFC 1995 4): SOA before, what goes, SOA after, what comes.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDSTEP_H
#define CONTROLLER_PUBLISH_FEED_FEEDSTEP_H

#include "zonegen/version/version.h"

/* The zone has adopted the version.  false: out is no step. */
bool feedstep_make(const struct zone *zone, const struct version *version,
    struct buf *out, struct err *err) MUST_CHECK;

#endif
