/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publication.c - the face of a publication, and the one place where its stage
 * and its hands meet: what happened becomes an event, and the step that the
 * stage decides is given to the hand that does it.
 */
#include "controller/publish/publication/publication.h"

#include <stdlib.h>

#include "controller/base/log.h"
#include "controller/publish/publication/confirming.h"
#include "controller/publish/publication/hearing.h"
#include "controller/publish/publication/outcome.h"
#include "controller/publish/publication/publicationstate.h"
#include "controller/publish/publication/quarantine.h"
#include "controller/publish/publication/restoring.h"
#include "controller/publish/stage/move.h"
#include "controller/publish/state/lastversion.h"
#include "controller/publish/publication/writing.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

/*
 * Every reload cuts the transfers under way (Q2: publications are spaced).  A
 * fixed interval is the operator's word, unless a secondary is starved.
 */
static uint64_t least_spacing(const struct publication *p)
{
	uint64_t pause = tracking_pause(p->press->tracking, zone_name(p->zone));

	if (p->press->config->min_interval && pause == STARVING_LEAST)
		return 0;
	return pause;
}

/* How things are, whatever happened. */
static void look(const struct publication *p, struct stage_event *event)
{
	event->differs = version_differs(p->zone);
	event->owners = version_owners_differ(p->zone);
	event->known = zone_has_version(p->zone);
	event->away = server_away(p->press->server);
	event->absent = server_absent(p->press->server);
	event->closed = p->press->closed || !p->ready;
	event->required =
	    p->press->config->git.on && p->press->config->git.required;
	event->frozen =
	    orders_frozen(p->press->orders, zone_name(p->zone)) != NULL;
	event->interval = p->press->config->min_interval;
	event->least = least_spacing(p);
}

static void begin(struct publication *p)
{
	switch (p->stage.step) {
	case STAGE_ASK:
		confirming_ask(p);
		break;
	case STAGE_WRITE:
		writing_start(p);
		break;
	case STAGE_RECORD:
		writing_record(p);
		break;
	case STAGE_PLACE:
		writing_place(p);
		break;
	case STAGE_NOTE:
		writing_note(p);
		break;
	case STAGE_CONFIRM:
		confirming_start(p);
		break;
	case STAGE_RESTORE:
		restoring_put_back(p);
		break;
	case STAGE_REWRITE:
		restoring_rewrite(p);
		break;
	case STAGE_REOPEN:
		restoring_reopen(p);
		break;
	case STAGE_FOLLOW:
		restoring_follow(p);
		break;
	case STAGE_EXCLUDE:
		quarantine_refused(p);
		break;
	case STAGE_BLAME:
		quarantine_rejected(p);
		break;
	case STAGE_HAND_OVER:
		confirming_hand_over(p);
		break;
	case STAGE_REST:
		break;
	}
}

/* What a version put back leaves behind, once it is clear who is to blame. */
static void forget_rejected(struct publication *p)
{
	if (p->stage.back == BACK_SUSPECT || p->stage.step == STAGE_BLAME)
		return;
	publication_drop(&p->rejected);
}

static void set_alarm(struct publication *p)
{
	uint64_t now = publication_now(p), at = p->stage.alarm;

	if (p->wanted)
		loop_timer_set(p->alarm, 0);
	else if (at)
		loop_timer_set(p->alarm, at > now ? at - now : 0);
	else
		loop_timer_stop(p->alarm);
}

/* What was under way comes to nothing. */
static void stop(struct publication *p)
{
	asker_cancel(p->question);
	recall_stop(p->recall);
	p->question = NULL;
	p->recall = NULL;
	if (!move_writes(p->stage.stop))
		return;
	inspection_stop(p->inspection);
	p->inspection = NULL;
	recording_forsake(p->press->recording, p->zone);
	filepair_abandon(&p->pair);
	publication_drop(&p->version);
}

static void act(struct publication *p, bool was_busy)
{
	bool begun = p->stage.begun;

	set_alarm(p);
	if (p->stage.stop != STAGE_REST)
		stop(p);
	p->stage.stop = STAGE_REST;
	if (p->stage.tell && !(begun && p->stage.step == STAGE_HAND_OVER))
		confirming_reload(p);
	p->stage.tell = p->stage.begun = false;
	if (begun)
		begin(p);
	else if (was_busy && p->stage.step == STAGE_REST)
		p->press->ended(p->press->arg);
}

static void note_answer(struct publication *p, const struct stage_event *event)
{
	if (event->what == VERSION_SERVED ||
	    (event->what == SERIAL_ASKED && event->served))
		p->answered = true;
	else if (event->what == NSD_UNTOLD || event->what == VERSION_UNSERVED)
		p->answered = false;
}

