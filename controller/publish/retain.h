/* SPDX-License-Identifier: Apache-2.0 */
/*
 * retain.h - which records of the last version stay although nobody claims
 * them now.
 *
 * One pure function of (last version, trust of the sources) to overlay rows.
 * A source that is not trusted changes nothing (Q1): every RRset the last
 * version had from it is retained.  An RRset whose origin is not known is
 * retained as long as any source could be the one.  Kinds that are not read
 * any more are the operator's doing: theirs goes.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_H
#define CONTROLLER_PUBLISH_RETAIN_H

#include "controller/publish/trust.h"
#include "zonegen/overlay.h"
#include "zonegen/zone.h"

/* Adds rows to out, sorted at the end. */
void retain_decide(
    const struct zone *zone, const struct trusts *trusts, struct overlay *out);

#endif
