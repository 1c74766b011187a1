/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serials.h - the serial that a zone's next version gets (W4: serials
 * rise).
 *
 * It is later than all that others may have: the last version's file, NSD's
 * answer, serialFloor.  A source that is more than 400 days ahead of those
 * before it is not believed, because following it would be for ever;
 * serialFloor is the operator's word and always is.
 */
#ifndef CONTROLLER_PUBLISH_ACCOUNT_SERIALS_H
#define CONTROLLER_PUBLISH_ACCOUNT_SERIALS_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/config/config.h"
#include "zonegen/version/serial.h"
#include "zonegen/zone/zone.h"

/* What the next serial must be later than. */
struct previous {
	bool known;
	uint32_t serial;
};

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

/* false: serial is too far ahead and was ignored. */
bool serials_fold(struct previous *previous, uint32_t serial);
void serials_raise(struct previous *previous, uint32_t floor); /* 0: none */
/* The next serial; *ahead: previous is later than the clock allows. */
uint32_t serials_after(const struct previous *previous,
    enum serial_policy policy, int64_t now, bool *ahead);

#endif