static void tell(struct publication *p, struct stage_event event)
{
	struct stage before = p->stage;

	look(p, &event);
	stage_decide(&p->stage, &event, publication_now(p));
	outcome_log(p, &before, &event);
	outcome_count(p, &before, event.what);
	note_answer(p, &event);
	forget_rejected(p);
	if (event.what == FILES_FOLLOWED && p->stage.served)
		recording_served(p->press->recording, p->zone, false);
	if (event.what == VERSION_SERVED) {
		quarantine_audit(p);
		quarantine_search(p);
	}
	act(p, before.step != STAGE_REST);
}

static void happen(struct publication *p, enum stage_happening what)
{
	tell(p, (struct stage_event){ .what = what });
}

/*
 * The feed could not give what the file lacks: NSD, which has neither, loads
 * it.
 */
static void load_wanted(struct publication *p)
{
	bool confirming = p->stage.step == STAGE_CONFIRM;

	p->wanted = false;
	if (!p->stage.behind)
		return;
	if (confirming) {
		confirm_stop(p->confirm);
		p->confirm = NULL;
	}
	tell(p,
	    (struct stage_event){
		.what = confirming ? VERSION_MISSED : FILES_TOUCHED,
		.by_file = true,
	    });
}

static void on_sync(void *arg)
{
	writing_sync(arg);
}

static void on_alarm(void *arg)
{
	struct publication *p = arg;

	if (p->wanted)
		load_wanted(p);
	tell(p,
	    (struct stage_event){
		.what = ALARM_RANG,
		.touched = zone_has_version(p->zone) && !p->stage.served &&
		    filepair_touched(&p->pair),
	    });
}

struct publication *publication_new(const struct press *press,
    struct zone *zone, const struct zone_config *config,
    const struct lastversion *last)
{
	struct publication *p = xcalloc(1, sizeof(*p));

	p->press = press;
	p->zone = zone;
	p->config = config;
	pattern_name(config, p->pattern);
	p->tell = tell;
	p->text = p->audited = (struct buf)BUF_INIT(UINT32_MAX);
	p->answer = (struct buf)BUF_INIT(256);
	stage_init(&p->stage);
	filepair_open(&p->pair, press->statedir, zone_name(zone));
	journalfile_open(
	    &p->journal, press->statedir, press->unsynced, zone_name(zone));
	p->alarm = loop_timer_new(press->loop, on_alarm, p);
	p->syncing = loop_timer_new(press->loop, on_sync, p);
	hearing_disk(p, last);
	if (zone_has_version(zone))
		server_changed(press->server, zone_name(zone));
	else
		server_keep(press->server, zone_name(zone));
	/* A journal that could not be removed would stay. */
	if (*last->trouble.text)
		tell(p,
		    (struct stage_event){
			.what = FILES_BEHIND,
			.text = last->trouble.text,
		    });
	return p;
}

void publication_free(struct publication *p)
{
	if (!p)
		return;
	asker_cancel(p->question);
	recall_stop(p->recall);
	inspection_stop(p->inspection);
	inspection_stop(p->audit);
	inspection_stop(p->search);
	confirm_stop(p->confirm);
	recording_forsake(p->press->recording, p->zone);
	filepair_abandon(&p->pair);
	journalfile_close(&p->journal);
	loop_timer_free(p->alarm);
	loop_timer_free(p->syncing);
	version_free(p->version);
	version_free(p->refused);
	version_free(p->rejected);
	version_free(p->unfinished);
	buf_clear(&p->text);
	buf_clear(&p->audited);
	buf_clear(&p->answer);
	recent_clear(&p->recent);
	free(p);
}

void publication_replace(
    struct publication *p, struct zone *zone, const struct zone_config *config)
{
	bool same =
	    zone_has_version(zone) && zone_serial(zone) == zone_serial(p->zone);

	p->ready = false;
	inspection_stop(p->audit);
	inspection_stop(p->search);
	p->audit = p->search = NULL;
	publication_drop(&p->unfinished);
	if (zone_restated(p->zone))
		zone_restate(zone);
	p->zone = zone;
	p->config = config;
	pattern_name(config, p->pattern);
	filepair_open(&p->pair, p->press->statedir, zone_name(zone));
	journalfile_close(&p->journal);
	journalfile_open(&p->journal, p->press->statedir, p->press->unsynced,
	    zone_name(zone));
	p->checked.whole_seen = false; /* other templates, other settings */
	publication_drop(&p->refused);
	tell(p, (struct stage_event){ .what = ZONE_REPLACED, .served = same });
}

const char *publication_zone(const struct publication *p)
{
	return zone_name(p->zone);
}

