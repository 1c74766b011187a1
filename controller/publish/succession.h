/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession.h - names that pass from one zone to another (W8: names that pass
 * to another zone), because a zone inside another one is configured, or is not
 * any more.
 *
 * NSD answers a name from the longest zone that it has.  So the zone that had
 * the name has it until the other one is served with it, and its owner stays.
 */
#ifndef CONTROLLER_PUBLISH_SUCCESSION_H
#define CONTROLLER_PUBLISH_SUCCESSION_H

#include "controller/publish/zones.h"

/* All zones were opened; before: those of the configuration before, or NULL. */
void succession_begin(struct zoneset *set, const struct zoneset *before);
/*
 * A zone inside this one that takes names of objects over from its last version
 * and is not served yet, or NULL.
 */
const char *succession_heir(struct zones *zones, const struct zone *zone);
/* The zone around one that is configured, or is not any more; or NULL. */
const struct zone *succession_around(
    const struct zoneset *set, const char *inside);
/*
 * The zone around one that was not published yet, if it retains names that this
 * one has not and would hide (Q1: an untrusted source changes nothing; U1: a
 * flood is held), or NULL.
 */
const char *succession_hides(struct zones *zones, const struct zone *zone);
/*
 * NSD is to lose it; false: not before its names are served from the one around
 * it.  Then its file is of before: were it served again, these would go back.
 */
bool succession_end(struct zones *zones, const char *gone);
/* After each pass.  certain: every source is known. */
void succession_passed(struct zones *zones, bool certain);

#endif
