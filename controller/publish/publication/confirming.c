/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirming.c - first how NSD is told of the version in place, and what
 * becomes of a transfer; then how it is asked, for any serial or for this one.
 */
#include "controller/publish/publication/confirming.h"

#include <stdio.h>

#include "controller/base/log.h"

#define ASK_TIMEOUT 300 /* ms for NSD's serial */

#define RECORD_LEAST 20 /* octets of a record's line: hardly one is shorter */

/* --- NSD is told --- */

static size_t records(const struct publication *p)
{
	return zone_octets(p->zone) / RECORD_LEAST;
}

/*
 * A version was checked by a checker of NSD's own version: what is transferred
 * is not read from a file, so NSD itself would only reject it at its next
 * start.
 */
static bool is_able(const struct publication *p)
{
	const struct press *press = p->press;

	return press->feed &&
	    handover_allows(checkerversion_both(press->checkerversion)) &&
	    press->config->checkzone != CHECKZONE_NEVER &&
	    server_settled(press->server, zone_name(p->zone)) &&
	    !press->doubts(press->arg, p->zone);
}

static struct handover_facts facts(const struct publication *p, bool possible)
{
	return (struct handover_facts){
		.mode = p->press->config->handover,
		.possible = possible,
		.records = records(p),
		.waiting = server_waiting(p->press->server, HANDOVER_ZONES),
	};
}

bool confirming_may_transfer(const struct publication *p)
{
	const struct handover_facts now =
	    facts(p, is_able(p) && p->stage.served);

	return handover_may(&p->handover, &now, publication_now(p));
}

/* NSD has the version before, as it was written, and the feed the step. */
static void choose(struct publication *p)
{
	struct handover_facts now = facts(p,
	    is_able(p) && p->fresh && p->stage.was_served &&
		feed_has(p->press->feed, p->zone));

	/* Its file is not there to be loaded. */
	if (p->stage.behind)
		now.waiting = 0;
	handover_begin(&p->handover, &now, publication_now(p));
	p->fresh = false;
}

static void tell_missed(struct publication *p)
{
	p->tell(p,
	    (struct stage_event){
		.what = VERSION_MISSED,
		.by_file = p->handover.way == WAY_RELOAD,
	    });
}

void confirming_hand_over(struct publication *p)
{
	/* Once more, after a transfer that came to nothing. */
	if (!p->missed)
		choose(p);
	p->missed = false;
	if (p->handover.way == WAY_RELOAD && p->stage.behind)
		tell_missed(p);
	else if (p->handover.way == WAY_TRANSFER)
		server_transfer(p->press->server, zone_name(p->zone));
	else
		server_changed(p->press->server, zone_name(p->zone));
}

void confirming_reload(struct publication *p)
{
	p->handover.way = WAY_RELOAD;
	p->handover.rescued = p->fresh = p->missed = false;
	server_changed(p->press->server, zone_name(p->zone));
}

bool confirming_withholds(const struct publication *p)
{
	return p->handover.way == WAY_RELOAD && !p->stage.served;
}

static void log_fall(const struct publication *p, const struct handover *before)
{
	uint64_t now = publication_now(p);

	for (enum handover_cause cause = 0; cause < FALLS; cause++)
		if (p->handover.falls[cause] > before->falls[cause])
			log_event(LOG_WARNING,
			    "nsd did not transfer the zone, its file is loaded",
			    "zone", zone_name(p->zone), "serial",
			    log_u(zone_serial(p->zone)), "cause",
			    handover_cause_word(cause));
	if (handover_barred(&p->handover, now) && !handover_barred(before, now))
		log_event(LOG_ERROR,
		    "transfers of the zone fail, its file is loaded for ten "
		    "minutes",
		    "zone", zone_name(p->zone));
}

void confirming_told(struct publication *p, bool transfer)
{
	const struct handover before = p->handover;
	enum handover_way way = transfer ? WAY_TRANSFER : WAY_RELOAD;

	/* Else NSD was away, or its zones were not as they are wanted. */
	if (p->stage.step == STAGE_HAND_OVER)
		handover_told(&p->handover, way, publication_now(p));
	p->handover.way = way;
	log_fall(p, &before);
}

static uint64_t patience(const struct publication *p)
{
	const char *version = checkerversion_nsd(p->press->checkerversion);
	uint64_t linger = handover_lingers(version) ? HANDOVER_LINGER : 0;

	return p->handover.way == WAY_TRANSFER
	    ? handover_patience(&p->handover, records(p))
	    : confirm_deadline(records(p)) + linger;
}

static bool waits(struct publication *p, bool rejected)
{
	const struct handover before = p->handover;
	const char *zone = zone_name(p->zone);
	struct feed *feed = p->press->feed;

	if (handover_missed(&p->handover, rejected,
		feed ? feed_answered(feed, zone) : 0,
		publication_now(p)) == HANDOVER_WAIT)
		return true;
	log_fall(p, &before);
	/* NSD does not ask again while it waits for an answer. */
	if (feed)
		feed_cut(feed, zone);
	p->missed = true;
	return false;
}

/* --- NSD is asked --- */

