/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publication/writing.h"

#include <limits.h>
#include <string.h>

#include "controller/publish/publication/confirming.h"
#include "controller/publish/history/history.h"
#include "controller/publish/publication/recording.h"
#include "zonegen/version/journal.h"

static void tell(
    struct publication *p, enum stage_happening what, const struct err *err)
{
	p->tell(p,
	    (struct stage_event){
		.what = what,
		.text = err ? err->text : NULL,
	    });
}

/* It did not get to the disk, or is not there for good. */
static void give_up(
    struct publication *p, enum stage_happening what, const struct err *err)
{
	filepair_abandon(&p->pair);
	publication_drop(&p->version);
	p->fresh = false;
	tell(p, what, err);
}

/* What is written to the journal is on the disk a second later. */
#define SYNC_AFTER 1000 /* ms */
#define FEW 100         /* changes, of a small zone too */

/* --- Without its files --- */

/*
 * The journal adds to a file that NSD served, and that it does not read again
 * when its other zones are reloaded.  Git records what has its file, so not
 * where a version has to be a commit first.
 */
static bool may_be_light(const struct publication *p)
{
	const struct config *config = p->press->config;

	const struct timespec now = loop_time(p->press->loop);

	return !p->whole && !p->refused && p->stage.served &&
	    !p->stage.unwritten && zone_has_version(p->zone) &&
	    p->checked.whole_seen && config->checkzone == CHECKZONE_CHANGED &&
	    !config->git.required && !p->journal.torn &&
	    !filepair_touched(&p->pair) && filepair_is_past(&p->pair, &now) &&
	    confirming_may_transfer(p);
}

/* Above a quarter of the zone the file is the faster way. */
static bool is_small(const struct version *version)
{
	const struct plan *plan = &version->plan;
	size_t changes = plan->added + plan->updated + plan->removed;

	return !version->head_changed &&
	    (changes <= FEW || changes * 4 <= version->rrsets);
}

static void make_whole(struct publication *p)
{
	publication_drop(&p->version);
	p->whole = true;
	tell(p, VERSION_UNFIT, NULL);
}

/* --- Into its place --- */

static void adopt(struct publication *p, bool untouched)
{
	version_adopt(p->zone, p->version);
	if (p->press->feed)
		feed_add(p->press->feed, p->zone, p->version);
	recording_placed(p->press->recording, p->zone, p->version);
	p->checked.passed = p->checked.extent == CHECK_WHOLE ||
	    (p->checked.extent == CHECK_PART && p->checked.passed);
	p->cut = 0;
	p->fresh = untouched;
}

static bool append(struct publication *p, struct err *err)
{
	struct buf entry = BUF_INIT(JOURNALFILE_MAX);
	bool pending = p->journal.unsynced, ok;

	journal_print(p->version, &entry);
	ok = journalfile_append(&p->journal, &entry, err);
	buf_clear(&entry);
	if (ok && !pending)
		loop_timer_set(p->syncing, SYNC_AFTER);
	return ok;
}

static void enter(struct publication *p)
{
	struct err err;

	/* From here on that serial may be seen. */
	serials_give(&p->serials, p->version->serial);
	if (!may_be_light(p) || !append(p, &err)) {
		make_whole(p);
		return;
	}
	if (!p->stage.behind)
		p->behind_since = loop_wall(p->press->loop);
	adopt(p, true);
	tell(p, VERSION_JOURNALED, NULL);
}

void writing_sync(struct publication *p)
{
	struct err err;

	if (!journalfile_sync(&p->journal, &err))
		tell(p, FILES_WANTED, NULL);
}

static void place(struct publication *p)
{
	/* What others put there is not what was served. */
	bool untouched = !filepair_touched(&p->pair);
	struct err err;

	/* From here on that serial may be seen. */
	serials_give(&p->serials, p->version->serial);
	if (!filepair_place(&p->pair, untouched, &err)) {
		give_up(p, HAND_FAILED, &err);
		return;
	}
	adopt(p, untouched);
	if (filepair_sync(&p->pair, &err) &&
	    journalfile_empty(&p->journal, &err))
		tell(p, VERSION_WRITTEN, NULL);
	else
		give_up(p, VERSION_UNSYNCED, &err);
}

void writing_place(struct publication *p)
{
	if (p->version->light)
		enter(p);
	else
		place(p);
}

/* --- Recording --- */

static void on_recorded(void *arg, const struct history_recorded *end)
{
	struct publication *p = arg;
	struct err err;

	switch (end->outcome) {
	case HISTORY_RECORDED:
		tell(p, VERSION_RECORDED, NULL);
		break;
	case HISTORY_OVERTAKEN:
		/* However far ahead: without a later one it never ends. */
		serials_give(&p->serials, end->serial);
		give_up(p, VERSION_OVERTAKEN, NULL);
		break;
	case HISTORY_UNRECORDED:
		err_set(&err, ERR_SYSTEM, "%s", end->why);
		give_up(p, HAND_FAILED, &err);
		break;
	}
}

void writing_record(struct publication *p)
{
	/* From here on that serial may be in a commit. */
	serials_give(&p->serials, p->version->serial);
	recording_commit(
	    p->press->recording, p->zone, p->version, &p->pair, on_recorded, p);
}

