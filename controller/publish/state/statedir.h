/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statedir.h - the state directory: opened, locked, swept.
 *
 *	zones/NAME.zone, NAME.origins             the last versions
 *	zones/NAME.zone.good, NAME.origins.good   the version served before,
 *	until the last one is (filepair.h)
 *	zones/NAME.journal                        what NAME.zone is behind
 *	zones/NAME.zone.passed                    of a zone whose names another
 *	zone has now, until it has a version again
 *	unsynced                                  zones that may lack versions
 *	overlay.json, nsd.log, control.sock, lock
 *	nsd.conf, zone.list, nsd.sock             NSD's, unless these have a
 *	directory of their own
 *
 * A directory belongs to one controller: the process has a lock as long as it
 * lives.  Temporary files of a killed writer are removed on opening.
 *
 * The files of this room, in the order of a start:
 *
 *	statedir     opens the directory and reads files whole
 *	lastversion  loads the last version of each zone
 *	overlayfile  overlay.json: the overlays of all zones, with
 *	exclusionfile its members of what is excluded, and
 *	memoryfile   those that remember deletions, grace and holds;
 *	rowfile      prints and reads the members of a row
 *	catchup      where no publication of a zone sees to its journal
 *	filepair     writes, places and restores the two files of a zone
 *	journalfile  what changed where the zone file is written later
 *	zones/NAME.zone.passed                    of a zone whose names another
 *	zone has now, until it has a version again
 *	unsynced     what may be lost of that with the machine
 */
#ifndef CONTROLLER_PUBLISH_STATE_STATEDIR_H
#define CONTROLLER_PUBLISH_STATE_STATEDIR_H

#include <limits.h>
#include <stddef.h>

#include "zonegen/base/err.h"

struct statedir {
	int dir, zones, lock; /* descriptors; -1: not open */
	int nsd; /* where nsd.conf and zone.list are; -1: not open */
	char *path, *nsd_path;
};

#define STATEDIR_INIT                                         \
	{                                                     \
		.dir = -1, .zones = -1, .lock = -1, .nsd = -1 \
	}

/*
 * Makes the directory (0750) and zones/ when they are missing, but no directory
 * above.  ERR_SYSTEM: it cannot be used, or another process has the lock and
 * does not give it back for so many ms.
 */
#define STATEDIR_PATIENCE 5000 /* one that only catches up ends soon */
bool statedir_open(struct statedir *out, const char *path, unsigned patience,
    struct err *err) MUST_CHECK;
/* Another directory for NSD's files, made like the first; it has it opened. */
bool statedir_nsd(
    struct statedir *statedir, const char *path, struct err *err) MUST_CHECK;
void statedir_close(struct statedir *statedir); /* unopened is fine */

/* NAME.suffix in zones/: NAME is the zone's without what no file name has. */
struct statedir_name {
	char text[NAME_MAX + 1];
};
struct statedir_name statedir_name(const char *zone, const char *suffix);

/*
 * Reads a whole file and terminates it; the caller frees *text.  ERR_ABSENT:
 * there is none; ERR_INPUT: larger than limit octets.
 */
bool statedir_read(int dir, const char *name, size_t limit, char **text,
    size_t *len, struct err *err) MUST_CHECK;

/*
 * Renames a damaged file to NAME.bad-N, where N is the first free number, so
 * that an operator can look at it.
 */
bool statedir_set_aside(int dir, const char *name, struct err *err) MUST_CHECK;
/* Sets it aside, for what *err says, which then says so too; false. */
bool statedir_refuse(int dir, const char *name, struct err *err);

#endif
