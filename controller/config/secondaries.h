/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secondaries.h - TSIG keys, secondaries, and which zone has which.
 */
#ifndef CONTROLLER_CONFIG_SECONDARIES_H
#define CONTROLLER_CONFIG_SECONDARIES_H

#include "controller/config/draft.h"
#include "controller/config/read/reading.h"

/* Sets them, those of the zones included.  Mistakes are the reader's. */
void secondaries_read(struct draft *draft, struct reader *reader);

#endif
