/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publisher.h"

#include <stdlib.h>

#include "controller/base/log.h"
#include "controller/publish/keeper.h"
#include "controller/publish/lost.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/obeying.h"
#include "controller/publish/order/orderfile.h"
#include "controller/publish/passes.h"
#include "controller/publish/zones.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

#define RETRY 30000        /* ms, of a configuration that cannot be read */
#define STOP_PATIENCE 1500 /* ms for publications under way */

struct publisher {
	struct loop *loop;
	struct loop *part; /* of it, for all that works on the zones */
	struct store *store;
	const struct config *config;
	struct statedir statedir;
	struct keeper *keeper;
	struct durations durations;
	struct press press;
	struct zones zones;
	struct lost *lost; /* zones that the disk does not have */
	bool begun;        /* what was lost at the start is there again */
	struct orders orders;
	struct passes passes;
	struct obeying obeying;

	bool waits;                /* another controller publishes */
	const struct config *next; /* configuration that waits, or NULL */
	bool next_failing;
	uint64_t next_at; /* ms: it is not tried before */
	void (*released)(void *arg);
	void *released_arg;

	void (*stopped)(void *arg); /* not NULL: stopping */
	void *stopped_arg;
	bool stopping_nsd, done;
	struct loop_timer *stop_timer;
};

/* --- Passes --- */

void publisher_kick(struct publisher *p)
{
	if (!p->stopped)
		passes_kick(&p->passes);
}

void publisher_listen(struct publisher *p,
    void (*served)(void *arg, const struct version *version), void *arg)
{
	p->press.served = served;
	p->press.served_arg = arg;
}

bool publisher_look(struct publisher *p, struct publisher_view *out)
{
	if (p->passes.any)
		passes_settle(&p->passes);
	return publisher_glance(p, out);
}

bool publisher_glance(const struct publisher *p, struct publisher_view *out)
{
	*out = (struct publisher_view){ 0 };
	if (!p->passes.any)
		return false;
	*out = (struct publisher_view){
		.config = p->config,
		.store = p->store,
		.set = p->zones.set,
		.zones = &p->zones,
		.recording = p->press.recording,
		.orders = &p->orders,
		.nsd_away = server_away(p->press.server),
		.transfers = followers_transfers(p->press.followers),
		.tracking = p->press.tracking,
		.durations = &p->durations,
		.statistics = keeper_statistics(p->keeper),
	};
	return true;
}

void publisher_report(struct publisher *p)
{
	passes_settle(&p->passes);
	zones_report(&p->zones, (int64_t)loop_now(p->loop));
}

struct obeying *publisher_obeying(struct publisher *p)
{
	return &p->obeying;
}

bool publisher_rekey(struct publisher *p, const char *key, struct err *err)
{
	return keeper_rekey(p->keeper, key, err);
}

void publisher_wait(struct publisher *p, bool waits)
{
	p->waits = p->passes.waits = waits;
	p->press.closed = waits || p->stopped;
	recording_bar(p->press.recording, waits);
	if (waits)
		zones_freeze(&p->zones, ORDERS_ALL);
	else
		publisher_kick(p);
}

/* --- Another configuration --- */

/* The former one is in use as ever, so that what hinders this one can go. */
static void put_off(struct publisher *p, const struct err *err)
{
	if (!p->next_failing)
		log_event(LOG_ERROR, "configuration waits", "error", err->text);
	p->next_failing = true;
	p->press.closed = p->waits;
}

/* When nothing is under way: everything anew but NSD and the objects. */
static void reconfigure(struct publisher *p)
{
	const struct config *config = p->next;
	struct err err;

	/* What others did to the files must not count as the last versions. */
	zones_verify(&p->zones);
	zones_follow(&p->zones);
	if (zones_busy(&p->zones))
		return;
	if (!zones_written(&p->zones, &err) ||
	    !zones_open(&p->zones, &p->press, config, &err)) {
		put_off(p, &err);
		p->next_at = loop_now(p->loop) + RETRY;
		loop_timer_set(p->passes.trust_timer, RETRY);
		return;
	}
	lost_take(p->lost, p->zones.set);
	nameservers_restore(config, p->zones.set);
	p->config = p->passes.config = p->press.config = config;
	recording_reconfigure(p->press.recording, config);
	keeper_reconfigure(p->keeper, config);
	p->next = NULL;
	p->next_failing = false;
	p->press.closed = p->waits;
	p->passes.owed = true;
	store_mark_all(p->store);
	passes_run(&p->passes);
	p->released(p->released_arg);
}

