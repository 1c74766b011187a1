/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stageevent.h - what happens to the version of a zone: what a stage is told.
 */
#ifndef CONTROLLER_PUBLISH_STAGE_STAGEEVENT_H
#define CONTROLLER_PUBLISH_STAGE_STAGEEVENT_H

#include <stdbool.h>
#include <stdint.h>

enum stage_happening {
	ZONE_CHANGED,  /* .since; it was resolved */
	ZONE_REPLACED, /* .served; the same zone by another configuration */
	ZONE_FROZEN,   /* a version that is not in place yet stops */
	SERIAL_ASKED,  /* .came, .served, .blind, .waits */
	OWNERS_NOTED,  /* for good, without a new version */
	VERSION_CHECKED,
	VERSION_RECORDED,
	VERSION_OVERTAKEN, /* its serial is not later than one that is */
	VERSION_UNFIT,     /* for the journal: it is made with its file */
	VERSION_JOURNALED, /* in the journal, its file is behind */
	VERSION_WRITTEN,   /* in place, for good */
	VERSION_UNSYNCED,  /* in place, not for good */
	VERSION_REPEATED,  /* it would be the one that was refused */
	VERSION_REFUSED,   /* by the checker */
	HAND_FAILED,       /* and nothing is other than before */
	NSD_TOLD,          /* to load the file (.by_file), or to transfer it */
	NSD_UNTOLD, /* it is away: it may be another one when it is back */
	VERSION_SERVED,
	VERSION_REJECTED, /* NSD could not load it; .before */
	VERSION_UNSERVED, /* no answer, or of another version */
	VERSION_MISSED, /* it is handed over once more, another way; .by_file */
	FILES_RESTORED,
	FILES_REOPENED,
	FILES_TOUCHED, /* by others */
	FILES_BEHIND,  /* the last version, at a start */
	FILES_WANTED,  /* as the last version is, soon */
	FILES_FOLLOWED,
	ROWS_EXCLUDED, /* records are left out from now on */
	NOBODY_BLAMED,
	ALARM_RANG, /* .alarm was reached; .touched */
};

/* What a rejected version can make way for. */
enum stage_before {
	BEFORE_NOTHING,
	BEFORE_IN_MEMORY,
	BEFORE_ON_DISK, /* its files, of a process before this one */
};

struct stage_event {
	enum stage_happening what;
	uint64_t since;    /* ms: of the change */
	bool came, served; /* NSD answered; with the last version's serial */
	bool blind, waits; /* no serial is known from anywhere; one has to be */
	enum stage_before before;
	bool touched;     /* others changed the last version's file */
	bool by_file;     /* NSD reads the file in place, or has to */
	const char *text; /* why it failed, for operators */

	/* How things are, whatever happened. */
	bool differs, owners; /* the zone from its last version; those do */
	bool away, absent;    /* NSD does not answer commands; nobody listens */
	bool known, closed;   /* there is a last version; nothing is begun */
	bool required;        /* a version has to be recorded before */
	bool frozen;          /* by an operator: no version is begun */
	uint64_t interval, least; /* ms: minInterval, 0: auto; at least */
};

#endif
