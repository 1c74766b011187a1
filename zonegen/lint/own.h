/* SPDX-License-Identifier: Apache-2.0 */
/*
 * own.h - lint of a zone that we resolved: its findings name origins.
 *
 * What zonegen/RULES.md rules out is no longer in such a zone, so only the
 * checks marked * in lint.h are made.
 */
#ifndef ZONEGEN_LINT_OWN_H
#define ZONEGEN_LINT_OWN_H

#include "zonegen/zone/zoneset.h"

/* Appends findings: they cost a walk over every record of the zone. */
void lint_zone(const struct zone *zone, struct findings *out);
/* The same for each zone of a set. */
void lint_zoneset(const struct zoneset *set, struct findings *out);

#endif
