/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load.h - the last version of a zone, read back from its two files.
 *
 * The zone file is read twice: the first time only to see that it is, byte for
 * byte and comments apart, what we write, so that a file that is not changes
 * nothing.
 */
#ifndef ZONEGEN_VERSION_LOAD_H
#define ZONEGEN_VERSION_LOAD_H

#include "zonegen/zone/zone.h"

/*
 * Take the last version from its file and its .origins (len 0: unknown).
 * ERR_INPUT, nothing changed, when the zone file is not one that we wrote.
 * *lost: how many RRsets lack an origin.  Call once, before anything else.
 */
bool load_version(struct zone *zone, const char *file, size_t len,
    const char *origins, size_t origins_len, size_t *lost,
    struct err *err) MUST_CHECK;
/*
 * What the overlay of the zone retains is of the origins that its rows say,
 * where the last version does not know them: then its .origins are damaged, or
 * it is that of a secondary.
 */
void load_retained(struct zone *zone);

#endif
