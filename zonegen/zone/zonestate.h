/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonestate.h - the inside of a zone, for the files that implement zone.h and
 * for the rooms that print it: version/ and lint/.
 */
#ifndef ZONEGEN_ZONE_ZONESTATE_H
#define ZONEGEN_ZONE_ZONESTATE_H

#include "zonegen/claim/overlay.h"
#include "zonegen/resolve/cuts.h"
#include "zonegen/resolve/resolution.h"
#include "zonegen/domain/domains.h"
#include "zonegen/zone/zone.h"

struct zone {
	const struct zone_settings *settings;
	struct domains domains;
	struct cuts cuts; /* of the names resolved last */
	struct resolution resolution;
	struct overlay overlay;

	/* The last version. */
	bool restored; /* its claims are an old version */
	bool has_version;
	bool elsewhere; /* another server has it, and no file here */
	uint32_t serial;
	uint32_t
	    edition; /* counts what became the last version, or part of it */
	struct buf head; /* from $ORIGIN on */
	bool restated;   /* its origins' digests are not those in its file */
};

#endif