/* The last version is seen served for the first time. */
static void note_served(struct publication *p)
{
	const struct version *version = p->version;
	uint64_t took = publication_now(p) - p->stage.version_since;
	char added[24], changed[24], removed[24];

	p->counters.published = loop_wall(p->press->loop);
	tracking_served(
	    p->press->tracking, zone_name(p->zone), zone_serial(p->zone));
	if (!version) {
		log_event(LOG_INFO, "zone served", "zone", zone_name(p->zone),
		    "serial", log_u(zone_serial(p->zone)));
		return;
	}
	p->counters.added = version->plan.added;
	p->counters.updated = version->plan.updated;
	p->counters.removed = version->plan.removed;
	histogram_add(&p->press->durations->change, took);
	if (p->press->served)
		p->press->served(p->press->served_arg, version);
	recent_add(
	    &p->recent, &version->plan, version->serial, p->counters.published);
	snprintf(added, sizeof(added), "+%zu", version->plan.added);
	snprintf(changed, sizeof(changed), "~%zu", version->plan.updated);
	snprintf(removed, sizeof(removed), "-%zu", version->plan.removed);
	log_event(LOG_INFO, "zone published", "zone", version->zone, "serial",
	    log_u(version->serial), "added", added, "changed", changed,
	    "removed", removed, "ms", log_u(took));
}

static bool knows_serial(const struct publication *p)
{
	return zone_has_version(p->zone) || p->serials.elsewhere.known;
}

static void tell_asked(struct publication *p, bool served)
{
	p->tell(p,
	    (struct stage_event){
		.what = SERIAL_ASKED,
		.came = p->came,
		.blind = !p->came && !knows_serial(p),
		.waits = p->waits,
		.served = served,
	    });
}

/* With nothing on the disk they know what was served (W4: serials rise). */
static bool must_recall(const struct publication *p)
{
	return !zone_has_version(p->zone) && p->config->nsecondaries &&
	    !p->recalled;
}

/*
 * The clock is later than any serial that was made of it; a count or a date
 * goes on from the last one, which somebody has to know.
 */
static void on_recalled(void *arg, const struct recalled *recalled)
{
	struct publication *p = arg;
	bool waited = p->waits;

	p->recall = NULL;
	p->recalled = recalled->count > 0;
	for (size_t i = 0; i < recalled->count; i++)
		serials_hear(
		    &p->serials, zone_name(p->zone), recalled->serials[i]);
	p->waits = p->config->serial != SERIAL_UNIXTIME && !p->recalled &&
	    !knows_serial(p) && !p->config->serial_floor;
	if (p->waits && !waited)
		log_event(LOG_WARNING,
		    "zone waits for the serial of a secondary, or for "
		    "serialFloor",
		    "zone", zone_name(p->zone));
	tell_asked(p, false);
}

static void on_serial(void *arg, const struct answer *answer)
{
	struct publication *p = arg;
	bool served = answer->has_serial && zone_has_version(p->zone) &&
	    answer->serial == zone_serial(p->zone);
	struct transfers transfers;

	p->question = NULL;
	p->came = answer->came;
	if (answer->has_serial)
		serials_hear(&p->serials, zone_name(p->zone), answer->serial);
	if (served && !p->stage.served) {
		note_served(p);
		recording_served(p->press->recording, p->zone, p->stage.behind);
	}
	if (!must_recall(p)) {
		tell_asked(p, served);
		return;
	}
	transfers = followers_transfers(p->press->followers);
	p->recall = recall_start(p->press->loop, &transfers, p->config,
	    zone_name(p->zone), on_recalled, p);
}

void confirming_ask(struct publication *p)
{
	p->question = asker_ask(
	    p->press->asker, zone_name(p->zone), ASK_TIMEOUT, on_serial, p);
}

static void confirmed(struct publication *p)
{
	if (!p->stage.served)
		note_served(p);
	handover_served(&p->handover);
	recording_served(p->press->recording, p->zone, p->stage.behind);
	filepair_drop_good(&p->pair);
	if (!p->rejected)
		publication_drop(&p->version);
}

/* What there is to go back to. */
static enum stage_before before(const struct publication *p)
{
	if (p->version)
		return p->version->first ? BEFORE_NOTHING : BEFORE_IN_MEMORY;
	return filepair_has_good(&p->pair) ? BEFORE_ON_DISK : BEFORE_NOTHING;
}

/* What was to be transferred is waited for, or handed over once more. */
static void miss(struct publication *p, bool rejected)
{
	if (waits(p, rejected))
		confirming_start(p);
	else
		tell_missed(p);
}

/* NSD answers an older version, and may transfer what it did not read. */
static bool rescues(struct publication *p, const struct answer *last)
{
	p->missed = last->has_serial && p->press->feed && !p->stage.back &&
	    handover_rescue(&p->handover,
		checkerversion_both(p->press->checkerversion),
		publication_now(p));
	return p->missed;
}

static void on_confirmed(
    void *arg, enum confirmation confirmation, const struct answer *last)
{
	static const enum stage_happening told[] = {
		[CONFIRM_SERVED] = VERSION_SERVED,
		[CONFIRM_REJECTED] = VERSION_REJECTED,
		[CONFIRM_UNSERVED] = VERSION_UNSERVED,
	};
	struct publication *p = arg;

	p->confirm = NULL;
	buf_reset(&p->answer);
	answer_print(last, &p->answer);
	if (confirmation != CONFIRM_SERVED && p->handover.way == WAY_TRANSFER) {
		miss(p, confirmation == CONFIRM_REJECTED);
		return;
	}
	if (confirmation == CONFIRM_UNSERVED && rescues(p, last)) {
		tell_missed(p);
		return;
	}
	if (confirmation == CONFIRM_SERVED)
		confirmed(p);
	p->tell(p,
	    (struct stage_event){
		.what = told[confirmation],
		.before = before(p),
	    });
}

void confirming_start(struct publication *p)
{
	bool transfers = p->handover.way == WAY_TRANSFER;

	p->confirm = confirm_start(p->press->loop, p->press->asker,
	    &(struct confirm_options){
		.zone = zone_name(p->zone),
		.serial = zone_serial(p->zone),
		.deadline = patience(p),
		.was_served = p->stage.was_served,
		.control = transfers ? p->press->control : NULL,
		.done = on_confirmed,
		.arg = p,
	    });
}
