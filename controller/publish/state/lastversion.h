/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lastversion.h - taking a zone's last version from disk (Q5).
 *
 * It is the truth the objects are compared with.  A file that is not one of
 * ours, or was edited, is no version: it is set aside, never guessed at; of it
 * only the serial counts, so that the next one is later.
 */
#ifndef CONTROLLER_PUBLISH_STATE_LASTVERSION_H
#define CONTROLLER_PUBLISH_STATE_LASTVERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/zone/zone.h"

struct lastversion {
	bool found;        /* the zone has it now */
	size_t lost;       /* RRsets in it without a known origin */
	bool serial_known; /* not found, but a damaged file told a serial */
	uint32_t serial;
};

/*
 * No file is no error.  ERR_INPUT: the file was damaged and set aside, *out
 * tells what was still to be read from it; ERR_SYSTEM: it cannot be read, so
 * nothing is known and nothing may be published over it.
 */
bool lastversion_load(const struct statedir *statedir, struct zone *zone,
    struct lastversion *out, struct err *err) MUST_CHECK;

/*
 * The same for those who only look, in an open directory of zone files; what
 * is damaged stays where it is and is ERR_INPUT.
 */
bool lastversion_look(int zones, struct zone *zone, struct lastversion *out,
    struct err *err) MUST_CHECK;

/* The serial of anything that looks like a zone file. */
bool lastversion_serial(const char *text, uint32_t *out);

#endif
