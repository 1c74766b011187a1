/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/account/serials.h"

#include "controller/base/log.h"

#define HOUR 3600
#define DAY 86400

bool serials_fold(struct previous *previous, uint32_t serial)
{
	if (!previous->known) {
		previous->known = true;
		previous->serial = serial;
		return true;
	}
	if (!serial_later(serial, previous->serial))
		return true;
	if (serial - previous->serial > SERIAL_JUMP_MAX)
		return false;
	previous->serial = serial;
	return true;
}

void serials_raise(struct previous *previous, uint32_t floor)
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

uint32_t serials_after(const struct previous *previous,
    enum serial_policy policy, int64_t now, bool *ahead)
{
	*ahead = false;
	if (!previous->known)
		return serial_first(policy, now);
	*ahead = is_ahead(previous->serial, policy, now);
	return serial_next(policy, previous->serial, now);
}

static void alarm_jump(const char *zone, uint32_t serial)
{
	log_event(LOG_ERROR, "serial more than 400 days ahead ignored", "zone",
	    zone, "serial", log_u(serial));
}

void serials_hear(struct serials *serials, const char *zone, uint32_t serial)
{
	if (!serials_fold(&serials->elsewhere, serial))
		alarm_jump(zone, serial);
}

void serials_give(struct serials *serials, uint32_t serial)
{
	serials_raise(&serials->given, serial);
}

uint32_t serials_next(struct serials *serials, const struct zone *zone,
    const struct zone_config *config, int64_t now)
{
	struct previous previous = { .known = zone_has_version(zone),
		.serial = zone_serial(zone) };
	uint32_t serial;
	bool ahead;

	if (serials->elsewhere.known &&
	    !serials_fold(&previous, serials->elsewhere.serial)) {
		alarm_jump(zone_name(zone), serials->elsewhere.serial);
		serials->elsewhere.known = false;
	}
	if (serials->given.known)
		serials_raise(&previous, serials->given.serial);
	serials_raise(&previous, config->serial_floor);
	serial = serials_after(&previous, config->serial, now, &ahead);
	if (ahead && !serials->ahead_said) {
		serials->ahead_said = true;
		log_event(LOG_WARNING, "serial is ahead of the clock", "zone",
		    zone_name(zone), "serial", log_u(previous.serial));
	}
	return serial;
}
