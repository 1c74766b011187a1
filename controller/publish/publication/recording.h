/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recording.h - what becomes of each version is told to the history, with the
 * reasons that are known when it is put in place.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_RECORDING_H
#define CONTROLLER_PUBLISH_PUBLICATION_RECORDING_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/publish/history/history.h"
#include "controller/publish/order/orders.h"
#include "controller/publish/retain/memory.h"
#include "controller/publish/state/filepair.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/zone.h"

struct recording;

/* All is borrowed.  rested: nothing waits to be recorded any more. */
struct recording *recording_new(struct loop *loop,
    const struct statedir *statedir, const struct store *store,
    const struct config *config, struct overlays *overlays,
    struct orders *orders, void (*rested)(void *arg), void *arg);
void recording_free(struct recording *recording); /* NULL is fine */
void recording_reconfigure(
    struct recording *recording, const struct config *config);
/* See history_bar() and history_accept(). */
void recording_bar(struct recording *recording, bool barred);
bool recording_accept(struct recording *recording, const char *by,
    const char *reason, struct err *err) MUST_CHECK;
const struct history *recording_history(const struct recording *recording);
/* The end is near: what waits is recorded at once. */
void recording_close(struct recording *recording);
bool recording_busy(const struct recording *recording);

/*
 * The version has to be a commit before it is put in place; pair has its files.
 * done is called once, at once perhaps, unless the zone is forsaken.
 */
void recording_commit(struct recording *recording, const struct zone *zone,
    const struct version *version, const struct filepair *pair,
    void (*done)(void *arg, const struct history_recorded *end), void *arg);
void recording_forsake(struct recording *recording, const struct zone *zone);
/* It is not configured any more. */
void recording_gone(struct recording *recording, const char *zone);
/* The version is in place; it was taken back. */
void recording_placed(struct recording *recording, const struct zone *zone,
    const struct version *version);
void recording_reverted(struct recording *recording, const struct zone *zone);
/* Orders that a commit tells now need not be told again. */
void recording_settle(struct recording *recording);
/* The last version is; behind: its files follow, and then this is said again.
 */
void recording_served(
    struct recording *recording, const struct zone *zone, bool behind);

#endif
