/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statedir.h - the state directory: opened, locked, swept.
 *
 *	zones/NAME.zone, NAME.origins             the last versions
 *	zones/NAME.zone.good, NAME.origins.good   what was served before them,
 *	                                          until they are (filepair.h)
 *	overlay.json, nsd.conf, zone.list, nsd.sock, nsd.log, control.sock, lock
 *
 * One controller per directory: the lock is held as long as the process lives,
 * however it ends.  What a killed writer left behind is removed on opening.
 */
#ifndef CONTROLLER_PUBLISH_STATE_STATEDIR_H
#define CONTROLLER_PUBLISH_STATE_STATEDIR_H

#include <stddef.h>

#include "zonegen/base/err.h"

struct statedir {
	int dir, zones, lock; /* descriptors; -1: not open */
	char *path;
};

#define STATEDIR_INIT                              \
	{                                          \
		.dir = -1, .zones = -1, .lock = -1 \
	}

/*
 * Makes the directory (0750) and zones/ when they are missing, not those above.
 * ERR_SYSTEM: it cannot be used, or another process holds it (its id is told).
 */
bool statedir_open(
    struct statedir *out, const char *path, struct err *err) MUST_CHECK;
void statedir_close(struct statedir *statedir); /* unopened is fine */

/*
 * A whole file, terminated; *text is the caller's to free.  ERR_ABSENT: there
 * is none; ERR_INPUT: larger than limit octets.
 */
bool statedir_read(int dir, const char *name, size_t limit, char **text,
    size_t *len, struct err *err) MUST_CHECK;

/*
 * Renames a damaged file to NAME.bad-N, N being the first free number, for
 * somebody to look at.
 */
bool statedir_set_aside(int dir, const char *name, struct err *err) MUST_CHECK;

#endif
