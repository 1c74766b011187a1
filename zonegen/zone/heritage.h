/* SPDX-License-Identifier: Apache-2.0 */
/*
 * heritage.h - owners of names that pass to another zone (N2: the longest
 * zone), when there is one more zone or one less.
 */
#ifndef ZONEGEN_ZONE_HERITAGE_H
#define ZONEGEN_ZONE_HERITAGE_H

#include "zonegen/zone/zoneset.h"

/*
 * Who owned a name in the last version of from, which is of the set or was of
 * the one before, owns it in the zone of the set that it belongs to now (C2:
 * one owner namespace), unless the last version of that has it already.
 */
void heritage_take(struct zoneset *set, const struct zone *from);

#endif
