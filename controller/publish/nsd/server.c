/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.c - zones that may need a command stand in line.  Each step asks NSD
 * for its zones if they are not known, or sends one command for all zones in
 * line that need it; the reply is the next step.
 */
#include "controller/publish/nsd/server.h"

#include <stdlib.h>

#include "controller/base/log.h"
#include "controller/publish/nsd/peer.h"
#include "controller/publish/nsd/serverqueue.h"
#include "zonegen/base/mem.h"

#define DRIFT_EVERY 60000 /* ms */
#define RETRY_MIN 10
#define RETRY_MAX 5000
#define LINES_MAX (1u << 30)

struct server {
	struct loop *loop;
	struct control *control;
	struct server_events events;
	struct serverqueue queue;
	bool asking, busy;
	bool known; /* NSD was asked for its zones since it was in doubt */
	bool away, absent, away_said, complained, closed;
	bool held;        /* no command with a pattern */
	enum op rejected; /* by NSD, just now */
	uint64_t retry;   /* ms */
	struct loop_timer *turn, *again, *drift;
	struct peer *peer;
	pid_t started; /* of the last NSD that was started here */
};

static void step(void *arg);
static void ask_again(void *arg);
static void on_peer_end(void *arg);

static void on_drift(void *arg)
{
	struct server *server = arg;

	server->known = false;
	step(server);
}

struct server *server_new(struct loop *loop, struct control *control,
    const struct server_events *events)
{
	struct server *server = xcalloc(1, sizeof(*server));

	server->loop = loop;
	server->control = control;
	server->events = *events;
	server->queue.pattern = events->pattern;
	server->queue.may_end = events->may_end;
	server->queue.serves = events->serves;
	server->queue.arg = events->arg;
	server->away = true;
	server->retry = RETRY_MIN;
	server->peer = peer_new(loop, on_peer_end, server);
	server->turn = loop_timer_new(loop, step, server);
	server->again = loop_timer_new(loop, ask_again, server);
	server->drift = loop_timer_new(loop, on_drift, server);
	loop_timer_set(server->turn, 0);
	return server;
}

void server_free(struct server *server)
{
	if (!server)
		return;
	peer_free(server->peer);
	loop_timer_free(server->turn);
	loop_timer_free(server->again);
	loop_timer_free(server->drift);
	serverqueue_clear(&server->queue);
	free(server);
}

void server_close(struct server *server)
{
	server->closed = true;
	peer_unwatch(server->peer);
	loop_timer_stop(server->turn);
	loop_timer_stop(server->again);
	loop_timer_stop(server->drift);
}

bool server_away(const struct server *server)
{
	return server->away;
}

bool server_absent(const struct server *server)
{
	return server->absent;
}

void server_wake(struct server *server)
{
	if (!server->busy && !server->away)
		loop_timer_set(server->turn, 0);
}

static void line_up(struct server *server, struct server_zone *zone)
{
	serverqueue_enter(&server->queue, zone);
	server_wake(server);
}

void server_keep(struct server *server, const char *name)
{
	struct server_zone *zone = serverqueue_zone(&server->queue, name);

	if (zone->want == WANT_GONE)
		zone->want = WANT_KEPT;
}

void server_changed(struct server *server, const char *name)
{
	struct server_zone *zone = serverqueue_zone(&server->queue, name);

	zone->want = WANT_LOADED;
	zone->changed = true;
	zone->read = false;
	line_up(server, zone);
}

void server_transfer(struct server *server, const char *name)
{
	struct server_zone *zone = serverqueue_zone(&server->queue, name);

	zone->want = WANT_LOADED;
	zone->fed = true;
	line_up(server, zone);
}

bool server_settled(const struct server *server, const char *name)
{
	const struct server_zone *zone = map_get(&server->queue.zones, name);

	return zone && zone->present && !zone->changed && !zone->stuck &&
	    !zone->under_way && !server->away && !server->held;
}

size_t server_waiting(const struct server *server, size_t most)
{
	return serverqueue_waiting(&server->queue, most);
}

void server_drop(struct server *server, const char *name)
{
	struct server_zone *zone = serverqueue_zone(&server->queue, name);

	zone->want = WANT_GONE;
	zone->changed = zone->fed = false;
	line_up(server, zone);
}

struct zonelist_row *server_zones(const struct server *server, size_t *count)
{
	return serverqueue_rows(&server->queue, count);
}

struct strings server_patterns(const struct server *server, struct arena *arena)
{
	return serverqueue_patterns(&server->queue, arena);
}

void server_hold(struct server *server, bool held)
{
	server->held = held;
	if (held)
		return;
	serverqueue_unstick(&server->queue);
	server_wake(server);
}

void server_started(struct server *server, pid_t pid)
{
	server->started = pid;
	serverqueue_read_all(&server->queue);
	server->retry = RETRY_MIN;
	server->known = false;
	if (!server->busy)
		loop_timer_set(server->turn, 0);
}

/* --- NSD goes and comes --- */

static void retry_later(struct server *server)
{
	loop_timer_set(server->again, server->retry);
	server->retry =
	    server->retry < RETRY_MAX / 2 ? server->retry * 2 : RETRY_MAX;
}

/* NSD's zones are in doubt; it is asked again, with growing pauses. */
static void go_away(struct server *server, const struct err *why)
{
	bool was_there = !server->away;
	bool first = was_there || !server->away_said;

	server->away = true;
	server->absent = why->kind == ERR_ABSENT;
	server->known = false;
	peer_unwatch(server->peer);
	loop_timer_stop(server->drift);
	retry_later(server);
	if (first) {
		server->away_said = true;
		log_event(was_there ? LOG_WARNING : LOG_INFO,
		    was_there ? "nsd is away" : "nsd does not answer yet",
		    "error", why->text, "hint",
		    "nsd.run starts one, nsd.socket says where it is");
		server->events.untold(server->events.arg);
	}
	if (server->absent)
		server->events.absent(server->events.arg);
}

