/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/confirming.h"

#include <stdio.h>

#include "controller/base/log.h"

#define ASK_TIMEOUT 300 /* ms for NSD's serial */
#define RECORD_LEAST 20 /* octets of a record's line: hardly one is shorter */

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
		recording_served(p->press->recording, p->zone);
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
	recording_served(p->press->recording, p->zone);
	filepair_drop_good(&p->pair);
	if (!p->rejected) {
		version_free(p->version);
		p->version = NULL;
	}
}

/* What there is to go back to. */
static enum stage_before before(const struct publication *p)
{
	if (p->version)
		return p->version->first ? BEFORE_NOTHING : BEFORE_IN_MEMORY;
	return filepair_has_good(&p->pair) ? BEFORE_ON_DISK : BEFORE_NOTHING;
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
	p->confirm = confirm_start(p->press->loop, p->press->asker,
	    &(struct confirm_options){
		.zone = zone_name(p->zone),
		.serial = zone_serial(p->zone),
		.deadline =
		    confirm_deadline(zone_octets(p->zone) / RECORD_LEAST),
		.was_served = p->stage.was_served,
		.done = on_confirmed,
		.arg = p,
	    });
}
