/* SPDX-License-Identifier: Apache-2.0 */
/*
 * handover.h - which way a version goes to NSD: by its file and "reload", or
 * by "transfer" and the feed.  Pure: facts in, a way out; time is an argument.
 *
 *	begin --> TRANSFER --served--> done
 *	             |missed: asked, and answered lately --> wait once more
 *	             '--missed--> connections cut, TRANSFER again
 *	                             '--missed--> RELOAD, the way out
 *
 * The file of a version can be put in place at any time, so the way out is
 * always open.  Two ways out within ten minutes, and the zone goes by
 * its file for ten minutes.
 */
#ifndef CONTROLLER_PUBLISH_FEED_HANDOVER_H
#define CONTROLLER_PUBLISH_FEED_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/nsdmode.h"

enum handover_way { WAY_RELOAD, WAY_TRANSFER, WAYS };

/* Why a transfer came to nothing. */
enum handover_cause {
	FALL_UNASKED,  /* NSD did not ask the feed, or got no answer */
	FALL_UNSERVED, /* it got one, and did not serve the version in time */
	FALL_REJECTED, /* it answers SERVFAIL */
	FALL_REFUSED,  /* it does not take the command */
	FALLS
};

/* Beyond, one "reload" for all is faster: nobody needs to count further. */
#define HANDOVER_ZONES 50

struct handover_facts {
	enum handover_mode mode; /* nsd.handover */
	/*
	 * NSD serves the version before, from files as they were written; the
	 * feed has the step from that to this one.
	 */
	bool possible;
	size_t records; /* of the zone, about */
	size_t waiting; /* zones that NSD is to be told of; see below */
};

struct handover {
	enum handover_way way; /* of the last version */
	unsigned tries;        /* transfers of it */
	bool waited, rescued;
	uint64_t began, fell, barred; /* ms: fell, the last time; until */
	bool has_fallen;
	uint64_t done[WAYS], falls[FALLS]; /* since the process began */
};

/* May a version be transferred? */
bool handover_may(const struct handover *handover,
    const struct handover_facts *facts, uint64_t now);
/* A version is in place. */
enum handover_way handover_begin(struct handover *handover,
    const struct handover_facts *facts, uint64_t now);
/* How long NSD has for it, in ms; records as above. */
uint64_t handover_patience(const struct handover *handover, size_t records);
/* NSD was told the other way: it was away, or refused the command. */
void handover_told(
    struct handover *handover, enum handover_way way, uint64_t now);
enum handover_next {
	HANDOVER_WAIT,  /* as long as handover_patience() says */
	HANDOVER_AGAIN, /* by ->way, after the zone's connections were cut */
};
/* The transfer is not served.  answered: when the feed's last answer was. */
enum handover_next handover_missed(
    struct handover *handover, bool rejected, uint64_t answered, uint64_t now);
/*
 * NSD was told to load the file, and has an older version: it does not read a
 * file that is older than its last transfer, by a clock that went back.  true:
 * it is to transfer the version, once, if an NSD of that version may.
 */
bool handover_rescue(
    struct handover *handover, const char *version, uint64_t now);
void handover_served(struct handover *handover);
/*
 * May a zone be transferred by NSD of that version, "4.6.1"?  Not by one that
 * is not known, nor by 4.14.0 to 4.14.2, where a record of a tenant that is
 * transferred (SVCB) can end NSD.
 */
bool handover_allows(const char *version);
/*
 * Does it end each reload only when the open TCP connections of the one before
 * are closed, or after 3 s?
 */
bool handover_lingers(const char *version);
#define HANDOVER_LINGER 3500 /* ms that a reload may take longer then */
/* Is it kept from transfers for having fallen twice? */
bool handover_barred(const struct handover *handover, uint64_t now);
const char *handover_way_word(enum handover_way way);
const char *handover_cause_word(enum handover_cause cause);

#endif
