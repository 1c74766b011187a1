/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publication.c - versions made, checked and written.
 */
#include "controller/publish/publication.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/nsd/checkzone.h"
#include "controller/publish/publicationstate.h"
#include "controller/publish/quarantine.h"
#include "controller/publish/spacing.h"
#include "zonegen/base/mem.h"

#define ASK_TIMEOUT 300   /* ms for NSD's serial */
#define RETRY_MIN 1000    /* ms */
#define RETRY_MAX 30000   /* for what does not get to the disk */
#define ROWS_SAID 10      /* excluded records that are logged one by one */
#define FAILING_PAUSE 250 /* ms between tries that changes cause */

static void consider(struct publication *p);

uint64_t publication_now(const struct publication *p)
{
	return loop_now(p->press->loop);
}

static void on_spacing(void *arg)
{
	consider(arg);
}

/* What failed is tried again: the disk, or NSD. */
static void on_retry(void *arg)
{
	struct publication *p = arg;

	if (p->step != STEP_IDLE) {
		/* What is under way may come to nothing. */
		loop_timer_set(p->retry, RETRY_MIN);
		return;
	}
	if (p->rewrite_owed)
		publication_rewrite(p);
	else if (!p->served && zone_has_version(p->zone))
		server_changed(p->press->server, zone_name(p->zone));
	consider(p);
}

struct publication *publication_new(const struct press *press,
    struct zone *zone, const struct zone_config *config, const uint32_t *hint)
{
	struct publication *p = xcalloc(1, sizeof(*p));

	p->press = press;
	p->zone = zone;
	p->config = config;
	p->text = p->audited = (struct buf)BUF_INIT(UINT32_MAX);
	filepair_open(&p->pair, press->statedir, zone_name(zone));
	p->write_retry = p->serve_retry = RETRY_MIN;
	p->spacing = loop_timer_new(press->loop, on_spacing, p);
	p->retry = loop_timer_new(press->loop, on_retry, p);
	if (hint)
		serials_hear(&p->serials, zone_name(zone), *hint);
	if (zone_has_version(zone))
		server_changed(press->server, zone_name(zone));
	else
		server_keep(press->server, zone_name(zone));
	return p;
}

static void stop_steps(struct publication *p)
{
	question_cancel(p->question);
	inspection_stop(p->inspection);
	inspection_stop(p->audit);
	confirm_stop(p->confirm);
	p->question = NULL;
	p->inspection = p->audit = NULL;
	p->confirm = NULL;
	filepair_abandon(&p->pair);
}

void publication_free(struct publication *p)
{
	if (!p)
		return;
	stop_steps(p);
	loop_timer_free(p->spacing);
	loop_timer_free(p->retry);
	version_free(p->version);
	version_free(p->refused);
	version_free(p->rejected);
	buf_clear(&p->text);
	buf_clear(&p->audited);
	free(p);
}

void publication_replace(
    struct publication *p, struct zone *zone, const struct zone_config *config)
{
	inspection_stop(p->audit);
	p->audit = NULL;
	p->served = p->served && zone_has_version(zone) &&
	    zone_serial(zone) == zone_serial(p->zone);
	if (!p->served && zone_has_version(zone))
		server_changed(p->press->server, zone_name(zone));
	p->zone = zone;
	p->config = config;
	filepair_open(&p->pair, p->press->statedir, zone_name(zone));
	p->waiting = false;    /* nobody claimed anything in it yet */
	p->whole_seen = false; /* other templates, other settings */
	p->rewrite_owed = false;
	version_free(p->refused);
	version_free(p->rejected);
	p->refused = p->rejected = NULL;
}

void publication_doubt(struct publication *p)
{
	p->whole_seen = false;
}

const char *publication_zone(const struct publication *p)
{
	return zone_name(p->zone);
}

bool publication_made(const struct publication *p, uint64_t *out)
{
	*out = p->made;
	return p->inspection && p->step == STEP_CHECKING;
}

bool publication_served(const struct publication *p)
{
	return p->served;
}

bool publication_busy(const struct publication *p)
{
	return p->step != STEP_IDLE;
}

bool publication_owes_files(const struct publication *p)
{
	return p->rewrite_owed;
}

/* --- The end of a publication --- */

static void end(struct publication *p)
{
	p->step = STEP_IDLE;
	consider(p);
	if (p->step == STEP_IDLE && p->told)
		publication_told(p);
	if (p->step == STEP_IDLE)
		p->press->ended(p->press->arg);
}

