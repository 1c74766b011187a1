/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serials.h - what a zone's publication knows of serials: previous.h, with its
 * alarms.
 */
#ifndef CONTROLLER_PUBLISH_SERIALS_H
#define CONTROLLER_PUBLISH_SERIALS_H

#include "controller/config/config.h"
#include "controller/publish/previous.h"
#include "zonegen/zone/zone.h"

struct serials {
	struct previous elsewhere; /* what others know of this zone */
	struct previous given;     /* the last one of ours, however far ahead */
	bool ahead_said;
};

/* Somebody else has this serial of the zone. */
void serials_hear(struct serials *serials, const char *zone, uint32_t serial);
/* We gave it to a version that may have been seen. */
void serials_give(struct serials *serials, uint32_t serial);
/* That of the zone's next version. */
uint32_t serials_next(struct serials *serials, const struct zone *zone,
    const struct zone_config *config, int64_t now);

#endif
