/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spacing.h - how far apart the publications of a zone are (Q2).
 *
 * Every reload has NSD read the zone and closes its TCP connections: under
 * sustained change it is not to do that all the time.
 */
#ifndef CONTROLLER_PUBLISH_SPACING_H
#define CONTROLLER_PUBLISH_SPACING_H

#include <stdbool.h>
#include <stdint.h>

/*
 * From the start of one publication to the earliest start of the next, in ms.
 * took: the one that ended, ms.  served: NSD has what it was for.  fixed:
 * publish.minInterval, 0 for auto.
 */
uint64_t spacing(uint64_t took, bool served, uint64_t fixed);

#endif
