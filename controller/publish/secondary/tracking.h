/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tracking.h - how far each secondary is: which serial it has, whether it
 * answered NOTIFY, and whether it is starved.
 *
 * After a version is served the secondaries are asked for the zone's serial,
 * with growing pauses until they have it, and each minute at rest.  What they
 * answer unsigned by UDP is only shown.
 *
 * The room, from one question to all zones:
 *	servers    which servers are asked, and with which keys
 *	sounding   one question to one server
 *	notified   what NSD says about NOTIFY
 *	starving   the pause between versions, for the sake of one
 *	tracked    what is known of one secondary of one zone
 *	tracking   all of them: when whom is asked
 *	account    what is known of a zone's secondaries, as JSON
 *	recall     all secondaries of one zone at once, for their serials
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_TRACKING_H
#define CONTROLLER_PUBLISH_SECONDARY_TRACKING_H

#include "controller/publish/nsd/control.h"
#include "controller/publish/secondary/tracked.h"
#include "controller/publish/transfer/transfers.h"

struct tracking;

/* Where keys and endpoints are looked up whenever they are needed. */
struct tracking_options {
	struct loop *loop;
	struct control *control; /* borrowed */
	/* Of now. */
	struct transfers (*transfers)(void *arg);
	void *arg;
};

struct tracking *tracking_new(const struct tracking_options *options);
void tracking_free(struct tracking *tracking); /* NULL is fine */

/*
 * The secondaries of the configuration of now, or other endpoints of a Service:
 * what was known of the others stays.
 */
void tracking_reconfigure(struct tracking *tracking);
/* The zone's version with that serial is served. */
void tracking_served(
    struct tracking *tracking, const char *zone, uint32_t serial);
/* The least time from one version to the next, in ms; 0: any. */
uint64_t tracking_pause(const struct tracking *tracking, const char *zone);
/* The serial of the zone's version that was served last; false: none was. */
bool tracking_last(
    const struct tracking *tracking, const char *zone, uint32_t *serial);
/* The followers of a zone: *at starts at 0; NULL at the end. */
const struct tracked *tracking_next(
    const struct tracking *tracking, const char *zone, size_t *at);

/* Of its servers the one that is furthest behind; NULL: there is none. */
const struct tracked *tracking_worst(const struct tracking *tracking,
    const char *zone, const struct secondary *secondary);

#endif
