/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history.c - the face of the room, and the place where the ledger and the
 * hands meet: what happened becomes an event, and the step that the ledger
 * decides is given to the hand that does it.
 */
#include "controller/publish/history/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/publish/history/committing.h"
#include "controller/publish/history/historystate.h"
#include "controller/publish/history/mending.h"
#include "controller/publish/history/opening.h"
#include "controller/publish/history/rebuilding.h"
#include "controller/publish/history/requiring.h"
#include "controller/publish/history/sending.h"
#include "controller/publish/history/signing.h"
#include "controller/publish/history/snapshot.h"
#include "zonegen/base/mem.h"

#define TEXT_MAX (1u << 26)

static void begin(struct history *h)
{
	switch (h->ledger.step) {
	case LEDGER_OPEN:
		opening_start(h);
		break;
	case LEDGER_COMMIT:
		committing_start(h);
		break;
	case LEDGER_REBUILD:
		rebuilding_start(h);
		break;
	case LEDGER_COLLECT:
		mending_collect(h);
		break;
	case LEDGER_INSPECT:
		mending_inspect(h);
		break;
	case LEDGER_RECREATE:
		mending_put_aside(h);
		break;
	case LEDGER_AT_REST:
		break;
	}
}

/* Trouble is logged when it begins and when it ends, not at each try. */
static void log_trouble(const struct history *h, bool before)
{
	if (h->ledger.failing && !before)
		log_event(LOG_ERROR, "versions are not recorded in git",
		    "directory", h->git.directory, "error", h->err.text);
	if (!h->ledger.failing && before)
		log_event(LOG_INFO, "versions are recorded in git again",
		    "directory", h->git.directory);
}

static void set_alarm(
    const struct history *h, struct loop_timer *alarm, uint64_t at)
{
	uint64_t now = loop_now(h->loop);

	if (at)
		loop_timer_set(alarm, at > now ? at - now : 0);
	else
		loop_timer_stop(alarm);
}

/* --- The remote --- */

static void begin_push(struct history *h)
{
	switch (h->pushing.step) {
	case PUSHING_LOOK:
		sending_look(h);
		break;
	case PUSHING_PUSH:
		sending_push(h);
		break;
	case PUSHING_REBUILD:
		h->tell(h, (struct ledger_event){ .what = LEDGER_FOREIGN });
		break;
	case PUSHING_KEEP:
		sending_keep(h);
		break;
	case PUSHING_STOPPED:
	case PUSHING_AT_REST:
		break;
	}
}

static void tell_push(struct history *h, struct pushing_event event)
{
	bool failing = h->pushing.failing;

	event.barred = h->barred;
	pushing_decide(&h->pushing, &event, loop_now(h->loop));
	if (h->pushing.failing && !failing)
		log_event(LOG_WARNING, "commits are not pushed", "remote",
		    h->config->git.remote, "error", h->push_err.text);
	if (!h->pushing.failing && failing)
		log_event(LOG_INFO, "commits are pushed again", "remote",
		    h->config->git.remote);
	set_alarm(h, h->push_alarm, h->pushing.alarm);
	if (!h->pushing.begun)
		return;
	h->pushing.begun = false;
	begin_push(h);
}

static void happen_push(
    struct history *h, enum pushing_happening what, bool stopped)
{
	if (h->config->git.on && h->config->git.remote)
		tell_push(h,
		    (struct pushing_event){ .what = what, .stopped = stopped });
}

static void on_push_alarm(void *arg)
{
	happen_push(arg, PUSHING_RANG, false);
}

void history_bar(struct history *h, bool barred)
{
	h->barred = barred;
	if (barred)
		sending_cut(h);
	happen_push(h, PUSHING_RANG, false);
}

/* It was opened: what it says of the remote may be other than was thought. */
static void follow_opened(struct history *h)
{
	bool rebuilt = h->rebuilt;

	h->rebuilt = false;
	if (!h->accepting && h->stopped != (h->pushing.step == PUSHING_STOPPED))
		happen_push(h, PUSHING_ANEW, h->stopped);
	if (rebuilt && h->pushing.step == PUSHING_REBUILD)
		happen_push(h, PUSHING_DONE, false);
	if (strcmp(h->tip, h->pushed) != 0)
		happen_push(h, PUSHING_OWED, false);
}