static void ask_again(void *arg)
{
	struct server *server = arg;

	if (!server->busy)
		step(server);
}

static void on_peer_end(void *arg)
{
	struct server *server = arg;
	struct err err;

	server->known = false;
	server->retry = RETRY_MIN;
	err_set(&err, ERR_NETWORK, "its process ended");
	if (!server->busy)
		go_away(server, &err);
}

/* After an absence it is not known which files another's NSD read. */
static void come_back(struct server *server, pid_t pid)
{
	if (!server->away)
		return;
	server->away = server->absent = false;
	server->away_said = true;
	server->retry = RETRY_MIN;
	log_event(LOG_INFO, "nsd answers");
	serverqueue_change_all(&server->queue, pid && pid == server->started);
}

/*
 * NSD is there but rejects a command: logged once, and tried again later.  What
 * other zones wait for goes on.
 */
static void complain(
    struct server *server, const struct err *err, const struct strings *zones)
{
	if (!server->complained)
		log_event(
		    LOG_ERROR, "nsd rejected a command", "error", err->text);
	server->complained = true;
	server->known = false;
	retry_later(server);
	if (!zones)
		server->events.untold(server->events.arg);
	for (size_t i = 0; zones && i < zones->count; i++)
		server->events.refused(server->events.arg, zones->list[i]);
}

/* zones: that it was to load; NULL: all. */
static void failed(struct server *server, const struct control_reply *reply,
    const struct strings *zones)
{
	if (server->closed)
		return;
	if (reply->err.kind == ERR_INPUT)
		complain(server, &reply->err, zones);
	else
		go_away(server, &reply->err);
}

/* --- NSD's zones --- */

/* Likewise as if it had been told to load them. */
static void tell_read(struct server *server)
{
	struct server_zone *zone;
	size_t at = 0;

	while ((zone = serverqueue_next_read(&server->queue, &at)))
		server->events.told(server->events.arg, zone->name, false);
}

static void on_status(void *arg, const struct control_reply *reply)
{
	struct server *server = arg;
	/* Without zones the reply is empty. */
	bool ok = reply->ok || (reply->err.kind == ERR_INPUT && !*reply->text);

	server->busy = false;
	if (!ok) {
		failed(server, reply, NULL);
		return;
	}
	if (server->closed)
		return;
	server->known = true;
	peer_watch(server->peer, reply->peer);
	come_back(server, reply->peer);
	serverqueue_compare(&server->queue, reply->text);
	server->busy = true; /* no command until the files were looked at */
	server->events.looked(server->events.arg);
	server->busy = false;
	tell_read(server);
	loop_timer_set(server->drift, DRIFT_EVERY);
	step(server);
}

/* --- Commands --- */

static void succeed(struct server *server, struct server_zone *zone, enum op op)
{
	zone->present = op != OP_DELETE;
	if (op == OP_DELETE)
		serverzone_set(zone, NULL);
	if (op == OP_ADD || op == OP_RELOAD || op == OP_TRANSFER)
		server->events.told(
		    server->events.arg, zone->name, op == OP_TRANSFER);
}

static void on_done(void *arg, const struct control_reply *reply)
{
	struct server *server = arg;
	enum op op = server->queue.op;
	struct arena arena = { .chunk = 0 };
	struct strings loaded = serverqueue_loaded(&server->queue, &arena);
	struct server_zone *zone;

	server->busy = false;
	if (reply->ok && server->complained) {
		server->complained = false;
		log_event(LOG_INFO, "nsd accepts commands again");
	}
	if (reply->ok)
		server->retry = RETRY_MIN;
	server->rejected =
	    !reply->ok && reply->err.kind == ERR_INPUT ? op : OP_NONE;
	while ((zone = serverqueue_leave(&server->queue))) {
		if (reply->ok)
			succeed(server, zone, op);
		else
			serverzone_untell(zone, op);
		if (!reply->ok && reply->err.kind == ERR_INPUT)
			zone->stuck |= op == OP_ADD || op == OP_MOVE;
		serverqueue_return(&server->queue, zone);
	}
	/* A transfer is only the quicker way to what the file has. */
	if (reply->ok || (op == OP_TRANSFER && reply->err.kind == ERR_INPUT))
		step(server);
	else
		failed(server, reply, &loaded);
	arena_clear(&arena);
}

static void send_group(struct server *server, enum op op)
{
	struct buf command = BUF_INIT(1024), lines = BUF_INIT(LINES_MAX);

	for (struct server_zone *z = server->queue.group; z; z = z->next)
		if (op == OP_ADD || op == OP_MOVE || op == OP_RELOAD)
			server->events.loads(server->events.arg, z->name);
	serverzone_command(server->queue.group, op, &command, &lines);
	server->busy = true;
	control_send(server->control, buf_text(&command),
	    lines.len ? &lines : NULL, on_done, server);
	buf_clear(&command);
	buf_clear(&lines);
}

static void step(void *arg)
{
	struct server *server = arg;

	if (server->busy || server->closed)
		return;
	loop_timer_stop(server->again);
	if (!server->known) {
		server->busy = true;
		control_send(
		    server->control, "zonestatus", NULL, on_status, server);
		return;
	}
	/* What NSD rejected is the last: it may reject that for good. */
	for (unsigned i = 0; i < OPS - 1; i++) {
		enum op op = (server->rejected + i) % (OPS - 1) + 1;
		bool held = server->held && (op == OP_ADD || op == OP_MOVE);

		if (!held && serverqueue_take(&server->queue, op)) {
			send_group(server, op);
			return;
		}
	}
}
