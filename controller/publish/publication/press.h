/* SPDX-License-Identifier: Apache-2.0 */
/*
 * press.h - what the publications of all zones share; owned by the publisher.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_PRESS_H
#define CONTROLLER_PUBLISH_PUBLICATION_PRESS_H

#include "controller/publish/account/histogram.h"
#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/publish/feed/feed.h"
#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/checkerversion.h"
#include "controller/publish/nsd/server.h"
#include "controller/publish/transfer/followers.h"
#include "controller/publish/order/orders.h"
#include "controller/publish/publication/recording.h"
#include "controller/publish/secondary/tracking.h"
#include "controller/publish/trial/trial.h"
#include "controller/publish/state/statedir.h"
#include "controller/publish/state/unsynced.h"
#include "zonegen/claim/exclusion.h"
#include "zonegen/zone/zone.h"

/* How long publications take, all zones together. */
struct durations {
	/* A version: made, written and checked, loaded by NSD, answered. */
	struct histogram render, check, reload, confirm;
	struct histogram change; /* from the event to the answer */
};

struct version;

struct press {
	struct loop *loop;
	const struct config *config; /* of now */
	const struct statedir *statedir;
	struct unsynced *unsynced; /* zones whose versions are */
	struct asker *asker;
	struct control *control;
	struct server *server;
	struct feed *feed; /* NULL: NSD transfers nothing */
	struct checkerversion *checkerversion;
	struct recording *recording;
	const struct orders *orders; /* what operators ordered, of now */
	struct durations *durations;
	struct trials trials;
	struct followers *followers; /* keys and addresses of secondaries */
	struct tracking *tracking;   /* how far these are */
	bool closed;                 /* nothing new is started */
	/* A new version was seen served; or NULL.  Its plan is whole. */
	void (*served)(void *arg, const struct version *version);
	void *served_arg;
	void (*ended)(void *arg); /* one became idle, and nothing follows */
	/*
	 * Those rows into the zone's overlay, saved, and a pass with them;
	 * false: it had them all.  by: who refused them.
	 */
	bool (*exclude)(void *arg, const struct zone *zone, enum judge by,
	    const struct exclusions *rows);
	/*
	 * The search is over: those rows in place of the zone's open ones
	 * (exclusion.h), saved, and a pass with them.
	 */
	void (*narrow)(
	    void *arg, const struct zone *zone, const struct exclusions *rows);
	/*
	 * Did NSD lately refuse what its checker had passed of the zone?  Then
	 * NSD is asked about a version before it is put in place.
	 */
	bool (*doubts)(void *arg, const struct zone *zone);
	/* Files on disk were replaced: all zones from there again, soon. */
	void (*reopen)(void *arg);
	void *arg;
};

#endif
