/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unsynced.h - zones of which more versions may have been seen than the disk
 * has, if the machine is lost (F3: the file follows).
 *
 * What is appended to a journal is synced a second later.  A secondary may have
 * a version of that second, and must not get another one under its serial (W4:
 * serials rise).  So a zone is noted here, for good, before its first entry,
 * until the controller ends well.  If another boot of the machine finds it, the
 * next serial is beyond all that a second can have brought.
 *
 * The file has the boot's id, and a line for each zone: NAME; or of one of
 * which something was lost NAME SERIAL, until it has a later version, and "NAME
 * " if no serial is known.  What is lost once more is beyond that serial, too.
 */
#ifndef CONTROLLER_PUBLISH_STATE_UNSYNCED_H
#define CONTROLLER_PUBLISH_STATE_UNSYNCED_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/err.h"

#define UNSYNCED_FILE "unsynced"
/* Versions: NSD takes hardly more than a hundred in a second. */
#define UNSYNCED_MOST 200

struct unsynced;

/* In the state directory, which is borrowed.  A damaged line is passed over. */
struct unsynced *unsynced_open(int dir);
void unsynced_free(struct unsynced *unsynced); /* NULL is fine */

/*
 * Was something of it lost?  Then *floor is the serial that may have been seen,
 * where known is the last one that the disk has.
 */
bool unsynced_lost(struct unsynced *unsynced, const char *zone, uint32_t known,
    uint32_t *floor);
/* Its versions get to the disk later, from now on. */
bool unsynced_note(
    struct unsynced *unsynced, const char *zone, struct err *err) MUST_CHECK;
/* At the end: its files have all of it, up to this serial. */
void unsynced_settle(
    struct unsynced *unsynced, const char *zone, uint32_t serial);
bool unsynced_save(struct unsynced *unsynced, struct err *err) MUST_CHECK;

#endif
