/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publisher.h"

#include <stdlib.h>

#include "controller/axfr/recovery.h"
#include "controller/base/log.h"
#include "controller/config/limits.h"
#include "controller/publish/keeper.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/pass.h"
#include "controller/publish/zones.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

#define RETRY 30000        /* ms, of a configuration that cannot be read */
#define STOP_PATIENCE 1500 /* ms for publications under way */

struct publisher {
	struct loop *loop;
	struct store *store;
	struct sources *sources;
	const struct config *config;
	struct statedir statedir;
	struct keeper *keeper;
	struct durations durations;
	struct press press;
	struct zones zones;
	struct recovery *recovery; /* NULL: it is over; no pass before */
	bool overlays_owed;        /* to the disk */
	bool overlays_failing;

	uint64_t started, kicked; /* ms; kicked 0: nothing changed */
	bool passed;              /* there was a pass */
	bool open;                /* publishing may begin */
	struct loop_timer *turn, *trust_timer, *decision_timer;

	const struct config *next; /* configuration that waits, or NULL */
	bool next_failing;
	void (*released)(void *arg);
	void *released_arg;

	void (*stopped)(void *arg); /* not NULL: stopping */
	void *stopped_arg;
	bool stopping_nsd, done;
	struct loop_timer *stop_timer;
};

/* --- Passes --- */

static struct instant instant_of(const struct publisher *p)
{
	return (
	    struct instant){ (int64_t)loop_now(p->loop), loop_wall(p->loop) };
}

static void save_overlays(struct publisher *p)
{
	const struct instant now = instant_of(p);
	struct err err;

	if (!p->overlays_owed)
		return;
	p->overlays_owed =
	    !overlayfile_save(p->statedir.dir, &p->zones.overlays, &now, &err);
	if (p->overlays_owed && !p->overlays_failing)
		log_event(LOG_ERROR, "overlay not saved", "error", err.text);
	p->overlays_failing = p->overlays_owed;
}

/*
 * Publishing begins when every source was heard of, or has had its time (Q1: an
 * untrusted source changes nothing).
 */
static void open_gate(struct publisher *p, const struct trusts *trusts)
{
	uint64_t waited = loop_now(p->loop) - p->started;

	if (p->open)
		return;
	if (trust_complete(trusts)) {
		p->open = true;
	} else if (waited >= limits_real.patience) {
		struct buf kinds = BUF_INIT(1024);

		p->open = true;
		trust_missing(trusts, &kinds);
		log_event(LOG_WARNING,
		    "starting to publish although these kinds have not synced",
		    "kinds", buf_text(&kinds));
		buf_clear(&kinds);
	} else {
		loop_timer_set(p->trust_timer, limits_real.patience - waited);
	}
}

/* Grace ends, the guard's window empties: a pass then. */
static void wake_at(struct publisher *p, int64_t at)
{
	int64_t now = (int64_t)loop_now(p->loop);

	if (at == NEVER)
		loop_timer_stop(p->decision_timer);
	else
		loop_timer_set(
		    p->decision_timer, at > now ? (uint64_t)(at - now) + 1 : 1);
}

static void run_pass(struct publisher *p)
{
	uint64_t since = p->kicked ? p->kicked : loop_now(p->loop);
	struct arena arena = { .chunk = 0 };
	struct trusts trusts;
	int64_t next;

	p->kicked = 0;
	trust_read(&trusts, p->store, p->config, &arena);
	open_gate(p, &trusts);
	p->overlays_owed |= pass_run(
	    &(struct pass){
		.sources = p->sources,
		.store = p->store,
		.config = p->config,
		.set = p->zones.set,
		.trusts = &trusts,
		.early = !p->open,
		.made = zones_made(&p->zones, &arena),
		.searching = zones_searching(&p->zones, &arena),
		.now = (int64_t)loop_now(p->loop),
		.wall = loop_wall(p->loop),
		.overlays = &p->zones.overlays,
	    },
	    &next);
	keeper_look(p->keeper, p->sources, &trusts);
	arena_clear(&arena);
	wake_at(p, next);
	p->passed = true;
	if (!p->open)
		return;
	save_overlays(p);
	for (size_t i = 0; i < p->zones.count; i++)
		if (zones_ready(&p->zones, i) &&
		    version_owners_differ(zoneset_at(p->zones.set, i)))
			publication_consider(p->zones.publications[i], since);
}

void publisher_kick(struct publisher *p)
{
	if (p->stopped)
		return;
	if (!p->kicked)
		p->kicked = loop_now(p->loop);
	loop_timer_set(p->turn, 0);
}

bool publisher_look(const struct publisher *p, struct publisher_view *out)
{
	*out = (struct publisher_view){ 0 };
	if (!p->passed)
		return false;
	*out = (struct publisher_view){
		.config = p->config,
		.store = p->store,
		.set = p->zones.set,
		.zones = &p->zones,
		.recording = p->press.recording,
		.nsd_away = server_away(p->press.server),
		.durations = &p->durations,
		.statistics = keeper_statistics(p->keeper),
	};
	return true;
}

void publisher_report(struct publisher *p)
{
	zones_report(&p->zones, (int64_t)loop_now(p->loop));
}

bool publisher_approve(
    struct publisher *p, const char *zone, const char *plan, struct err *err)
{
	if (!zones_approve(
		&p->zones, zone, plan, (int64_t)loop_now(p->loop), err))
		return false;
	log_event(LOG_INFO, "plan approved", "zone", zone, "plan", plan);
	p->overlays_owed = true;
	save_overlays(p);
	publisher_kick(p);
	return true;
}

bool publisher_rekey(struct publisher *p, const char *key, struct err *err)
{
	return keeper_rekey(p->keeper, key, err);
}

static void on_time(void *arg)
{
	publisher_kick(arg);
}

