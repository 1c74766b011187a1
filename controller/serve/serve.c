/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve.c - opens the doors, and looks at the publisher for each request that
 * comes through one of them.
 */
#include "controller/serve/serve.h"

#include <stdlib.h>

#include "controller/publish/nsd/statistics.h"
#include "controller/publish/history/history.h"
#include "controller/publish/publication/recording.h"
#include "controller/publish/zones.h"
#include "controller/serve/answer/metrics.h"
#include "controller/serve/door.h"
#include "controller/publish/obeying.h"
#include "controller/serve/pages.h"
#include "controller/serve/probes.h"
#include "controller/serve/processfacts.h"
#include "controller/serve/rate.h"
#include "controller/serve/routes.h"
#include "zonegen/base/mem.h"

#define TALLY_AGE 60000 /* ms: findings are not counted more often */
#define TALLY_SHARE 200 /* times as long as it takes between two */
#define STATUS_AGE 1000 /* ms, and STATUS_SHARE: the same of pages */
#define STATUS_SHARE 20
#define STATUS_MAX ((size_t)64 << 20) /* octets */

#define DOORS 3 /* the control socket, health, pages */

struct serve {
	struct serve_options options;
	struct httpd_limits posts; /* as usual, and POST */
	struct door *doors[DOORS];
	uint64_t started; /* ms since 1970: the process */

	struct rate scrapes;
	struct tally tally;
	bool counted;
	uint64_t tally_due; /* ms */
	struct loop_timer *count;

	struct rate views;
	struct buf status;   /* for pages, of a moment ago */
	uint64_t status_due; /* ms: it is made anew from then on */
};

/* What the last pass left, for one answer. */
struct glance {
	struct arena arena;
	struct publisher_view view;
	struct knowledge knowledge;
	struct situation situation;
	struct affairs affairs;
	const struct affairs *known; /* NULL: there was no pass */
};

static const struct zone_state *zone_states(const struct zones *zones,
    const struct history *history, struct arena *arena)
{
	struct zone_state *list =
	    arena_alloc(arena, (zones->count + 1) * sizeof(*list));

	for (size_t i = 0; i < zones->count; i++) {
		const struct publication *publication = zones->publications[i];
		const struct zone_overlay *overlay = map_get(
		    &zones->overlays.by_zone, publication_zone(publication));

		history_look_zone(
		    history, publication_zone(publication), &list[i].git);
		list[i].served = publication_served(publication);
		list[i].answered = publication_answered(publication);
		list[i].waits = publication_waits(publication);
		list[i].heir = zones->heirs[i];
		list[i].counters = publication_counters(publication);
		list[i].handover = publication_handover(publication);
		list[i].recent = publication_recent(publication);
		if (!overlay)
			continue;
		list[i].overlay = &overlay->overlay;
		list[i].hold = &overlay->memory.hold;
	}
	return list;
}

/* What the view is for an answer. */
static void take_view(const struct serve *serve, struct glance *out)
{
	const struct history *history;
	struct history_state git;

	out->knowledge = (struct knowledge){
		.config = out->view.config,
		.store = out->view.store,
		.set = out->view.set,
		.orders = out->view.orders,
	};
	history = recording_history(out->view.recording);
	history_look(history, &git);
	out->affairs = (struct affairs){
		.git = git,
		.wall = loop_wall(serve->options.loop),
		.situation = out->situation,
		.knowledge = &out->knowledge,
		.zones = zone_states(out->view.zones, history, &out->arena),
		.nsd_away = out->view.nsd_away,
		.transfers = &out->view.transfers,
		.tracking = out->view.tracking,
		.now = loop_now(serve->options.loop),
	};
	out->known = &out->affairs;
}

/*
 * Good until the caller returns to the loop; it clears the arena.  amid: of
 * health, which must not wait for a pass to end.
 */
static void look(const struct serve *serve, bool amid, struct glance *out)
{
	struct publisher *publisher = serve->options.publisher;

	*out = (struct glance){ 0 };
	serve->options.describe(serve->options.arg, &out->situation);
	if (amid ? publisher_glance(publisher, &out->view)
		 : publisher_look(publisher, &out->view))
		take_view(serve, out);
}