/* What the repository's change means to the remote. */
static void follow(
    struct history *h, enum ledger_step step, enum ledger_happening what)
{
	if (what == LEDGER_OPENED)
		follow_opened(h);
	h->rebuilt |= what == LEDGER_DONE && step == LEDGER_REBUILD;
	if (what == LEDGER_DONE && step == LEDGER_COMMIT)
		happen_push(h, PUSHING_OWED, false);
	if (what == LEDGER_FAILED && h->pushing.step == PUSHING_REBUILD) {
		h->push_err = h->err;
		happen_push(h, PUSHING_FAILED, false);
	}
}

/* --- The repository --- */

static void tell(struct history *h, struct ledger_event event)
{
	uint64_t now = loop_now(h->loop);
	enum ledger_step step = h->ledger.step;
	bool failing = h->ledger.failing;

	event.due = pending_due(&h->pending);
	ledger_decide(&h->ledger, &event, now);
	if (h->ledger.failing)
		pending_refuse(&h->pending);
	log_trouble(h, failing);
	set_alarm(h, h->alarm, h->ledger.alarm);
	follow(h, step, event.what);
	if (h->ledger.begun) {
		h->ledger.begun = false;
		begin(h);
	} else if (!history_busy(h)) {
		h->rested(h->arg);
	}
	requiring_settle(h);
}

/* Is anything recorded at all? */
static bool history_on(const struct history *h)
{
	return h->config->git.on;
}

static void happen(struct history *h, enum ledger_happening what)
{
	if (history_on(h))
		tell(h, (struct ledger_event){ .what = what });
}

static void on_alarm(void *arg)
{
	struct history *h = arg;

	if (!h->swept)
		snapshot_sweep(h->statedir);
	h->swept = true;
	happen(h, LEDGER_RANG);
}

/* --- What is noted --- */

void history_place(struct history *h, const struct version *version,
    const struct note_reasons *reasons)
{
	struct note note = NOTE_INIT;

	if (!history_on(h))
		return;
	note_read(&note, version, reasons);
	pending_place(&h->pending, version->zone, &note);
}

void history_record(struct history *h, const struct history_request *request)
{
	if (requiring_begin(h, request))
		happen(h, LEDGER_WAITS);
	else
		requiring_settle(h);
}

void history_forsake(struct history *h, const char *zone)
{
	requiring_forsake(h, zone);
}

void history_gone(struct history *h, const char *zone)
{
	pending_gone(&h->pending, zone);
}

void history_revert(struct history *h, const char *zone)
{
	if (history_on(h))
		pending_revert(&h->pending, zone);
}

void history_serve(
    struct history *h, const char *name, uint32_t serial, bool behind)
{
	struct pending_zone *zone = pending_find(&h->pending, name);
	uint32_t before = zone && zone->next.any ? zone->next.last : serial;
	struct err err;
	bool news;

	if (zone)
		zone->gone = false;
	news = pending_serve(&h->pending, name, serial, behind,
	    loop_wall(h->loop), loop_now(h->loop));
	/* If it is turned on later, that version is there to be found. */
	if (!history_on(h))
		pending_forget(&h->pending);
	if (!news || !history_on(h))
		return;
	if (before != serial)
		snapshot_drop(h->statedir, name, before);
	zone = pending_find(&h->pending, name);
	/* If it cannot be linked, committing tries again and complains. */
	zone->linked = snapshot_link(h->statedir, name, serial, &err);
	happen(h, LEDGER_WAITS);
}

bool history_accept(
    struct history *h, const char *by, const char *reason, struct err *err)
{
	if (history_on(h) && !h->ledger.open)
		return err_set(err, ERR_ABSENT,
		    "the git repository is not open yet: %s",
		    h->ledger.failing ? h->err.text : "a moment");
	if (!history_on(h) || h->pushing.step != PUSHING_STOPPED)
		return err_set(err, ERR_ABSENT,
		    "the remote lacks nothing that was pushed");
	h->accepting = true;
	snprintf(h->accepted_by, sizeof(h->accepted_by), "%s", by);
	snprintf(h->accepted_reason, sizeof(h->accepted_reason), "%s", reason);
	log_event(LOG_WARNING, "the history of the remote is accepted",
	    "remote", h->config->git.remote, "by", by, "reason", reason);
	happen_push(h, PUSHING_ACCEPTED, false);
	return true;
}

