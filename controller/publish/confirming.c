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
	if (!version) {
		log_event(LOG_INFO, "zone served", "zone", zone_name(p->zone),
		    "serial", log_u(zone_serial(p->zone)));
		return;
	}
	p->counters.added = version->plan.added;
	p->counters.updated = version->plan.updated;
	p->counters.removed = version->plan.removed;
	histogram_add(&p->press->durations->change, took);
	recent_add(
	    &p->recent, &version->plan, version->serial, p->counters.published);
	snprintf(added, sizeof(added), "+%zu", version->plan.added);
	snprintf(changed, sizeof(changed), "~%zu", version->plan.updated);
	snprintf(removed, sizeof(removed), "-%zu", version->plan.removed);
	log_event(LOG_INFO, "zone published", "zone", version->zone, "serial",
	    log_u(version->serial), "added", added, "changed", changed,
	    "removed", removed, "ms", log_u(took));
}

static void on_serial(void *arg, const struct answer *answer)
{
	struct publication *p = arg;
	bool served = answer->has_serial && zone_has_version(p->zone) &&
	    answer->serial == zone_serial(p->zone);

	p->question = NULL;
	if (answer->has_serial)
		serials_hear(&p->serials, zone_name(p->zone), answer->serial);
	if (served && !p->stage.served) {
		note_served(p);
		recording_served(p->press->recording, p->zone);
	}
	p->tell(p,
	    (struct stage_event){
		.what = SERIAL_ASKED,
		.came = answer->came,
		.blind = !answer->came && !zone_has_version(p->zone) &&
		    !p->serials.elsewhere.known,
		.served = served,
	    });
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
