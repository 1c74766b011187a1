/* SPDX-License-Identifier: Apache-2.0 */
/*
 * census.h - how many RRsets the last version has, of the zone and of each
 * namespace in it.
 *
 * Only RRsets count that somebody asked for: records that are retained must not
 * make the zone larger, and with it what can be held.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_CENSUS_H
#define CONTROLLER_PUBLISH_RETAIN_CENSUS_H

#include "controller/publish/retain/window.h"

/* Adds the size of the last version to the windows that do not stand still. */
void census_take(struct window *window, const struct window_view *view,
    const struct losses *losses);
/* The last version is not known any more. */
void census_clear(struct window *window);

#endif
