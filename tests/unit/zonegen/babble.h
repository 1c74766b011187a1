/* SPDX-License-Identifier: Apache-2.0 */
/*
 * babble.h - random claims, on few names and with much to quarrel about.
 */
#ifndef TESTS_UNIT_ZONEGEN_BABBLE_H
#define TESTS_UNIT_ZONEGEN_BABBLE_H

#include "tests/unit/zonegen/world.h"

/* One to three objects of a namespace, each with some claims, as lines. */
void babble(struct world *world, const char *namespace, unsigned *seed);

#endif
