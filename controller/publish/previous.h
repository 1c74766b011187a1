/* SPDX-License-Identifier: Apache-2.0 */
/*
 * previous.h - the serial that the next one must be later than.
 *
 * Folded from all who may have one: the last version's file, NSD's answer,
 * serialFloor.  A source that is more than 400 days ahead of those before it is
 * not believed, because following it would be for ever; serialFloor is the
 * operator's word and always is.
 */
#ifndef CONTROLLER_PUBLISH_PREVIOUS_H
#define CONTROLLER_PUBLISH_PREVIOUS_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/version/serial.h"

struct previous {
	bool known;
	uint32_t serial;
};

/* false: serial is too far ahead and was ignored. */
bool previous_fold(struct previous *previous, uint32_t serial);
void previous_floor(struct previous *previous, uint32_t floor); /* 0: none */

/* The next serial; *ahead: previous is later than the clock allows. */
uint32_t previous_next(const struct previous *previous,
    enum serial_policy policy, int64_t now, bool *ahead);

#endif
