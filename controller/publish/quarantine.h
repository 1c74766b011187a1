/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quarantine.h - from what a checker refuses to rows of the overlay (W2).
 *
 * Pure: lines, or the plan of a version, and the zone's claims in; rows out.
 */
#ifndef CONTROLLER_PUBLISH_QUARANTINE_H
#define CONTROLLER_PUBLISH_QUARANTINE_H

#include "controller/publish/nsd/inspection.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/zone.h"

/*
 * Who asked for the lines that were found.  Where there are none, but it is not
 * the head either, whoever brought something new; of a first version nobody can
 * be told apart.  No rows: nobody is to blame.
 */
void quarantine_decide(const struct zone *zone, const struct version *version,
    const struct culprit_found *found, const char *words,
    struct exclusions *out);

#endif
