/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tracked.h - what is known of one secondary of one zone.  Pure: sounding.h and
 * NSD say what happens, and the time is an argument.
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_TRACKED_H
#define CONTROLLER_PUBLISH_SECONDARY_TRACKED_H

#include "controller/config/secondary.h"
#include "controller/publish/secondary/sounding.h"
#include "controller/publish/secondary/notified.h"
#include "controller/publish/secondary/starving.h"

/* The serials of a zone that were served last, the newest last. */
#define TRAIL_MAX 64
struct trail {
	uint32_t serials[TRAIL_MAX];
	size_t count;
	uint64_t since; /* ms: the newest is served */
};

void trail_add(struct trail *trail, uint32_t serial, uint64_t now);
/*
 * The versions that came after that serial: 0: it is the newest, or later;
 * TRAIL_MAX: more than are remembered.
 */
size_t trail_behind(const struct trail *trail, uint32_t serial);

enum tracked_trouble {
	TRACKED_WELL,
	TRACKED_SILENT, /* no answer */
	TRACKED_KEY,    /* refused for the key, or not signed by it */
	TRACKED_LAME,   /* it answers, but not for the zone */
	TRACKED_AHEAD,  /* its serial is later than ours */
	TRACKED_STARVED,
	TRACKED_UNNOTIFIED, /* NOTIFY stays unanswered */
};
/* "SecondaryAhead": the id of its finding; NULL: it is well. */
const char *tracked_word(enum tracked_trouble trouble);

struct tracked {
	const struct secondary *secondary; /* of the configuration of now */
	struct endpoint server; /* that is asked; .port 0: nobody is */
	bool heard;             /* it answered, with a serial or without */
	bool has_serial, counts;
	bool lacks; /* it answered that it has not got the zone */
	uint32_t serial;
	uint64_t answered;     /* ms: it did, last; 0: never */
	size_t behind;         /* versions */
	uint64_t behind_since; /* ms; 0: it is not */
	enum tracked_trouble trouble;
	char why[200]; /* in words; "": it is well */
	enum notified notified;
	struct starving starving;
	/* tracking.c's own */
	struct tracking *tracking;
	struct tracking_zone *zone;
	uint64_t due, step;     /* ms: asked next, and the pause after that */
	size_t key_at, refused; /* the key to ask with; those that failed */
	struct sounding *sounding;
};

/* A version is served, after those in the trail. */
void tracked_served(
    struct tracked *tracked, const struct trail *before, uint64_t now);
void tracked_asked(struct tracked *tracked, const struct asked *asked,
    const struct trail *trail, uint64_t now);
/* NSD was looked at, age ms after the last version. */
void tracked_notified(struct tracked *tracked, const char *reply, uint64_t age);

#endif
