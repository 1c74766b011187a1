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

#endif
