/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/previous.h"

#define JUMP_MAX (400u * 86400u)

bool previous_fold(struct previous *previous, uint32_t serial)
{
	if (!previous->known) {
		previous->known = true;
		previous->serial = serial;
		return true;
	}
	if (!serial_later(serial, previous->serial))
		return true;
	if (serial - previous->serial > JUMP_MAX)
		return false;
	previous->serial = serial;
	return true;
}

void previous_floor(struct previous *previous, uint32_t floor)
{
	if (!floor)
		return;
	if (!previous->known || serial_later(floor, previous->serial))
		previous->serial = floor;
	previous->known = true;
}

uint32_t previous_next(const struct previous *previous,
    enum serial_policy policy, int64_t now, bool *ahead)
{
	*ahead = false;
	if (!previous->known)
		return serial_first(policy, now);
	*ahead = policy == SERIAL_UNIXTIME &&
	    serial_later(previous->serial, (uint32_t)now);
	return serial_next(policy, previous->serial, now);
}