void publisher_reconfigure(struct publisher *p, const struct config *config,
    void (*released)(void *arg), void *arg)
{
	bool waited = p->next && p->next != p->config;

	if (p->begun)
		lost_take(p->lost, NULL);
	p->next = config;
	p->next_at = 0;
	/* The one that waited is not used, and never was. */
	if (waited) {
		released(arg);
	} else {
		p->released = released;
		p->released_arg = arg;
	}
	loop_timer_set(p->passes.turn, 0);
}

static void keep_config(void *arg)
{
	(void)arg;
}

/* The same configuration from the files on disk. */
static void on_reopen(void *arg)
{
	struct publisher *p = arg;

	if (!p->next)
		publisher_reconfigure(p, p->config, keep_config, NULL);
}

static void on_expire(void *arg)
{
	struct publisher *p = arg;

	obeying_expire(&p->obeying);
}

static bool on_exclude(void *arg, const struct zone *zone, enum judge by,
    const struct exclusions *rows)
{
	struct publisher *p = arg;
	const struct instant now = passes_now(&p->passes);
	bool news = zones_exclude(&p->zones, zone, by, rows, &now);

	/* Without them RRsets may go: the guard is asked. */
	if (news) {
		p->passes.owed = true;
		passes_run(&p->passes);
	}
	return news;
}

static void on_narrow(
    void *arg, const struct zone *zone, const struct exclusions *rows)
{
	struct publisher *p = arg;

	zones_narrow(&p->zones, zone, rows);
	p->passes.owed = true;
	passes_run(&p->passes);
}

static bool on_doubts(void *arg, const struct zone *zone)
{
	struct publisher *p = arg;

	return zones_doubted(&p->zones, zone);
}

/* --- The end --- */

static void on_stop_done(void *arg)
{
	struct publisher *p = arg;

	/* From the loop, not from inside a callback of what will be freed. */
	p->done = true;
	loop_timer_set(p->stop_timer, 0);
}

static void on_stop_timer(void *arg)
{
	struct publisher *p = arg;

	if (p->done) {
		p->stopped(p->stopped_arg);
	} else if (!p->stopping_nsd) {
		p->stopping_nsd = true;
		zones_restate(&p->zones);
		keeper_stop(p->keeper, on_stop_done, p);
	}
}

static bool is_busy(const struct publisher *p)
{
	return zones_busy(&p->zones) || recording_busy(p->press.recording);
}

void publisher_stop(struct publisher *p, void (*done)(void *arg), void *arg)
{
	p->stopped = done;
	p->stopped_arg = arg;
	p->press.closed = true;
	passes_settle(&p->passes);
	keeper_close(p->keeper);
	passes_stop(&p->passes);
	zones_follow(&p->zones);
	recording_close(p->press.recording);
	loop_timer_set(p->stop_timer, is_busy(p) ? STOP_PATIENCE : 0);
}

/* One is idle, or all is recorded: somebody may wait for all to be. */
static void on_ended(void *arg)
{
	struct publisher *p = arg;

	if (p->next || p->stopped || p->zones.waiting ||
	    zones_catalog_owed(&p->zones))
		loop_timer_set(p->passes.turn, 0);
}

/*
 * Until the zones that it adds were looked for, and what is in no file is
 * written, the former one is in use.
 */
static bool is_next_due(struct publisher *p)
{
	uint64_t now = loop_now(p->loop);
	struct err err;

	if (!p->next)
		return false;
	if (!lost_config(p->lost))
		lost_seek(p->lost, p->next);
	if (!lost_over(p->lost))
		return false;
	if (now < p->next_at) {
		loop_timer_set(p->passes.trust_timer, p->next_at - now);
		return false;
	}
	if (!zones_written(&p->zones, &err)) {
		put_off(p, &err);
		return false;
	}
	p->press.closed = true;
	return !passes_under_way(&p->passes) && !zones_busy(&p->zones);
}

