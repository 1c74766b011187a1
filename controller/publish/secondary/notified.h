/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notified.h - whom NSD still sends NOTIFY, out of its "zonestatus".  Pure.
 *
 * NSD sends NOTIFY every 3 s, five times, until it is answered; as long as it
 * does, the zone has a line 'notify: "send ADDRESS ... with serial N"'.  When
 * it gives up the line is gone, as if all had answered.
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_NOTIFIED_H
#define CONTROLLER_PUBLISH_SECONDARY_NOTIFIED_H

#include <stdbool.h>
#include <stdint.h>

#define NOTIFIED_FIRST 1500     /* ms after the version: the first look */
#define NOTIFIED_EVERY 3000     /* ms */
#define NOTIFIED_GIVEN_UP 14000 /* ms: a line that goes later was given up */

/* Does NSD send it, by the reply to "zonestatus ZONE"? "192.0.2.1@53". */
bool notified_pending(const char *reply, const char *endpoint);

/* The state of one secondary's NOTIFY for the last version. */
enum notified {
	NOTIFIED_UNKNOWN,
	NOTIFIED_PENDING,
	NOTIFIED_ANSWERED,
	NOTIFIED_UNANSWERED, /* NSD gave up */
};

/* After a look, age ms after the version. */
enum notified notified_next(enum notified before, bool pending, uint64_t age);

#endif
