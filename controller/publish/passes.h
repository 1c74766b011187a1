/* SPDX-License-Identifier: Apache-2.0 */
/*
 * passes.h - passes one after another, in turns that are short.
 *
 * A pass over a hundred thousand names takes longer than anybody should wait
 * who wants something of this process.  So a turn of the loop is one piece of
 * it.  While a pass is under way the zones are between two states, and all that
 * works on them waits: the part of the loop that publications live in is held.
 * Then the overlays are saved and the zones that differ are published, zone by
 * zone, again in turns.
 */
#ifndef CONTROLLER_PUBLISH_PASSES_H
#define CONTROLLER_PUBLISH_PASSES_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/publish/keeper.h"
#include "controller/publish/order/orders.h"
#include "controller/publish/publication/recording.h"
#include "controller/publish/state/statedir.h"
#include "controller/publish/zones.h"

struct passes {
	struct loop *loop, *part;
	struct store *store;
	struct sources *sources;
	const struct statedir *statedir;
	struct zones *zones;
	struct orders *orders;
	struct recording *recording;
	const struct config *config; /* of now */
	struct keeper *keeper;       /* looks at what a pass leaves */
	bool owed;                   /* the overlays, to the disk */
	bool failing;                /* they could not be saved */
	bool orders_failing;         /* nor those */
	bool any;                    /* a pass came to its end */
	bool open;                   /* publishing may begin */
	bool waits;                  /* but another publishes */
	uint64_t started, kicked;    /* ms; kicked 0: nothing changed */
	void (*expire)(void *arg);   /* what stands and whose time is over */
	void *expire_arg;
	struct loop_timer *turn, *trust_timer, *decision_timer;

	/* Of the one under way. */
	struct passing *passing; /* NULL: it is over */
	bool saving, publishing; /* what is left to do then */
	size_t at;               /* publishing: the next zone */
	uint64_t since;          /* ms: when the first change came */
	struct trusts *trusts;
	struct arena arena;
};

/* part: of the loop, for all that works on the zones.  The rest is borrowed. */
void passes_open(struct passes *passes, struct loop *loop, struct loop *part,
    struct store *store, const struct statedir *statedir, struct zones *zones,
    const struct config *config, void (*turn)(void *arg), void *arg);
void passes_close(struct passes *passes);
struct instant passes_now(const struct passes *passes);
/* There is something to do: the turn comes soon. */
void passes_kick(struct passes *passes);
/* Is a pass under way, or zones of one still to be published? */
bool passes_under_way(const struct passes *passes);
/* The turn has come: a piece of the pass, of a new one if none is under way. */
void passes_turn(struct passes *passes);
/* The zones are as a whole pass leaves them: what is under way ends now. */
void passes_settle(struct passes *passes);
/* A whole new pass, now. */
void passes_run(struct passes *passes);
void passes_save(struct passes *passes); /* the overlays, if they are owed */
void passes_stop(struct passes *passes); /* no other pass begins by itself */

#endif
