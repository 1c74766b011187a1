/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/previous.h"

#define HOUR 3600
#define DAY 86400
#define JUMP_MAX (400u * DAY)

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

/*
 * Busy times run ahead of the clock, by one for each version within a second;
 * a day of more than a hundred ends in the next day's numbers.
 */
static bool is_ahead(uint32_t serial, enum serial_policy policy, int64_t now)
{
	switch (policy) {
	case SERIAL_UNIXTIME:
		return serial_later(serial, (uint32_t)(now + HOUR));
	case SERIAL_DATE:
		return serial_later(
		    serial, serial_first(policy, now + DAY) + 99);
	case SERIAL_COUNTER:
		break;
	}
	return false;
}

uint32_t previous_next(const struct previous *previous,
    enum serial_policy policy, int64_t now, bool *ahead)
{
	*ahead = false;
	if (!previous->known)
		return serial_first(policy, now);
	*ahead = is_ahead(previous->serial, policy, now);
	return serial_next(policy, previous->serial, now);
}
