/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loading.h - what the disk has of zones is read, and what of it is not as it
 * should be is logged.
 */
#ifndef CONTROLLER_PUBLISH_LOADING_H
#define CONTROLLER_PUBLISH_LOADING_H

#include "controller/publish/state/lastversion.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/base/map.h"
#include "zonegen/zone/zone.h"

/* The last version of a zone.  ERR_SYSTEM: it cannot even be read. */
bool loading_zone(const struct statedir *statedir, struct zone *zone,
    struct lastversion *last, struct err *err) MUST_CHECK;
/*
 * Zones that are not among the configured ones, and that NSD may have: their
 * files are as their journals are (catchup.h).
 */
void loading_others(
    const struct statedir *statedir, const struct map *configured);

#endif
