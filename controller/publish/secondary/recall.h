/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recall.h - all secondaries of a zone asked at once for their serials (W4:
 * serials rise).
 *
 * With nothing on the disk they are the ones who know what was served last.
 * They are asked by TCP, signed where there is a key: what anybody could have
 * made up does not count.
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_RECALL_H
#define CONTROLLER_PUBLISH_SECONDARY_RECALL_H

#include "controller/publish/secondary/servers.h"
#include "controller/base/loop.h"

struct recall;

struct recalled {
	const uint32_t *serials; /* of those that have the zone */
	size_t count;
};

/*
 * done is called from the loop, once, also if there is nobody to ask; the
 * recall is freed after it.  zone is borrowed until then.
 */
struct recall *recall_start(struct loop *loop,
    const struct transfers *transfers, const struct zone_config *config,
    const char *zone, void (*done)(void *arg, const struct recalled *recalled),
    void *arg);
void recall_stop(struct recall *recall); /* NULL is fine */

#endif
