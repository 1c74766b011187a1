/* SPDX-License-Identifier: Apache-2.0 */
/*
 * untrusted.h - which records of the last version stay although nobody claims
 * them now.
 *
 * One pure function of (last version, trust of the sources, what each origin
 * looked at) to overlay rows.  A source that is not trusted changes nothing
 * (Q1): every RRset the last version had from it is retained, and so is every
 * one of an object that looked at such a source.  An object that is gone from
 * a trusted source is gone.  An RRset whose origin is not known is retained as
 * long as any source could be the one.  Kinds that do not claim any more are
 * the operator's doing: theirs goes.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_UNTRUSTED_H
#define CONTROLLER_PUBLISH_RETAIN_UNTRUSTED_H

#include "controller/publish/retain/trust.h"
#include "controller/source/sources.h"
#include "zonegen/claim/overlay.h"
#include "zonegen/zone/zone.h"

/* Is it the stand-in for an origin that was lost? */
bool retain_is_unknown(const struct origin *origin);
/*
 * A row for one RRset of a name in the last version, as its origin's (NULL: not
 * known) with the rank that its kind has today, for files keep none.  NULL:
 * there is no such RRset.
 */
struct retained *retain_rrset(struct overlay *out, enum retain_reason reason,
    const char *name, const struct rrsets *last, uint16_t type,
    struct origin *origin, unsigned rank);

/* Adds rows to out, sorted at the end. */
void untrusted_decide(const struct zone *zone, const struct trusts *trusts,
    const struct sources *sources, struct overlay *out);

#endif
