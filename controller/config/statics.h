/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statics.h - the static records and the administrators of each zone.
 */
#ifndef CONTROLLER_CONFIG_STATICS_H
#define CONTROLLER_CONFIG_STATICS_H

#include "controller/config/draft.h"
#include "controller/config/read/reading.h"

/* Sets them.  Mistakes are the reader's. */
void statics_read(struct draft *draft, struct reader *reader);

/* Why the zone cannot have a static record of this type there, or NULL. */
const char *statics_misplaced(
    const struct zone_settings *zone, const char *name, uint16_t type);

#endif