void publication_rest(struct publication *p)
{
	p->not_before = p->started +
	    spacing(publication_now(p) - p->started,
		p->press->config->min_interval);
	end(p);
}

/* A version is owed, for a change of then or of an earlier one. */
static void owe(struct publication *p, uint64_t since)
{
	if (!p->waiting)
		p->since = since;
	p->waiting = true;
}

void publication_compare(struct publication *p)
{
	if (zone_changed(p->zone))
		owe(p, publication_now(p));
}

void publication_again(struct publication *p)
{
	if (!p->waiting || p->version_since < p->since)
		p->since = p->version_since;
	p->waiting = true;
	p->not_before = 0;
	end(p);
}

static void double_up(uint64_t *retry, uint64_t max)
{
	*retry = *retry * 2 < max ? *retry * 2 : max;
}

void publication_fail(struct publication *p, const struct err *err)
{
	filepair_abandon(&p->pair);
	if (!p->failing)
		log_event(LOG_ERROR, "zone not written", "zone",
		    zone_name(p->zone), "error", err->text, (char *)NULL);
	p->failing = true;
	loop_timer_set(p->retry, p->write_retry);
	double_up(&p->write_retry, RETRY_MAX);
	p->step = STEP_IDLE;
	p->not_before = publication_now(p) + FAILING_PAUSE;
	p->press->ended(p->press->arg);
}

void publication_written(struct publication *p)
{
	if (p->failing)
		log_event(LOG_INFO, "zone written again", "zone",
		    zone_name(p->zone), (char *)NULL);
	p->failing = p->rewrite_owed = false;
	p->write_retry = RETRY_MIN;
	loop_timer_stop(p->retry);
}

/* It did not get to the disk; the zone still differs and stays owed. */
static void fail(struct publication *p, const struct err *err)
{
	version_free(p->version);
	p->version = NULL;
	owe(p, p->version_since);
	publication_fail(p, err);
}

/* --- Refused --- */

static void say_excluded(
    const struct publication *p, const struct exclusions *rows)
{
	for (size_t i = 0; i < rows->count && i < ROWS_SAID; i++)
		log_event(LOG_ERROR, "record quarantined", "zone",
		    zone_name(p->zone), "name", rows->list[i].name, "type",
		    rr_type_text(rows->list[i].record.type), "origin",
		    rows->list[i].origin, "error", rows->list[i].words,
		    (char *)NULL);
	if (rows->count > ROWS_SAID)
		log_event(LOG_ERROR, "more records quarantined", "zone",
		    zone_name(p->zone), "records", log_u(rows->count),
		    (char *)NULL);
}

bool publication_exclude(struct publication *p, struct exclusions *rows)
{
	bool news =
	    rows->count && p->press->exclude(p->press->arg, p->zone, rows);

	if (news)
		say_excluded(p, rows);
	exclusions_clear(rows);
	return news;
}

/* Without those to blame, or, when nobody is, not before something changes. */
static void refuse(struct publication *p, const struct verdict *verdict)
{
	struct exclusions rows = { 0 };

	filepair_abandon(&p->pair);
	quarantine_decide(
	    p->zone, p->version, verdict->found, verdict->err->text, &rows);
	if (publication_exclude(p, &rows)) {
		version_free(p->version);
		p->version = NULL;
		publication_again(p);
		return;
	}
	log_event(LOG_ERROR, "zone not published", "zone", zone_name(p->zone),
	    "error", verdict->err->text, (char *)NULL);
	version_free(p->refused);
	p->refused = p->version;
	p->version = NULL;
	publication_rest(p);
}

/* --- To the disk --- */

void publication_hand_over(struct publication *p)
{
	p->was_served = p->served;
	p->served = p->told = false;
	p->step = STEP_HANDING;
	server_changed(p->press->server, zone_name(p->zone));
	if (server_away(p->press->server))
		publication_untold(p);
}

/* It is in place, but not for good: NSD is told when it is. */
static void unsynced(struct publication *p, const struct err *err)
{
	version_free(p->version);
	p->version = NULL;
	p->served = false;
	p->rewrite_owed = true;
	publication_fail(p, err);
}

