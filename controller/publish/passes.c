/* SPDX-License-Identifier: Apache-2.0 */
/*
 * passes.c - begins a pass with the trust of its moment, goes on with it turn
 * by turn, and has the zones published that differ when it has ended.
 */
#include "controller/publish/passes.h"

#include "controller/base/log.h"
#include "controller/config/limits.h"
#include "controller/publish/order/orderfile.h"
#include "controller/publish/pass.h"
#include "controller/publish/succession.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

static void on_time(void *arg)
{
	passes_kick(arg);
}

void passes_open(struct passes *p, struct loop *loop, struct loop *part,
    struct store *store, const struct statedir *statedir, struct zones *zones,
    const struct config *config, void (*turn)(void *arg), void *arg)
{
	*p = (struct passes){
		.loop = loop,
		.part = part,
		.store = store,
		.sources = sources_new(store),
		.statedir = statedir,
		.zones = zones,
		.config = config,
		.started = loop_now(loop),
		.turn = loop_timer_new(loop, turn, arg),
		.trust_timer = loop_timer_new(loop, on_time, p),
		.decision_timer = loop_timer_new(loop, on_time, p),
	};
}

void passes_close(struct passes *p)
{
	pass_free(p->passing);
	arena_clear(&p->arena);
	sources_free(p->sources);
	loop_timer_free(p->turn);
	loop_timer_free(p->trust_timer);
	loop_timer_free(p->decision_timer);
}

void passes_stop(struct passes *p)
{
	loop_timer_stop(p->trust_timer);
	loop_timer_stop(p->decision_timer);
}

struct instant passes_now(const struct passes *p)
{
	return (
	    struct instant){ (int64_t)loop_now(p->loop), loop_wall(p->loop) };
}

void passes_kick(struct passes *p)
{
	if (!p->kicked)
		p->kicked = loop_now(p->loop);
	loop_timer_set(p->turn, 0);
}

/* --- How it begins --- */

/*
 * Publishing begins when every source was heard of, or has had its time (Q1: an
 * untrusted source changes nothing).
 */
static void open_gate(struct passes *p, const struct trusts *trusts)
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

static void begin(struct passes *p)
{
	p->expire(p->expire_arg);
	p->since = p->kicked ? p->kicked : loop_now(p->loop);
	p->kicked = 0;
	p->trusts = arena_alloc(&p->arena, sizeof(*p->trusts));
	trust_read(p->trusts, p->store, p->config, &p->arena);
	open_gate(p, p->trusts);
	loop_hold(p->part);
	p->passing = pass_begin(&(struct pass){
	    .sources = p->sources,
	    .store = p->store,
	    .config = p->config,
	    .set = p->zones->set,
	    .trusts = p->trusts,
	    .early = !p->open,
	    .made = zones_made(p->zones, &p->arena),
	    .searching = zones_searching(p->zones, &p->arena),
	    .served = zones_served(p->zones, &p->arena),
	    .now = (int64_t)loop_now(p->loop),
	    .wall = loop_wall(p->loop),
	    .overlays = &p->zones->overlays,
	});
}

/* --- How it ends --- */

void passes_save(struct passes *p)
{
	const struct instant now = passes_now(p);
	struct err err;

	if (!p->owed)
		return;
	if (overlayfile_save(
		p->statedir->dir, &p->zones->overlays, &now, &err)) {
		p->owed = p->failing = false;
		return;
	}
	if (!p->failing)
		log_event(LOG_ERROR, "overlay not saved", "error", err.text);
	p->failing = true;
}

/* What was ordered is on the disk; this is what became of it. */
static void save_orders(struct passes *p)
{
	const struct instant now = passes_now(p);
	struct err err;
	bool ok;

	recording_settle(p->recording);
	ok = orderfile_save(p->statedir->dir, p->orders, &now, &err);
	if (!ok && !p->orders_failing)
		log_event(LOG_ERROR, "orders not saved", "error", err.text);
	p->orders_failing = !ok;
}

/* Grace ends, the guard's window empties: a pass then. */
static void wake_at(struct passes *p, int64_t at)
{
	int64_t now = (int64_t)loop_now(p->loop);

	if (at == NEVER)
		loop_timer_stop(p->decision_timer);
	else
		loop_timer_set(
		    p->decision_timer, at > now ? (uint64_t)(at - now) + 1 : 1);
}

/* A zone that is not configured any more has its day. */
static int64_t end_retired(const struct passes *p, int64_t next)
{
	int64_t wall = loop_wall(p->loop);
	int64_t end = zones_retire(p->zones, wall);
	int64_t ms = (int64_t)loop_now(p->loop) + (end - wall) * 1000;

	return end && ms < next ? ms : next;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void end(struct passes *p)
{
	int64_t next;

	p->owed |= pass_end(p->passing, &next);
	p->passing = NULL;
	keeper_look(p->keeper, p->sources, p->trusts);
	succession_passed(p->zones, p->open && !trust_doubted(p->trusts));
	arena_clear(&p->arena);
	wake_at(p, earlier(end_retired(p, next), orders_next(p->orders)));
	p->any = true;
	p->saving = p->publishing = p->open && !p->waits;
	p->at = 0;
	loop_release(p->part);
}

/* The overlays first, then each zone that differs, up to a pause. */
static void publish(struct passes *p, const struct pause *pause)
{
	if (p->saving) {
		p->saving = false;
		passes_save(p);
		save_orders(p);
		if (pause_due(pause))
			return;
	}
	while (p->at < p->zones->count) {
		size_t at = p->at++;

		if (!zones_ready(p->zones, at) ||
		    !version_owners_differ(zoneset_at(p->zones->set, at)))
			continue;
		publication_consider(p->zones->publications[at], p->since);
		if (pause_due(pause))
			return;
	}
	p->publishing = false;
}

/* --- Turns --- */

bool passes_under_way(const struct passes *p)
{
	return p->passing || p->publishing;
}

void passes_turn(struct passes *p)
{
	struct loop_turn turn;
	const struct pause *pause = loop_turn_begin(&turn, p->loop);

	if (!passes_under_way(p))
		begin(p);
	if (p->passing && pass_go_on(p->passing, pause))
		end(p);
	if (p->publishing && !pause_due(pause))
		publish(p, pause);
	if (passes_under_way(p) || p->kicked)
		loop_timer_set(p->turn, 0);
}

void passes_settle(struct passes *p)
{
	if (!p->passing)
		return;
	(void)pass_go_on(p->passing, NULL);
	end(p);
}

void passes_run(struct passes *p)
{
	passes_settle(p);
	begin(p);
	passes_settle(p);
	if (p->publishing)
		publish(p, NULL);
}