/* No pass before. */
static void begin(struct publisher *p)
{
	if (!lost_over(p->lost))
		return;
	lost_take(p->lost, p->zones.set);
	nameservers_restore(p->config, p->zones.set);
	p->begun = true;
	loop_timer_set(p->passes.turn, 0);
}

/* What became served meanwhile is recorded with its files. */
static void stop_soon(struct publisher *p)
{
	if (p->stopping_nsd)
		return;
	zones_follow(&p->zones);
	if (!is_busy(p))
		loop_timer_set(p->stop_timer, 0);
}

static void on_turn(void *arg)
{
	struct publisher *p = arg;

	if (p->stopped) {
		stop_soon(p);
	} else if (!p->begun) {
		begin(p);
	} else if (is_next_due(p)) {
		reconfigure(p);
	} else {
		passes_turn(&p->passes);
		/* It may have waited for this pass alone. */
		if (p->next && is_next_due(p))
			reconfigure(p);
	}
}

static void on_sought(void *arg)
{
	struct publisher *p = arg;

	loop_timer_set(p->passes.turn, 0);
}

/* --- The beginning --- */

static bool open_directory(struct publisher *p, struct err *err)
{
	const struct instant now = passes_now(&p->passes);
	struct err damage;

	if (!statedir_open(
		&p->statedir, p->config->directory, STATEDIR_PATIENCE, err) ||
	    !statedir_nsd(&p->statedir, p->config->nsd_files, err))
		return false;
	if (!overlayfile_load(
		p->statedir.dir, p->config, &now, &p->zones.overlays, &damage))
		log_event(
		    LOG_ERROR, "overlay is damaged", "error", damage.text);
	if (!orderfile_load(p->statedir.dir, &now, &p->orders, &damage))
		log_event(LOG_ERROR, "orders are damaged, all zones are frozen",
		    "error", damage.text);
	retired_load(&p->zones.retired, p->statedir.dir);
	p->press.unsynced = unsynced_open(p->statedir.dir);
	p->keeper = p->passes.keeper = keeper_new(&p->press, &p->zones, err);
	return p->keeper != NULL;
}

struct publisher *publisher_start(struct loop *loop, struct store *store,
    const struct config *config, struct err *err)
{
	struct publisher *p = xcalloc(1, sizeof(*p));

	p->loop = loop;
	p->part = loop_part(loop);
	p->store = store;
	p->config = config;
	p->statedir = (struct statedir)STATEDIR_INIT;
	passes_open(&p->passes, loop, p->part, store, &p->statedir, &p->zones,
	    config, on_turn, p);
	p->passes.orders = p->zones.orders = &p->orders;
	p->passes.expire = on_expire;
	p->passes.expire_arg = p;
	obeying_open(&p->obeying, loop, &p->passes, on_reopen, p);
	p->stop_timer = loop_timer_new(loop, on_stop_timer, p);
	p->press = (struct press){ .loop = p->part,
		.config = config,
		.statedir = &p->statedir,
		.trials = { .loop = p->part,
		    .checkers = checkers_new(p->part) },
		.recording = recording_new(p->part, &p->statedir, store, config,
		    &p->zones.overlays, &p->orders, on_ended, p),
		.orders = &p->orders,
		.durations = &p->durations,
		.ended = on_ended,
		.exclude = on_exclude,
		.narrow = on_narrow,
		.doubts = on_doubts,
		.reopen = on_reopen,
		.arg = p };
	p->lost = lost_new(loop, store, &p->press, on_sought, p);
	p->passes.recording = p->press.recording;
	if (!open_directory(p, err) ||
	    !zones_open(&p->zones, &p->press, config, err)) {
		publisher_free(p);
		return NULL;
	}
	lost_seek(p->lost, config);
	publisher_kick(p);
	return p;
}

void publisher_free(struct publisher *p)
{
	if (!p)
		return;
	keeper_mute(p->keeper);
	lost_free(p->lost);
	zones_clear(&p->zones);
	recording_free(p->press.recording);
	keeper_free(p->keeper);
	checkers_free(p->press.trials.checkers);
	passes_close(&p->passes);
	loop_timer_free(p->stop_timer);
	loop_free(p->part);
	obeying_close(&p->obeying);
	orders_clear(&p->orders);
	unsynced_free(p->press.unsynced);
	statedir_close(&p->statedir);
	free(p);
}
