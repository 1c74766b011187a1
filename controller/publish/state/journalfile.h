/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journalfile.h - NAME.journal, beside the two files of a zone: what the last
 * versions changed since NAME.zone was written (journal.h).  There is one only
 * while the zone file is behind; lastversion.h reads it at the next start.
 */
#ifndef CONTROLLER_PUBLISH_STATE_JOURNALFILE_H
#define CONTROLLER_PUBLISH_STATE_JOURNALFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/publish/state/statedir.h"

#define JOURNALFILE_MAX ((size_t)64 << 20) /* octets of one */

bool journalfile_is_there(int zones, const char *zone);
/* The whole of it, which the caller frees; ERR_ABSENT: there is none. */
bool journalfile_read(int zones, const char *zone, char **text, size_t *len,
    struct err *err) MUST_CHECK;
/* If there is one: the files in place, synced, have all of it. */
bool journalfile_remove(
    int zones, const char *zone, struct err *err) MUST_CHECK;
/* It could not be used up: kept as NAME.journal.bad-N. */
bool journalfile_set_aside(
    int zones, const char *zone, struct err *err) MUST_CHECK;

#endif
