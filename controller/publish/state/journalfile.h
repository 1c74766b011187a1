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
#include "controller/publish/state/unsynced.h"
#include "zonegen/base/buf.h"

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

/* For whoever writes one. */
struct journalfile {
	int dir;                         /* zones/, borrowed */
	const char *zone;                /* borrowed */
	struct unsynced *unsynced_zones; /* borrowed; has it first */
	int fd;        /* -1: nothing was appended since it was empty */
	size_t len;    /* octets of whole entries */
	bool unsynced; /* appended since it was synced last */
	/* Nothing may follow what is there: no more entries until it is empty.
	 */
	bool torn;
};

/* The file is made by the first entry. */
void journalfile_open(struct journalfile *journal,
    const struct statedir *statedir, struct unsynced *unsynced,
    const char *zone);
/* The whole entry, or nothing of it; see JOURNALFILE_MAX. */
bool journalfile_append(struct journalfile *journal, const struct buf *entry,
    struct err *err) MUST_CHECK;
/*
 * What was appended survives a crash of the machine.  If not, it may never:
 * nothing may follow it.
 */
bool journalfile_sync(struct journalfile *journal, struct err *err) MUST_CHECK;
/* The files in place, synced, have all of it: removes it. */
bool journalfile_empty(struct journalfile *journal, struct err *err) MUST_CHECK;
void journalfile_close(struct journalfile *journal); /* the file stays */

#endif
