/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publication.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/checkzone.h"
#include "controller/publish/confirm.h"
#include "controller/publish/previous.h"
#include "zonegen/mem.h"
#include "zonegen/outfile.h"
#include "zonegen/version.h"

#define ASK_TIMEOUT 300   /* ms for NSD's serial */
#define SPACING 4         /* durations of the last publication */
#define SPACING_MAX 10000 /* ms */
#define RETRY_MIN 1000    /* ms */
#define RETRY_MAX 30000   /* for what does not get to the disk */
#define UNSERVED_MAX 5000 /* for what NSD does not serve */
#define FAILING_PAUSE 250 /* ms between tries that changes cause */

enum step {
	STEP_IDLE,
	STEP_ASKING,
	STEP_CHECKING,
	STEP_HANDING,
	STEP_CONFIRMING,
};

struct publication {
	const struct press *press;
	struct zone *zone;
	const struct zone_config *config;
	enum step step;
	struct previous elsewhere; /* serials that others know of this zone */
	bool nsd_asked;
	bool whole_seen; /* a whole file was good in this process */
	bool whole;      /* the check under way is of the whole file */
	bool ahead_said, failing, unserved_said;

	bool waiting;   /* since is set */
	uint64_t since; /* ms: the oldest change that is in no version */
	uint64_t started, not_before; /* ms: of the last start, the next one */
	struct loop_timer *spacing, *retry;
	uint64_t write_retry, serve_retry; /* ms */

	struct version *version; /* written, or being it; told when served */
	uint64_t version_since, made; /* ms */
	struct version *refused;      /* by the checker: not tried unchanged */
	struct outfile file, origins;
	struct question *question;
	struct checkzone *check;
	struct confirm *confirm;
	bool served;
};

static void consider(struct publication *p);

static uint64_t now_of(const struct publication *p)
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

	if (p->step != STEP_IDLE)
		return;
	if (!p->served && zone_has_version(p->zone))
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
	p->file = p->origins = (struct outfile)OUTFILE_INIT;
	p->write_retry = p->serve_retry = RETRY_MIN;
	p->spacing = loop_timer_new(press->loop, on_spacing, p);
	p->retry = loop_timer_new(press->loop, on_retry, p);
	if (hint)
		previous_fold(&p->elsewhere, *hint);
	if (zone_has_version(zone))
		server_changed(press->server, zone_name(zone));
	else
		server_keep(press->server, zone_name(zone));
	return p;
}

static void stop_steps(struct publication *p)
{
	question_cancel(p->question);
	checkzone_stop(p->check);
	confirm_stop(p->confirm);
	p->question = NULL;
	p->check = NULL;
	p->confirm = NULL;
	outfile_abandon(&p->file);
	outfile_abandon(&p->origins);
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
	free(p);
}

void publication_replace(
    struct publication *p, struct zone *zone, const struct zone_config *config)
{
	p->zone = zone;
	p->config = config;
	p->waiting = false;    /* nobody claimed anything in it yet */
	p->whole_seen = false; /* other templates, other settings */
	version_free(p->refused);
	p->refused = NULL;
}

const char *publication_zone(const struct publication *p)
{
	return zone_name(p->zone);
}

bool publication_made(const struct publication *p, uint64_t *out)
{
	*out = p->made;
	return p->step == STEP_CHECKING;
}

bool publication_busy(const struct publication *p)
{
	return p->step != STEP_IDLE;
}

/* --- The end of a publication --- */

/*
 * Q2.  A failure that took long (a deadline) says nothing about how dear a
 * publication is, hence the cap.
 */
static void rest(struct publication *p)
{
	uint64_t pause = (now_of(p) - p->started) * SPACING;

	if (pause > SPACING_MAX)
		pause = SPACING_MAX;
	if (p->press->config->min_interval)
		pause = p->press->config->min_interval;
	p->not_before = p->started + pause;
	p->step = STEP_IDLE;
	consider(p);
	if (p->step == STEP_IDLE)
		p->press->ended(p->press->arg);
}