static void commit(struct publication *p)
{
	/* What others put there is not what was served. */
	bool keep = (p->served || !filepair_has_good(&p->pair)) &&
	    !filepair_touched(&p->pair);
	struct err err;

	/* From here on that serial may be seen. */
	serials_give(&p->serials, p->version->serial);
	if (!filepair_place(&p->pair, keep, &err)) {
		fail(p, &err);
		return;
	}
	zone_adopt(p->zone, p->version);
	publication_compare(p);
	if (!filepair_sync(&p->pair, &err)) {
		unsynced(p, &err);
		return;
	}
	publication_written(p);
	publication_hand_over(p);
}

static void on_inspected(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;

	p->inspection = NULL;
	buf_reset(&p->text);
	p->whole_seen |= p->whole && !verdict->err;
	if (p->whole)
		p->partly = 0;
	if (!verdict->err)
		commit(p);
	else if (verdict->err->kind == ERR_INPUT)
		refuse(p, verdict);
	else
		fail(p, verdict->err);
}

static bool write_files(struct publication *p, struct err *err)
{
	const struct version *version = p->version;

	return filepair_write(&p->pair, &version->file, p->zone,
	    version->origins_changed ? zone_origins : NULL, err);
}

static void check(struct publication *p)
{
	enum check_extent extent = checkzone_extent(
	    p->press->config->checkzone, p->version, p->whole_seen);
	struct buf path = BUF_INIT(PATH_MAX);
	const struct buf *text = &p->version->file;

	if (extent != CHECK_WHOLE && !p->partly++)
		p->partly_since = publication_now(p);
	if (extent == CHECK_NOTHING) {
		commit(p);
		return;
	}
	buf_printf(
	    &path, "%s/zones/%s", p->press->statedir->path, p->pair.file.temp);
	p->whole = extent == CHECK_WHOLE;
	if (!p->whole) {
		checkzone_part(p->version, &p->text);
		text = &p->text;
	}
	p->step = STEP_CHECKING;
	p->inspection = inspection_start(p->press->checkers, p->version->zone,
	    text, p->version->head_len, p->whole ? buf_text(&path) : NULL,
	    on_inspected, p);
	buf_clear(&path);
}

/* --- The next version --- */

/* The same but for the serial as what the checker did not want? */
static bool was_refused(const struct publication *p)
{
	struct version *again;
	struct err err;
	bool same;

	if (!p->refused)
		return false;
	again = zone_version(p->zone, p->refused->serial, &err);
	same = again && again->file.len == p->refused->file.len &&
	    !memcmp(again->file.data, p->refused->file.data, again->file.len);
	version_free(again);
	return same;
}

static void make(struct publication *p)
{
	struct err err;
	uint32_t serial;

	version_free(p->version);
	serial = serials_next(
	    &p->serials, p->zone, p->config, loop_wall(p->press->loop));
	p->version = zone_version(p->zone, serial, &err);
	p->version_since = p->since;
	p->made = publication_now(p);
	if (!p->version || !write_files(p, &err)) {
		fail(p, &err);
		return;
	}
	p->waiting = false;
	check(p);
}

static void on_serial(void *arg, const struct answer *answer)
{
	struct publication *p = arg;

	p->question = NULL;
	p->nsd_asked = answer->came;
	if (answer->has_serial) {
		serials_hear(&p->serials, zone_name(p->zone), answer->serial);
		p->served |= zone_has_version(p->zone) &&
		    answer->serial == zone_serial(p->zone);
	}
	/* Meanwhile it may have become what it was. */
	if (zone_changed(p->zone))
		make(p);
	else
		end(p);
}

static void start(struct publication *p)
{
	p->started = publication_now(p);
	loop_timer_stop(p->spacing);
	if (p->nsd_asked) {
		make(p);
		return;
	}
	p->step = STEP_ASKING;
	p->question = asker_ask(
	    p->press->asker, zone_name(p->zone), ASK_TIMEOUT, on_serial, p);
}

static void consider(struct publication *p)
{
	uint64_t now = publication_now(p);

	if (p->step != STEP_IDLE || p->press->closed || p->held || !p->waiting)
		return;
	if (!zone_changed(p->zone)) {
		p->waiting = false;
		return;
	}
	if (now < p->not_before)
		loop_timer_set(p->spacing, p->not_before - now);
	else if (!was_refused(p))
		start(p);
}

void publication_consider(struct publication *p, uint64_t since)
{
	owe(p, since);
	consider(p);
}
