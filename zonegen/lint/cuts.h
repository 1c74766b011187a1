/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cuts.h - nameservers of the zone, delegations and DNAMEs, and what lies
 * below them.
 */
#ifndef ZONEGEN_LINT_CUTS_H
#define ZONEGEN_LINT_CUTS_H

#include "zonegen/lint/lookup.h"

/* Asked once, of the whole zone. */
void lint_apex(struct lint *lint);
void lint_cuts(struct lint *lint, const struct lint_name *name);

#endif