static void double_up(uint64_t *retry, uint64_t max)
{
	*retry = *retry * 2 < max ? *retry * 2 : max;
}

/* It did not get to the disk; the zone still differs and stays owed. */
static void fail(struct publication *p, const struct err *err)
{
	outfile_abandon(&p->file);
	outfile_abandon(&p->origins);
	version_free(p->version);
	p->version = NULL;
	if (!p->waiting)
		p->since = p->version_since;
	p->waiting = true;
	if (!p->failing)
		log_event(LOG_ERROR, "zone not written", "zone",
		    zone_name(p->zone), "error", err->text, (char *)NULL);
	p->failing = true;
	loop_timer_set(p->retry, p->write_retry);
	double_up(&p->write_retry, RETRY_MAX);
	p->step = STEP_IDLE;
	p->not_before = now_of(p) + FAILING_PAUSE;
	p->press->ended(p->press->arg);
}

static void refuse(struct publication *p, const struct err *err)
{
	log_event(LOG_ERROR, "zone not published", "zone", zone_name(p->zone),
	    "error", err->text, (char *)NULL);
	outfile_abandon(&p->file);
	outfile_abandon(&p->origins);
	version_free(p->refused);
	p->refused = p->version;
	p->version = NULL;
	rest(p);
}

/* --- Confirming --- */

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
	    "removed", removed, "ms", log_u(now_of(p) - p->version_since),
	    (char *)NULL);
}

static void say_unserved(struct publication *p, const struct answer *last)
{
	struct buf words = BUF_INIT(256);

	if (p->unserved_said)
		return;
	p->unserved_said = true;
	answer_print(last, &words);
	log_event(LOG_ERROR, "nsd does not serve the zone", "zone",
	    zone_name(p->zone), "serial", log_u(zone_serial(p->zone)), "answer",
	    buf_text(&words), (char *)NULL);
	buf_clear(&words);
}

static void on_confirmed(void *arg, bool served, const struct answer *last)
{
	struct publication *p = arg;

	p->confirm = NULL;
	if (served) {
		if (!p->served)
			say_published(p);
		p->served = true;
		p->unserved_said = false;
		p->serve_retry = RETRY_MIN;
		version_free(p->version);
		p->version = NULL;
	} else {
		say_unserved(p, last);
		p->served = false;
		loop_timer_set(p->retry, p->serve_retry);
		double_up(&p->serve_retry, UNSERVED_MAX);
	}
	rest(p);
}

void publication_told(struct publication *p)
{
	if (p->step != STEP_IDLE && p->step != STEP_HANDING)
		return; /* the next version will be told again */
	if (!zone_has_version(p->zone))
		return;
	if (p->step == STEP_IDLE)
		p->started = now_of(p);
	p->step = STEP_CONFIRMING;
	p->confirm = confirm_start(p->press->loop, p->press->asker,
	    zone_name(p->zone), zone_serial(p->zone),
	    confirm_deadline(zone_rrsets(p->zone)), on_confirmed, p);
}

void publication_untold(struct publication *p)
{
	if (p->step != STEP_CONFIRMING && p->step != STEP_HANDING)
		return;
	confirm_stop(p->confirm);
	p->confirm = NULL;
	p->served = false;
	rest(p);
}

/* --- To the disk --- */

/* .origins first: with the old zone file it is still the better one. */
static bool commit_files(struct publication *p, struct err *err)
{
	/* From here on that serial may be seen. */
	previous_fold(&p->elsewhere, p->version->serial);
	if (p->version->origins_changed && !outfile_commit(&p->origins, err))
		return false;
	return outfile_commit(&p->file, err);
}

