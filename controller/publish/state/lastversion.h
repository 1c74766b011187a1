/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lastversion.h - loads a zone's last version from disk (Q5: the last version
 * is on disk): that of NAME.zone, and what NAME.journal has beyond it.
 *
 * The objects are compared with it.  A file that this controller did not write,
 * or that was edited, is no version: it is set aside and not interpreted.  Only
 * its serial counts, so that the next serial is later.
 */
#ifndef CONTROLLER_PUBLISH_STATE_LASTVERSION_H
#define CONTROLLER_PUBLISH_STATE_LASTVERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/err.h"
#include "zonegen/zone/zone.h"

struct lastversion {
	bool found;        /* the zone has it now */
	size_t lost;       /* RRsets in it without a known origin */
	bool serial_known; /* a damaged file has one, which is later */
	uint32_t serial;

	bool journal;          /* there is one, or was */
	size_t caught_up;      /* its versions that the zone file had not */
	uint32_t caught_up_to; /* the serial of the last of them */
	struct err dropped; /* why not all of it counts; "": all of it does */
	struct err trouble; /* why it is still there; "": it is not */
	bool behind;        /* the zone has more than its file in place */
};

/*
 * Whatever NSD is told next, it reads the zone file: with a journal the files
 * are written anew, and it is removed, or set aside when it is damaged.
 *
 * No file is no error.  ERR_INPUT: the file was damaged and is set aside; *out
 * has its serial if it could be read.  ERR_SYSTEM: the file cannot be read, so
 * the zone must not be published over it.
 */
bool lastversion_load(const struct statedir *statedir, struct zone *zone,
    struct lastversion *out, struct err *err) MUST_CHECK;

/*
 * The same without changing anything, in an open directory of zone files.  A
 * damaged file stays where it is and is ERR_INPUT.
 */
bool lastversion_look(int zones, struct zone *zone, struct lastversion *out,
    struct err *err) MUST_CHECK;

/*
 * The names of the zone have passed to another one, and change there: from now
 * on only the serial of its file counts.
 */
void lastversion_pass(int zones, const char *zone);
bool lastversion_passed(int zones, const char *zone); /* and none came since */

/* The serial of anything that looks like a zone file. */
bool lastversion_serial(const char *text, uint32_t *out);

#endif
