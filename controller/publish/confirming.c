/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirming.c - versions seen served, and what is done when they are not.
 */
#include <stdio.h>
#include <stdlib.h>

#include "controller/base/log.h"
#include "controller/publish/publicationstate.h"
#include "controller/publish/quarantine.h"

#define RETRY_MIN 1000    /* ms */
#define UNSERVED_MAX 5000 /* for what NSD does not serve */
#define RECORD_LEAST 20   /* octets of a record's line: hardly one is shorter */

static void say_published(const struct publication *p)
{
	const struct version *version = p->version;
	char added[24], changed[24], removed[24];

	if (!version) {
		log_event(LOG_INFO, "zone served", "zone", zone_name(p->zone),
		    "serial", log_u(zone_serial(p->zone)), (char *)NULL);
		return;
	}
	snprintf(added, sizeof(added), "+%zu", version->plan.added);
	snprintf(changed, sizeof(changed), "~%zu", version->plan.updated);
	snprintf(removed, sizeof(removed), "-%zu", version->plan.removed);
	log_event(LOG_INFO, "zone published", "zone", version->zone, "serial",
	    log_u(version->serial), "added", added, "changed", changed,
	    "removed", removed, "ms",
	    log_u(publication_now(p) - p->version_since), (char *)NULL);
}

/* --- Whose fault it is --- */

/* Refused whole, it was for these lines; else for all that was new in it. */
static void on_blamed(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;
	bool refused = verdict->err && verdict->err->kind == ERR_INPUT;
	struct exclusions rows = { 0 };

	p->inspection = NULL;
	buf_reset(&p->text);
	quarantine_decide(p->zone, p->rejected, refused ? verdict->found : NULL,
	    refused ? verdict->err->text : "nsd could not load the zone",
	    &rows);
	if (!publication_exclude(p, &rows) && p->rejected) {
		/* Nobody to blame: not before something changes. */
		version_free(p->refused);
		p->refused = p->rejected;
		p->rejected = NULL;
	}
	version_free(p->rejected);
	p->rejected = NULL;
	publication_again(p);
}

/* rejected NULL: the version that is in place, and there is none before it. */
static void blame(struct publication *p)
{
	const struct version *version = p->rejected;
	size_t head_len =
	    version ? version->head_len : zone_reprint(p->zone, &p->text);

	p->step = STEP_BLAMING;
	p->inspection = inspection_start(p->press->checkers, zone_name(p->zone),
	    version ? &version->file : &p->text, head_len, NULL, on_blamed, p);
}

/* --- In the background --- */

/* It may have changed meanwhile: who does not ask for it is not blamed. */
static void on_audited(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;
	struct exclusions rows = { 0 };

	p->audit = NULL;
	buf_clear(&p->audited);
	p->audited = (struct buf)BUF_INIT(UINT32_MAX);
	if (!verdict->err)
		p->partly = 0;
	if (!verdict->err || verdict->err->kind != ERR_INPUT)
		return;
	log_event(LOG_ERROR, "a zone that is served is refused", "zone",
	    zone_name(p->zone), "error", verdict->err->text, (char *)NULL);
	quarantine_decide(p->zone, NULL, verdict->found, "", &rows);
	if (!publication_exclude(p, &rows))
		return;
	p->version_since = publication_now(p);
	if (p->step == STEP_IDLE)
		publication_again(p);
	else
		p->waiting = true;
}

void publication_audit(struct publication *p)
{
	uint64_t age = publication_now(p) - p->partly_since;
	size_t head_len;

	if (p->audit || !p->partly || p->press->closed ||
	    !zone_has_version(p->zone) ||
	    p->press->config->checkzone != CHECKZONE_CHANGED ||
	    (p->partly < CHECKZONE_WHOLE_VERSIONS &&
		age < CHECKZONE_WHOLE_AFTER))
		return;
	p->partly = 0;
	head_len = zone_reprint(p->zone, &p->audited);
	p->audit = inspection_start(p->press->checkers, zone_name(p->zone),
	    &p->audited, head_len, NULL, on_audited, p);
}

/* --- Put back --- */

void publication_rewrite(struct publication *p)
{
	struct buf file = BUF_INIT(UINT32_MAX);
	struct err err;
	bool ok;

	p->rewrite_owed = true;
	zone_reprint(p->zone, &file);
	ok = filepair_write(
		 &p->pair, &file, p->zone, zone_reprint_origins, &err) &&
	    filepair_place(&p->pair, false, &err) &&
	    filepair_sync(&p->pair, &err);
	buf_clear(&file);
	if (!ok) {
		publication_fail(p, &err);
		return;
	}
	publication_written(p);
	p->started = publication_now(p);
	publication_hand_over(p);
}

