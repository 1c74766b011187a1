/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publisher.h - from zones in memory to answered queries: the story of
 * publish/.
 *
 *	publisher.c    when: another configuration, the end
 *	  passes.c     passes, turn by turn
 *	  pass.c       claims, overlay, resolved zones; nameservers.c
 *	  zones.c      the zones of a configuration, and what belongs to each
 *	  keeper.c     NSD kept as it is wanted
 *	publication/   one zone on its way from a version to an answer
 *	  writing.c confirming.c restoring.c quarantine.c  the steps
 *	stage/         which step comes next (the picture is in stage.h)
 *
 * When the store has changed, the publisher makes a pass and starts a
 * publication for each zone that differs from its last version.  A publication
 * works on a finished version and never looks at claims; changes that gather
 * meanwhile make the next one.  A step ends by a named event: child exit, end
 * of the control connection, UDP answer, deadline.
 */
#ifndef CONTROLLER_PUBLISH_PUBLISHER_H
#define CONTROLLER_PUBLISH_PUBLISHER_H

#include <stdbool.h>

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/publish/order/orders.h"
#include "controller/publish/transfer/transfers.h"
#include "controller/object/store.h"
#include "zonegen/zone/zoneset.h"

struct durations;
struct obeying;
struct tracking;
struct overlays;
struct publisher;
struct statistics;
struct version;

/*
 * Opens the state directory (one controller per directory: lock), takes the
 * last versions from disk, writes nsd.conf and, with nsd.run, starts or adopts
 * NSD.  config and store are borrowed.  ERR_SYSTEM, ERR_INPUT.
 */
struct publisher *publisher_start(struct loop *loop, struct store *store,
    const struct config *config, struct err *err) MUST_CHECK;
/* Something changed in the store; cheap, the pass comes later. */
void publisher_kick(struct publisher *publisher);
/*
 * What the last pass left, to be read only and only until the caller returns
 * to the loop: the zones, the rules they were made by, the objects.  false:
 * there was no pass yet, *out is empty.
 */
struct publisher_view {
	const struct config *config;
	const struct store *store;
	const struct zoneset *set;
	/* Publications, what is retained, what the guard holds (zones.h). */
	const struct zones *zones;
	struct recording *recording; /* versions in git: recording.h */
	const struct orders *orders; /* what operators ordered */
	bool nsd_away;
	struct transfers transfers;        /* who may, by which key */
	const struct tracking *tracking;   /* how far secondaries are */
	const struct durations *durations; /* press.h */
	struct statistics *statistics;     /* of NSD; may be renewed */
};
bool publisher_look(
    struct publisher *publisher, struct publisher_view *out) MUST_CHECK;
/* At once, perhaps amid a pass: only versions and publications are whole. */
bool publisher_glance(
    const struct publisher *publisher, struct publisher_view *out) MUST_CHECK;
/* Somebody reads all plans that are held now, which may be approved then. */
void publisher_report(struct publisher *publisher);
/* Carries out what operators order (obeying.h). */
struct obeying *publisher_obeying(struct publisher *publisher);
/*
 * Puts the secret of a TSIG key's file in force, whoever uses the former one.
 * ERR_ABSENT: no such key, or nothing new; ERR_INPUT, ERR_SYSTEM: the file.
 */
bool publisher_rekey(
    struct publisher *publisher, const char *key, struct err *err) MUST_CHECK;
/* Who hears of each version seen served, whole still; NULL: nobody.  It reads.
 */
void publisher_listen(struct publisher *publisher,
    void (*served)(void *arg, const struct version *version), void *arg);
/*
 * Another one publishes: here no publication and no push to git begins, a
 * version that is not in place yet is dropped, a push under way is cut, and NSD
 * is looked after.
 */
void publisher_wait(struct publisher *publisher, bool waits);
/*
 * Another configuration from now on.  The publications under way end first;
 * released is called when the former config is not used any more.
 */
void publisher_reconfigure(struct publisher *publisher,
    const struct config *config, void (*released)(void *arg), void *arg);
/*
 * Ends: no new publication, the own NSD is stopped when nsd.run.  done is
 * called from the loop within 10 s, then publisher_free().
 */
void publisher_stop(
    struct publisher *publisher, void (*done)(void *arg), void *arg);
void publisher_free(struct publisher *publisher); /* NULL is fine */

#endif
