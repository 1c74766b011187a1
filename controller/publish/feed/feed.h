/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.h - the primary that our own NSD transfers its zones from, on loopback.
 *
 * NSD is told "transfer ZONE", asks here for an IXFR, and applies what differs
 * instead of reading the whole file again.  It is no DNS server for others:
 * one TCP port of the loopback address, one key, three kinds of questions (SOA,
 * IXFR, AXFR), one question a message.
 *
 * A question gets an answer or its connection is closed, at once: NSD does not
 * ask about a zone again while a question about it is open.  Whatever else is
 * asked is REFUSED.  NOTIMP and FORMERR are never said: NSD would transfer
 * whole zones for two days.
 *
 *	versions  --> feedstep --> feedjournal --.
 *	NAME.zone --> feedfile ------------------+--> feedreply --> feedpeer
 *	question  --> feedquestion --------------'    feedmessage   a connection
 *
 * feedkey has the port and the key, feedrecord records as octets.  handover
 * decides which way a version goes, and when a transfer came to nothing.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEED_H
#define CONTROLLER_PUBLISH_FEED_FEED_H

#include "controller/base/loop.h"
#include "controller/publish/feed/feedkey.h"
#include "zonegen/version/version.h"

struct feed;

struct feed_events {
	/* The zone's last version; NULL: there is none. */
	const struct zone *(*zone)(void *arg, const char *name);
	/*
	 * A descriptor of its file, for the callee to close; -1: it is not
	 * there, or was changed by others.
	 */
	int (*file)(void *arg, const char *name);
	/* Is NSD to read that file, and to get nothing of it here? */
	bool (*withholds)(void *arg, const char *name);
	void *arg;
};

struct feed_counters {
	uint64_t transfers, whole; /* that were answered to the end */
	uint64_t refused;          /* questions */
	uint64_t broken;           /* connections that ended in an answer */
};

/* Listens; key says where, if it can, and is what was chosen then. */
struct feed *feed_new(struct loop *loop, struct feedkey *key,
    const struct feed_events *events, struct err *err) MUST_CHECK;
void feed_free(struct feed *feed); /* NULL is fine */

/* The zone has adopted the version: it is a step from the one before it. */
void feed_add(
    struct feed *feed, const struct zone *zone, const struct version *version);
/* Can NSD have the last version by what differs from the one before? */
bool feed_has(const struct feed *feed, const struct zone *zone);
/* When the last question about its data was answered, in ms; 0: never. */
uint64_t feed_answered(const struct feed *feed, const char *zone);
/* Ends the connections on which the zone is transferred. */
void feed_cut(struct feed *feed, const char *zone);
void feed_forget(struct feed *feed, const char *zone); /* it is gone */
const struct feed_counters *feed_counters(const struct feed *feed);

#endif