/* --- The local API --- */

static bool accept_history(struct publisher *publisher,
    const struct statement *stated, struct err *err)
{
	struct publisher_view view;

	if (!publisher_look(publisher, &view))
		return err_set(err, ERR_ABSENT, "nothing is known yet");
	return recording_accept(
	    view.recording, stated->by, stated->reason, err);
}

static bool restore(struct obeying *obeying, const struct posted *posted,
    struct buf *answer, struct err *err)
{
	const struct obeying_restore order = {
		.zone = posted->zone,
		.word = posted->revision,
		.plan = *posted->plan ? posted->plan : NULL,
		.stated = &posted->stated,
		.life = posted->life,
	};
	struct obeying_shown shown;

	if (!obeying_restore(obeying, &order, &shown, err))
		return false;
	posted_print_plan(posted, &shown, answer);
	buf_clear(&shown.plan.lines);
	return true;
}

static bool act(
    void *arg, const struct posted *posted, struct buf *answer, struct err *err)
{
	const struct serve *serve = arg;
	struct publisher *publisher = serve->options.publisher;
	struct obeying *obeying = publisher_obeying(publisher);
	const struct statement *stated = &posted->stated;

	switch (posted->kind) {
	case POSTED_APPROVE:
		return obeying_approve(
		    obeying, posted->zone, posted->plan, stated, err);
	case POSTED_REKEY:
		return publisher_rekey(publisher, posted->key, err);
	case POSTED_GIT_ACCEPT:
		return accept_history(publisher, stated, err);
	case POSTED_FREEZE:
		return obeying_freeze(
		    obeying, posted->zone, stated, posted->life, err);
	case POSTED_THAW:
		return obeying_thaw(obeying, posted->zone, stated, err);
	case POSTED_RESTORE:
		return restore(obeying, posted, answer, err);
	case POSTED_RELEASE:
		return obeying_release(obeying, posted->zone, stated, err);
	case POSTED_KINDS:
		break;
	}
	return err_set(err, ERR_INPUT, "no such request");
}

static void report(void *arg)
{
	const struct serve *serve = arg;

	publisher_report(serve->options.publisher);
}

static void on_control(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	struct serve *serve = arg;
	struct glance now;
	struct desk desk = {
		.report = report,
		.act = act,
		.arg = serve,
	};

	look(serve, false, &now);
	desk.affairs = now.known;
	routes_answer(&desk, request, answer);
	arena_clear(&now.arena);
}

/* --- Health and metrics --- */

/*
 * Findings are counted behind an answer, for the next one: it can take long,
 * and must not be most of what the loop does.
 */
static void on_count(void *arg)
{
	struct serve *serve = arg;
	uint64_t begun = loop_now(serve->options.loop), took;
	struct glance now;

	look(serve, false, &now);
	if (now.known) {
		tally_clear(&serve->tally);
		tally_take(&serve->tally, now.known);
		serve->counted = true;
	}
	arena_clear(&now.arena);
	took = loop_now(serve->options.loop) - begun;
	serve->tally_due = begun +
	    (took * TALLY_SHARE > TALLY_AGE ? took * TALLY_SHARE : TALLY_AGE);
}

static void write_metrics(
    struct serve *serve, const struct glance *now, struct buf *out)
{
	struct serve_options *options = &serve->options;
	uint64_t clock = loop_now(options->loop);
	struct process_facts facts;
	struct measures measures = {
		.version = options->version,
		.affairs = now->known,
		.tally = serve->counted ? &serve->tally : NULL,
		.durations = now->view.durations,
		.situation = now->situation,
		.process = &facts,
		.epoch = (uint64_t)loop_wall(options->loop) * 1000 - clock,
	};

	processfacts_read(&facts);
	facts.started = serve->started;
	if (now->known)
		measures.nsd = statistics_text(now->view.statistics);
	metrics_write(&measures, out);
	if (!now->known)
		return;
	statistics_renew(now->view.statistics);
	if (clock >= serve->tally_due)
		loop_timer_set(serve->count, 0);
}

