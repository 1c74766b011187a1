/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catchup.h - zone files that are behind their journals (F6: the journal) while
 * no publication of the zone sees to that: before NSD starts, and of a zone
 * that is not configured any more and that NSD may have all the same.
 */
#ifndef CONTROLLER_PUBLISH_STATE_CATCHUP_H
#define CONTROLLER_PUBLISH_STATE_CATCHUP_H

#include "controller/publish/state/lastversion.h"
#include "controller/publish/state/statedir.h"

/* For each zone that has a journal. */
void catchup_each(
    int zones, void (*found)(void *arg, const char *zone), void *arg);

/*
 * Writes both files of the zone with what the journal has beyond them, and
 * removes it.  What of it is damaged stays for whoever makes the next version,
 * and must not give its serials again.  settings NULL: it has none.
 */
bool catchup_zone(const struct statedir *statedir, const char *zone,
    const struct zone_settings *settings, struct lastversion *out,
    struct err *err) MUST_CHECK;

#endif