static void commit(struct publication *p)
{
	struct err err;

	if (!commit_files(p, &err)) {
		fail(p, &err);
		return;
	}
	if (p->failing)
		log_event(LOG_INFO, "zone written again", "zone",
		    zone_name(p->zone), (char *)NULL);
	p->failing = false;
	p->write_retry = RETRY_MIN;
	loop_timer_stop(p->retry);
	zone_adopt(p->zone, p->version);
	p->served = false;
	p->step = STEP_HANDING;
	server_changed(p->press->server, zone_name(p->zone));
	if (server_away(p->press->server))
		publication_untold(p);
}

static void on_checked(void *arg, const struct err *err)
{
	struct publication *p = arg;

	p->check = NULL;
	p->whole_seen |= p->whole && !err;
	if (!err)
		commit(p);
	else if (err->kind == ERR_INPUT)
		refuse(p, err);
	else
		fail(p, err);
}

static bool write_files(struct publication *p, struct err *err)
{
	const struct version *version = p->version;
	char name[NAME_MAX + 1];

	snprintf(name, sizeof(name), "%s.zone", version->zone);
	if (!outfile_write(&p->file, p->press->statedir->zones, name, 0644,
		buf_text(&version->file), version->file.len, err))
		return false;
	if (!version->origins_changed)
		return true;
	snprintf(name, sizeof(name), "%s.origins", version->zone);
	return outfile_write(&p->origins, p->press->statedir->zones, name, 0644,
	    buf_text(&version->origins), version->origins.len, err);
}

static void check(struct publication *p)
{
	enum check_extent extent = checkzone_extent(
	    p->press->config->checkzone, p->version, p->whole_seen);
	struct buf part = BUF_INIT(UINT32_MAX), path = BUF_INIT(PATH_MAX);
	struct err err;

	if (extent == CHECK_NOTHING) {
		commit(p);
		return;
	}
	buf_printf(
	    &path, "%s/zones/%s", p->press->statedir->path, p->file.temp);
	if (extent == CHECK_PART)
		checkzone_part(p->version, &part);
	p->whole = extent == CHECK_WHOLE;
	p->step = STEP_CHECKING;
	p->check = checkzone_start(p->press->loop, p->version->zone,
	    extent == CHECK_WHOLE ? buf_text(&path) : NULL, &part, on_checked,
	    p, &err);
	buf_clear(&part);
	buf_clear(&path);
	if (!p->check)
		fail(p, &err);
}

/* --- The next version --- */

static void alarm_jump(const struct publication *p, uint32_t serial)
{
	log_event(LOG_ERROR, "serial more than 400 days ahead ignored", "zone",
	    zone_name(p->zone), "serial", log_u(serial), (char *)NULL);
}

static uint32_t next_serial(struct publication *p)
{
	struct previous previous = { .known = zone_has_version(p->zone),
		.serial = zone_serial(p->zone) };
	uint32_t serial;
	bool ahead;

	if (p->elsewhere.known &&
	    !previous_fold(&previous, p->elsewhere.serial)) {
		alarm_jump(p, p->elsewhere.serial);
		p->elsewhere.known = false;
	}
	previous_floor(&previous, p->config->serial_floor);
	serial = previous_next(
	    &previous, p->config->serial, loop_wall(p->press->loop), &ahead);
	if (ahead && !p->ahead_said) {
		p->ahead_said = true;
		log_event(LOG_WARNING, "serial is ahead of the clock", "zone",
		    zone_name(p->zone), "serial", log_u(previous.serial),
		    (char *)NULL);
	}
	return serial;
}

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

	version_free(p->version);
	p->version = zone_version(p->zone, next_serial(p), &err);
	p->version_since = p->since;
	p->made = now_of(p);
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
	if (answer->has_serial && !previous_fold(&p->elsewhere, answer->serial))
		alarm_jump(p, answer->serial);
	make(p);
}

static void start(struct publication *p)
{
	p->started = now_of(p);
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
	uint64_t now = now_of(p);

	if (p->step != STEP_IDLE || p->press->closed || !p->waiting)
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
	if (!p->waiting)
		p->since = since;
	p->waiting = true;
	consider(p);
}
