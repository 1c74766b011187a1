/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/serials.h"

#include "controller/base/log.h"

static void alarm_jump(const char *zone, uint32_t serial)
{
	log_event(LOG_ERROR, "serial more than 400 days ahead ignored", "zone",
	    zone, "serial", log_u(serial), (char *)NULL);
}

void serials_hear(struct serials *serials, const char *zone, uint32_t serial)
{
	if (!previous_fold(&serials->elsewhere, serial))
		alarm_jump(zone, serial);
}

void serials_give(struct serials *serials, uint32_t serial)
{
	previous_floor(&serials->given, serial);
}

uint32_t serials_next(struct serials *serials, const struct zone *zone,
    const struct zone_config *config, int64_t now)
{
	struct previous previous = { .known = zone_has_version(zone),
		.serial = zone_serial(zone) };
	uint32_t serial;
	bool ahead;

	if (serials->elsewhere.known &&
	    !previous_fold(&previous, serials->elsewhere.serial)) {
		alarm_jump(zone_name(zone), serials->elsewhere.serial);
		serials->elsewhere.known = false;
	}
	if (serials->given.known)
		previous_floor(&previous, serials->given.serial);
	previous_floor(&previous, config->serial_floor);
	serial = previous_next(&previous, config->serial, now, &ahead);
	if (ahead && !serials->ahead_said) {
		serials->ahead_said = true;
		log_event(LOG_WARNING, "serial is ahead of the clock", "zone",
		    zone_name(zone), "serial", log_u(previous.serial),
		    (char *)NULL);
	}
	return serial;
}