void publication_verify(struct publication *p)
{
	publication_audit(p);
	if (p->step != STEP_IDLE || !zone_has_version(p->zone) ||
	    p->rewrite_owed)
		return;
	if (!filepair_touched(&p->pair)) {
		if (p->served)
			filepair_settle(&p->pair);
		return;
	}
	log_event(LOG_ERROR, "zone file was changed by others, written anew",
	    "zone", zone_name(p->zone), (char *)NULL);
	publication_rewrite(p);
}

static void say_rejected(const struct publication *p, const struct answer *last,
    uint32_t serial, const char *back)
{
	struct buf words = BUF_INIT(256);

	answer_print(last, &words);
	log_event(LOG_ERROR, "nsd rejects the zone", "zone", zone_name(p->zone),
	    "serial", log_u(serial), "answer", buf_text(&words), "restored",
	    back, (char *)NULL);
	buf_clear(&words);
}

/* The version before it, under its own serial. */
static void put_back(struct publication *p, const struct answer *last)
{
	char back[24];

	p->rejected = p->version;
	p->version = NULL;
	zone_revert(p->zone, p->rejected);
	zone_resolve(p->zone);
	publication_compare(p);
	snprintf(
	    back, sizeof(back), "%lu", (unsigned long)zone_serial(p->zone));
	say_rejected(p, last, p->rejected->serial, back);
	p->held = true;
	publication_rewrite(p);
}

/*
 * A version of a process before this one: what it was made from is not known,
 * but the files that were served before it are there.
 */
static bool restore(struct publication *p, const struct answer *last)
{
	struct err err;

	say_rejected(p, last, zone_serial(p->zone), "the files before it");
	serials_give(&p->serials, zone_serial(p->zone));
	if (!filepair_restore(&p->pair, &err)) {
		log_event(LOG_ERROR, "zone not written", "zone",
		    zone_name(p->zone), "error", err.text, (char *)NULL);
		return false;
	}
	p->press->reopen(p->press->arg);
	p->step = STEP_IDLE;
	p->press->ended(p->press->arg);
	return true;
}

/* --- Confirming --- */

static void say_unserved(struct publication *p, const struct answer *last)
{
	struct buf words = BUF_INIT(256);

	answer_print(last, &words);
	log_event(LOG_ERROR, "nsd does not serve the zone", "zone",
	    zone_name(p->zone), "serial", log_u(zone_serial(p->zone)), "answer",
	    buf_text(&words), (char *)NULL);
	buf_clear(&words);
}

static void on_served(struct publication *p)
{
	bool held = p->held;

	if (!p->served)
		say_published(p);
	p->served = true;
	p->unserved_said = p->held = false;
	p->serve_retry = RETRY_MIN;
	filepair_settle(&p->pair);
	if (!p->rejected) {
		version_free(p->version);
		p->version = NULL;
	}
	publication_audit(p);
	if (held && p->rejected)
		blame(p);
	else
		publication_rest(p);
}

/* It is owed.  With the old version not served either it was not the new. */
static void on_unserved(
    struct publication *p, const struct answer *last, bool rejected)
{
	bool first = !p->unserved_said;

	if (first)
		say_unserved(p, last);
	p->unserved_said = true;
	p->served = false;
	version_free(p->rejected);
	p->rejected = NULL;
	loop_timer_set(p->retry, p->serve_retry);
	p->serve_retry *= 2;
	if (p->serve_retry > UNSERVED_MAX)
		p->serve_retry = UNSERVED_MAX;
	if (first && rejected && !p->held)
		blame(p);
	else
		publication_rest(p);
}

static void on_confirmed(
    void *arg, enum confirmation verdict, const struct answer *last)
{
	struct publication *p = arg;
	bool rejected = verdict == CONFIRM_REJECTED;

	p->confirm = NULL;
	if (verdict == CONFIRM_SERVED)
		on_served(p);
	else if (rejected && p->version && !p->version->first)
		put_back(p, last);
	else if (!rejected || p->version || p->held ||
	    !filepair_has_good(&p->pair) || !restore(p, last))
		on_unserved(p, last, rejected);
}

void publication_told(struct publication *p)
{
	/* Another version may be under way, and come to nothing. */
	p->told = p->step != STEP_IDLE && p->step != STEP_HANDING;
	if (p->told || !zone_has_version(p->zone))
		return;
	if (p->step == STEP_IDLE) {
		p->started = publication_now(p);
		p->was_served = false; /* it may be another NSD */
	}
	p->step = STEP_CONFIRMING;
	p->confirm = confirm_start(p->press->loop, p->press->asker,
	    &(struct confirm_options){
		.zone = zone_name(p->zone),
		.serial = zone_serial(p->zone),
		.deadline =
		    confirm_deadline(zone_octets(p->zone) / RECORD_LEAST),
		.was_served = p->was_served,
		.done = on_confirmed,
		.arg = p,
	    });
}

void publication_untold(struct publication *p)
{
	p->was_served = p->told = false;
	if (p->step != STEP_CONFIRMING && p->step != STEP_HANDING)
		return;
	confirm_stop(p->confirm);
	p->confirm = NULL;
	p->served = false;
	publication_rest(p);
}