const char *publication_pattern(const struct publication *p)
{
	return p->pattern;
}

bool publication_waits(const struct publication *p)
{
	return p->waits;
}

bool publication_served(const struct publication *p)
{
	return p->stage.served;
}

bool publication_answered(const struct publication *p)
{
	return p->answered;
}

const struct publication_counters *publication_counters(
    const struct publication *p)
{
	return &p->counters;
}

const struct zone *publication_last(const struct publication *p)
{
	return zone_has_version(p->zone) ? p->zone : NULL;
}

int publication_file(struct publication *p)
{
	if (!p->stage.behind)
		return filepair_descriptor(&p->pair);
	/* Soon, not while the feed waits for an answer. */
	p->wanted = true;
	loop_timer_set(p->alarm, 0);
	return -1;
}

const struct handover *publication_handover(const struct publication *p)
{
	return &p->handover;
}

const struct recent *publication_recent(const struct publication *p)
{
	return &p->recent;
}

const char *publication_result_word(enum publication_result result)
{
	static const char *const words[PUBLICATION_RESULTS] = {
		[PUBLICATION_SERVED] = "served",
		[PUBLICATION_REFUSED] = "refused",
		[PUBLICATION_REJECTED] = "rejected",
		[PUBLICATION_UNSERVED] = "unserved",
		[PUBLICATION_FAILED] = "failed",
		[PUBLICATION_UNRECORDED] = "unrecorded",
	};

	return words[result];
}

void publication_ready(struct publication *p, bool ready)
{
	p->ready = ready;
}

bool publication_busy(const struct publication *p)
{
	return p->stage.step != STAGE_REST;
}

void publication_follow(struct publication *p)
{
	happen(p, FILES_WANTED);
}

void publication_restate(struct publication *p)
{
	struct err err;

	if (p->stage.behind && !restoring_catch_up(p, &err)) {
		log_event(LOG_ERROR, OUTCOME_BEHIND, "zone", zone_name(p->zone),
		    "error", err.text);
		return;
	}
	unsynced_settle(
	    p->press->unsynced, zone_name(p->zone), zone_serial(p->zone));
	if (p->stage.behind)
		return;
	if (!zone_restated(p->zone) || !zone_has_version(p->zone) ||
	    publication_busy(p) || publication_owes_files(p))
		return;
	/* Without them a loss is held that need not be. */
	if (!filepair_note(&p->pair, p->zone, version_reprint_origins, &err))
		log_event(LOG_WARNING, "digests of objects not written", "zone",
		    zone_name(p->zone), "error", err.text);
}

bool publication_owes_files(const struct publication *p)
{
	return p->stage.unwritten || p->stage.stuck;
}

bool publication_made(const struct publication *p, uint64_t *out)
{
	*out = p->made;
	return (p->inspection && p->stage.step == STAGE_WRITE) ||
	    p->stage.step == STAGE_RECORD;
}

bool publication_searches(const struct publication *p)
{
	return p->unfinished != NULL;
}

void publication_consider(struct publication *p, uint64_t since)
{
	tell(p, (struct stage_event){ .what = ZONE_CHANGED, .since = since });
}

void publication_freeze(struct publication *p)
{
	happen(p, ZONE_FROZEN);
}

void publication_heard(struct publication *p, uint32_t serial)
{
	hearing_nsd(p, serial);
}

/* A whole version under way has the names of its files, and gets there soon. */
bool publication_loads(struct publication *p)
{
	bool whole = p->version && !p->version->light;
	struct err err;

	if (!p->stage.behind || filepair_touched(&p->pair))
		return true;
	if (whole && move_writes(p->stage.step))
		return false;
	/* Else it is tried again when NSD was told. */
	if (restoring_catch_up(p, &err))
		happen(p, FILES_FOLLOWED);
	return true;
}

void publication_told(struct publication *p, bool transfer)
{
	confirming_told(p, transfer);
	tell(p, (struct stage_event){ .what = NSD_TOLD, .by_file = !transfer });
}

void publication_untold(struct publication *p)
{
	confirm_stop(p->confirm);
	p->confirm = NULL;
	happen(p, NSD_UNTOLD);
}

void publication_doubt(struct publication *p)
{
	p->checked.whole_seen = false;
}

void publication_verify(struct publication *p)
{
	quarantine_audit(p);
	quarantine_search(p);
	if (publication_busy(p) || !zone_has_version(p->zone) ||
	    publication_owes_files(p))
		return;
	if (filepair_touched(&p->pair)) {
		restoring_log_touched(p);
		happen(p, FILES_TOUCHED);
	} else if (p->stage.served) {
		filepair_drop_good(&p->pair);
	}
}