static bool measure(void *arg, struct buf *out)
{
	struct serve *serve = arg;
	struct glance now;

	if (!rate_allows(&serve->scrapes, loop_now(serve->options.loop)))
		return false;
	look(serve, false, &now);
	write_metrics(serve, &now, out);
	arena_clear(&now.arena);
	return true;
}

static void on_http(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	struct serve *serve = arg;
	struct probes probes = { .measure = measure, .arg = serve };
	struct glance now;

	look(serve, true, &now);
	probes.affairs = now.known;
	probes_answer(&probes, request, answer);
	arena_clear(&now.arena);
}

/* --- Pages --- */

static bool allows_view(void *arg)
{
	struct serve *serve = arg;

	return rate_allows(&serve->views, loop_now(serve->options.loop));
}

/* It can take long to make, and must not be most of what the loop does. */
static const struct buf *status_of_now(void *arg, const struct affairs *affairs)
{
	struct serve *serve = arg;
	uint64_t begun = affairs->now, took;

	if (begun < serve->status_due)
		return &serve->status;
	buf_clear(&serve->status);
	status_write(affairs, &serve->status);
	took = loop_now(serve->options.loop) - begun;
	serve->status_due = begun +
	    (took * STATUS_SHARE > STATUS_AGE ? took * STATUS_SHARE
					      : STATUS_AGE);
	/* Who looks at it may approve what is held. */
	publisher_report(serve->options.publisher);
	return &serve->status;
}

static void on_page(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	static const struct strings none = { 0 };
	struct serve *serve = arg;
	struct glance now;
	struct pages pages = {
		.wall = loop_wall(serve->options.loop),
		.allows = allows_view,
		.status = status_of_now,
		.arg = serve,
	};

	look(serve, false, &now);
	pages.affairs = now.known;
	pages.hosts = now.known ? &now.view.config->page_hosts : &none;
	pages_answer(&pages, request, answer);
	arena_clear(&now.arena);
}

/* --- The doors --- */

void serve_reconfigure(struct serve *serve, const struct config *config)
{
	const char *const control[] = { config->control_socket };
	const struct door_options options[DOORS] = {
		{ .what = "the control socket",
		    .addresses = { control, 1 },
		    .limits = &serve->posts,
		    .answer = on_control,
		    .arg = serve },
		{ .what = "the port for health and metrics",
		    .addresses = config->http,
		    .limits = &httpd_limits,
		    .answer = on_http,
		    .arg = serve },
		{ .what = "the port for pages",
		    .addresses = { &config->page, config->page != NULL },
		    .limits = &httpd_limits,
		    .answer = on_page,
		    .arg = serve },
	};

	serve->status_due = 0; /* other zones, perhaps */
	for (size_t i = 0; i < DOORS; i++)
		door_keep(&serve->doors[i], serve->options.loop, &options[i]);
}

struct serve *serve_start(
    const struct serve_options *options, const struct config *config)
{
	struct serve *serve = xcalloc(1, sizeof(*serve));
	struct process_facts facts;

	serve->options = *options;
	serve->posts = httpd_limits;
	serve->posts.posts = true;
	serve->views = (struct rate){ .interval = 250, .burst = 20 };
	serve->status = (struct buf)BUF_INIT(STATUS_MAX);
	serve->scrapes = (struct rate){ .interval = 200, .burst = 20 };
	serve->count = loop_timer_new(options->loop, on_count, serve);
	/* Once, because the kernel's clocks differ by a little each time. */
	processfacts_read(&facts);
	serve->started = facts.started;
	serve_reconfigure(serve, config);
	return serve;
}

void serve_stop(struct serve *serve)
{
	if (!serve)
		return;
	for (size_t i = 0; i < DOORS; i++)
		door_close(serve->doors[i]);
	loop_timer_free(serve->count);
	tally_clear(&serve->tally);
	buf_clear(&serve->status);
	free(serve);
}