/* --- Another configuration --- */

/* When nothing is under way: everything anew but NSD and the objects. */
static void reconfigure(struct publisher *p)
{
	const struct config *config = p->next;
	struct err err;

	/* What others did to the files must not count as the last versions. */
	zones_verify(&p->zones);
	if (zones_busy(&p->zones))
		return;
	if (!zones_written(&p->zones, &err) ||
	    !zones_open(&p->zones, &p->press, config, &err)) {
		if (!p->next_failing)
			log_event(LOG_ERROR, "configuration waits", "error",
			    err.text);
		p->next_failing = true;
		loop_timer_set(p->trust_timer, RETRY);
		return;
	}
	p->config = p->press.config = config;
	recording_reconfigure(p->press.recording, config);
	keeper_reconfigure(p->keeper, config);
	p->next = NULL;
	p->next_failing = p->press.closed = false;
	p->overlays_owed = true;
	store_mark_all(p->store);
	run_pass(p);
	p->released(p->released_arg);
}

void publisher_reconfigure(struct publisher *p, const struct config *config,
    void (*released)(void *arg), void *arg)
{
	bool waited = p->next && p->next != p->config;

	p->next = config;
	/* The one that waited is not used, and never was. */
	if (waited) {
		released(arg);
	} else {
		p->released = released;
		p->released_arg = arg;
	}
	p->press.closed = true;
	loop_timer_set(p->turn, 0);
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

static bool on_exclude(void *arg, const struct zone *zone, enum judge by,
    const struct exclusions *rows)
{
	struct publisher *p = arg;
	const struct instant now = instant_of(p);
	bool news = zones_exclude(&p->zones, zone, by, rows, &now);

	/* Without them RRsets may go: the guard is asked. */
	if (news) {
		p->overlays_owed = true;
		run_pass(p);
	}
	return news;
}

static void on_narrow(
    void *arg, const struct zone *zone, const struct exclusions *rows)
{
	struct publisher *p = arg;

	zones_narrow(&p->zones, zone, rows);
	p->overlays_owed = true;
	run_pass(p);
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
	keeper_close(p->keeper);
	loop_timer_stop(p->trust_timer);
	loop_timer_stop(p->decision_timer);
	recording_close(p->press.recording);
	loop_timer_set(p->stop_timer, is_busy(p) ? STOP_PATIENCE : 0);
}

/* One is idle, or all is recorded: somebody may wait for all to be. */
static void on_ended(void *arg)
{
	struct publisher *p = arg;

	if (p->next || p->stopped)
		loop_timer_set(p->turn, 0);
}

static void on_turn(void *arg)
{
	struct publisher *p = arg;

	if (p->stopped) {
		if (!is_busy(p) && !p->stopping_nsd)
			loop_timer_set(p->stop_timer, 0);
	} else if (p->recovery) {
		return; /* its end is a kick */
	} else if (p->next && !zones_busy(&p->zones)) {
		reconfigure(p);
	} else {
		run_pass(p);
	}
}

static void on_recovered(void *arg)
{
	struct publisher *p = arg;

	p->recovery = NULL;
	nameservers_restore(p->config, p->zones.set);
	loop_timer_set(p->turn, 0);
}

/* --- The beginning --- */

static bool open_directory(struct publisher *p, struct err *err)
{
	const struct instant now = instant_of(p);
	struct err damage;

	if (!statedir_open(&p->statedir, p->config->directory, err))
		return false;
	if (!overlayfile_load(
		p->statedir.dir, p->config, &now, &p->zones.overlays, &damage))
		log_event(
		    LOG_ERROR, "overlay is damaged", "error", damage.text);
	p->keeper = keeper_new(&p->press, &p->zones, err);
	return p->keeper != NULL;
}

struct publisher *publisher_start(struct loop *loop, struct store *store,
    const struct config *config, struct err *err)
{
	struct publisher *p = xcalloc(1, sizeof(*p));

	p->loop = loop;
	p->store = store;
	p->sources = sources_new(store);
	p->config = config;
	p->statedir = (struct statedir)STATEDIR_INIT;
	p->started = loop_now(loop);
	p->turn = loop_timer_new(loop, on_turn, p);
	p->trust_timer = loop_timer_new(loop, on_time, p);
	p->decision_timer = loop_timer_new(loop, on_time, p);
	p->stop_timer = loop_timer_new(loop, on_stop_timer, p);
	p->press = (struct press){ .loop = loop,
		.config = config,
		.statedir = &p->statedir,
		.trials = { .loop = loop, .checkers = checkers_new(loop) },
		.recording = recording_new(loop, &p->statedir, store, config,
		    &p->zones.overlays, on_ended, p),
		.durations = &p->durations,
		.ended = on_ended,
		.exclude = on_exclude,
		.narrow = on_narrow,
		.doubts = on_doubts,
		.reopen = on_reopen,
		.arg = p };
	if (!open_directory(p, err) ||
	    !zones_open(&p->zones, &p->press, config, err)) {
		publisher_free(p);
		return NULL;
	}
	p->recovery = recovery_start(
	    loop, config, p->zones.set, &limits_real, on_recovered, p);
	publisher_kick(p);
	return p;
}

void publisher_free(struct publisher *p)
{
	if (!p)
		return;
	keeper_mute(p->keeper);
	recovery_stop(p->recovery);
	zones_clear(&p->zones);
	recording_free(p->press.recording);
	sources_free(p->sources);
	keeper_free(p->keeper);
	checkers_free(p->press.trials.checkers);
	loop_timer_free(p->turn);
	loop_timer_free(p->trust_timer);
	loop_timer_free(p->decision_timer);
	loop_timer_free(p->stop_timer);
	statedir_close(&p->statedir);
	free(p);
}
