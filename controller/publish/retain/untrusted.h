/* SPDX-License-Identifier: Apache-2.0 */
/*
 * untrusted.h - the records of the last version that are retained because a
 * source cannot be trusted now (Q1: an untrusted source changes nothing).
 *
 * A pure function from the last version, the trust in the sources and the kinds
 * that each origin looked at, to overlay rows.  Every RRset that the last
 * version had from an untrusted source is retained, and every RRset of an
 * object that looked at such a source.  An object that is missing from a
 * trusted source is gone.  An RRset of an unknown origin is retained as long as
 * any source could have it.  Records of a kind that no longer claims are
 * removed: that is the operator's wish.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_UNTRUSTED_H
#define CONTROLLER_PUBLISH_RETAIN_UNTRUSTED_H

#include "controller/publish/retain/trust.h"
#include "controller/source/sources.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/zone/zone.h"

/* Adds rows to out, sorted at the end. */
void untrusted_decide(const struct zone *zone, const struct trusts *trusts,
    const struct sources *sources, struct overlay *out);

#endif