void history_look(const struct history *h, struct history_state *out)
{
	uint64_t waits = pending_oldest(&h->pending);
	bool remote = history_on(h) && h->config->git.remote;

	*out = (struct history_state){ .on = history_on(h) };
	if (!out->on)
		return;
	out->required = h->config->git.required;
	out->error = h->ledger.failing ? h->err.text : NULL;
	out->commits = h->commits;
	out->waits = waits == PENDING_NEVER ? 0 : waits;
	if (!remote)
		return;
	out->remote = h->config->git.remote;
	out->stopped = h->pushing.step == PUSHING_STOPPED;
	out->unpushed = h->unpushed;
	out->oldest = h->oldest;
	out->pushed_at = h->pushed_at;
	if (out->stopped)
		out->refused = "the remote lacks commits that were pushed";
	else if (h->pushing.failing)
		out->refused = h->push_err.text;
}

void history_look_zone(
    const struct history *h, const char *name, struct history_zone *out)
{
	const struct pending_zone *zone = pending_find(&h->pending, name);

	*out = (struct history_zone){ .committed = 0 };
	if (!zone || !history_on(h))
		return;
	out->is_committed = zone->is_committed;
	out->committed = zone->committed;
	out->committed_at = zone->committed_at;
	out->is_pushed = zone->is_pushed && h->config->git.remote;
	out->pushed = zone->pushed;
}

void history_close(struct history *h)
{
	h->pending.hurried = true;
	happen(h, LEDGER_WAITS);
}

bool history_busy(const struct history *h)
{
	return history_on(h) && !h->ledger.failing &&
	    (h->ledger.step == LEDGER_COMMIT ||
		pending_due(&h->pending) != PENDING_NEVER);
}

/* --- Its life --- */

static void open_all(struct history *h, const struct config *config)
{
	h->config = config;
	git_open(&h->git, h->loop, config->git.directory);
	ledger_init(&h->ledger);
	pushing_init(&h->pushing);
}

/* What was begun is not ended, and what was taken waits again. */
static void interrupt(struct history *h)
{
	process_kill(h->work);
	process_kill(h->sent);
	h->work = h->sent = NULL;
	h->rebuilt = h->accepting = false;
	access_close(&h->access);
	signing_stop(h);
	loop_timer_stop(h->alarm);
	loop_timer_stop(h->push_alarm);
	history_doubt(h);
	pending_refuse(&h->pending);
}

struct history *history_new(struct loop *loop, const struct statedir *statedir,
    const struct config *config, void (*rested)(void *arg), void *arg)
{
	struct history *h = xcalloc(1, sizeof(*h));

	h->loop = loop;
	h->statedir = statedir;
	h->rested = rested;
	h->arg = arg;
	h->tell = tell;
	h->tell_push = tell_push;
	h->access = (struct access)ACCESS_INIT;
	h->signing.key = -1;
	h->text = (struct buf)BUF_INIT(TEXT_MAX);
	h->alarm = loop_timer_new(loop, on_alarm, h);
	h->push_alarm = loop_timer_new(loop, on_push_alarm, h);
	open_all(h, config);
	/* By then the state directory is open. */
	loop_timer_set(h->alarm, 0);
	return h;
}

void history_reconfigure(struct history *h, const struct config *config)
{
	const struct git_rule *git = &h->config->git;

	if (gitrule_same(git, &config->git)) {
		h->config = config;
		h->git.directory = config->git.directory;
		return;
	}
	interrupt(h);
	err_set(&h->err, ERR_SYSTEM, "the configuration of git changed");
	git_close(&h->git);
	open_all(h, config);
	if (!config->git.on) {
		pending_forget(&h->pending);
		snapshot_sweep(h->statedir);
	}
	happen(h, LEDGER_ANEW);
	requiring_settle(h);
}

void history_free(struct history *h)
{
	if (!h)
		return;
	interrupt(h);
	git_close(&h->git);
	pending_clear(&h->pending);
	buf_clear(&h->text);
	loop_timer_free(h->alarm);
	loop_timer_free(h->push_alarm);
	free(h);
}