/* --- Checking --- */

static void note_checked(struct publication *p, bool good)
{
	bool whole = p->checked.extent == CHECK_WHOLE;

	p->checked.whole_seen |= whole && good;
	if (whole)
		p->checked.partly = 0;
}

static void on_inspected(void *arg, const struct verdict *verdict);

/*
 * The checker has nothing against it.  If that was not enough lately, NSD is
 * asked too: with the checker's word alone a tenant could have the zone
 * rejected again and again.  Of a version that has no file, enter() then makes
 * one that has.
 */
static void checked(struct publication *p)
{
	if (p->version->light || !p->press->doubts(p->press->arg, p->zone)) {
		tell(p, VERSION_CHECKED, NULL);
		return;
	}
	p->inspection = inspection_start(&p->press->trials,
	    &(struct inspected){ .zone = p->zone,
		.text = &p->version->file,
		.head_len = p->version->head_len,
		.judge = JUDGE_NSD,
		.passed = p->stage.served && !p->version->head_changed },
	    on_inspected, p);
}

static void on_inspected(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;

	histogram_add(
	    &p->press->durations->check, publication_now(p) - p->made);
	p->inspection = NULL;
	buf_reset(&p->text);
	if (verdict->judge == JUDGE_CHECKER)
		note_checked(p, !verdict->err);
	if (!verdict->err && verdict->judge == JUDGE_CHECKER) {
		checked(p);
	} else if (!verdict->err) {
		tell(p, VERSION_CHECKED, NULL);
	} else if (p->version->light) {
		/* Those to blame are found in the lines of its file. */
		make_whole(p);
	} else if (verdict->err->kind == ERR_INPUT &&
	    !verdict_wavers(verdict, p->version->head_changed)) {
		filepair_abandon(&p->pair);
		p->verdict = verdict;
		tell(p, VERSION_REFUSED, NULL);
		p->verdict = NULL;
	} else {
		give_up(p, HAND_FAILED, verdict->err);
	}
}

static void inspect(struct publication *p, bool whole)
{
	const struct buf *text = &p->version->file;
	struct buf path = BUF_INIT(PATH_MAX);
	struct inspected what = {
		.zone = p->zone,
		.head_len = p->version->head_len,
		.passed = p->checked.whole_seen && p->checked.passed &&
		    !p->version->head_changed,
	};

	buf_printf(
	    &path, "%s/zones/%s", p->press->statedir->path, p->pair.file.temp);
	if (!whole) {
		checkzone_part(p->zone, p->version, &p->text);
		text = &p->text;
	}
	what.text = text;
	what.file = whole ? buf_text(&path) : NULL;
	p->inspection =
	    inspection_start(&p->press->trials, &what, on_inspected, p);
	buf_clear(&path);
}

static void check(struct publication *p)
{
	enum check_extent extent = checkzone_extent(
	    p->press->config->checkzone, p->version, p->checked.whole_seen);

	p->checked.extent = extent;
	if (extent != CHECK_WHOLE && !p->checked.partly++)
		p->checked.partly_since = publication_now(p);
	if (extent == CHECK_NOTHING)
		checked(p);
	else
		inspect(p, extent == CHECK_WHOLE);
}

/* The same but for the serial as what the checker did not want? */
static bool was_refused(const struct publication *p)
{
	struct version *again;
	struct err err;
	bool same;

	if (!p->refused)
		return false;
	again = version_new(p->zone, p->refused->serial, &err);
	same = again && again->file.len == p->refused->file.len &&
	    !memcmp(again->file.data, p->refused->file.data, again->file.len);
	version_free(again);
	return same;
}

static struct version *make_version(
    const struct publication *p, uint32_t serial, struct err *err)
{
	struct version *version = NULL;

	if (may_be_light(p))
		version = version_light(p->zone, serial);
	if (version && is_small(version))
		return version;
	version_free(version);
	return version_new(p->zone, serial, err);
}

/* Those in place lack what the journal has of them. */
static bool owes_origins(const struct publication *p)
{
	return p->version->origins_changed || p->stage.behind;
}

static bool make(struct publication *p, struct err *err)
{
	uint32_t serial = serials_next(
	    &p->serials, p->zone, p->config, loop_wall(p->press->loop));
	uint64_t begun = publication_now(p);

	version_free(p->version);
	p->version = make_version(p, serial, err);
	p->whole = false;
	p->made = publication_now(p);
	histogram_add(&p->press->durations->render, p->made - begun);
	if (p->version && p->version->light)
		return true;
	return p->version &&
	    filepair_write(&p->pair, &p->version->file, p->zone,
		owes_origins(p) ? version_origins : NULL, err);
}

void writing_start(struct publication *p)
{
	struct err err;

	if (was_refused(p))
		tell(p, VERSION_REPEATED, NULL);
	else if (make(p, &err))
		check(p);
	else
		give_up(p, HAND_FAILED, &err);
}

void writing_note(struct publication *p)
{
	struct err err;

	if (filepair_note(&p->pair, p->zone, version_origins, &err)) {
		version_note_owners(p->zone);
		tell(p, OWNERS_NOTED, NULL);
	} else {
		tell(p, HAND_FAILED, &err);
	}
}
