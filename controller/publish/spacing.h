/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spacing.h - how far apart the publications of a zone are (Q2).
 *
 * Every reload has NSD read the zone and closes its TCP connections: under
 * sustained change it is not to do that all the time.
 */
#ifndef CONTROLLER_PUBLISH_SPACING_H
#define CONTROLLER_PUBLISH_SPACING_H

#include <stdint.h>

/*
 * From the start of one publication to the earliest start of the next, in ms.
 * took: the one that ended, ms.  fixed: publish.minInterval, 0 for auto, which
 * is ten seconds at most.
 */
uint64_t spacing(uint64_t took, uint64_t fixed);

#endif
