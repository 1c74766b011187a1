/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dnames.h - DNAMEs of a zone that lead back to themselves (C6: no alias
 * loops).
 *
 * A loop is broken at the youngest of its DNAMEs, which is no cut then.  A
 * DNAME that leads through more others than a resolver follows is refused as
 * well.
 */
#ifndef ZONEGEN_RESOLVE_DNAMES_H
#define ZONEGEN_RESOLVE_DNAMES_H

#include "zonegen/resolve/cuts.h"

/* After cuts are decided. */
void dnames_break(struct cuts *cuts, const char *zone);

#endif
