/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quarantine.c - from what a checker refuses to those who asked for it.
 *
 * blame_lines() finds them, exclude() has them left out from the next version
 * on. That happens in three moments: the checker refuses a version before NSD
 * has it, NSD rejects one all the same, or the whole file is found bad
 * afterwards.
 */
#include "controller/publish/publication/quarantine.h"

#include "controller/base/log.h"
#include "zonegen/version/blame.h"
#include "zonegen/version/zonefile.h"

#define ROWS_LOGGED 10 /* excluded records that are logged one by one */

/* --- Who is to blame --- */

static bool on_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	(void)err;
	blame_record(arg, name, record);
	return true;
}

/* The head and the lines are a zone file as we write them. */
static void blame_lines(struct publication *p,
    const struct culprit_found *found, enum blame_extent extent,
    struct exclusions *out)
{
	struct blame blame;
	const struct zonefile_reader reader = {
		.zone = zone_name(p->zone), .record = on_record, .arg = &blame
	};
	struct err err;
	uint32_t serial;

	if (found->in_head)
		return;
	blame_begin(&blame, p->zone, extent, found->words, out);
	(void)!zonefile_read(
	    &reader, buf_text(found->lines), found->lines->len, &serial, &err);
	blame_end(&blame);
}

/*
 * After a search that was cut the next one costs whole objects, those after it
 * whole namespaces.
 */
static void blame_found(struct publication *p, const struct verdict *verdict,
    struct exclusions *out)
{
	static const enum blame_extent extents[] = { BLAME_RECORD,
		BLAME_OBJECT };

	blame_lines(p, verdict->found,
	    p->cut < ARRAY_LEN(extents) ? extents[p->cut] : BLAME_NAMESPACE,
	    out);
	p->cut += verdict->found->cut;
}

/* --- Into the overlay --- */

static void log_excluded(
    const struct publication *p, const struct exclusions *rows)
{
	for (size_t i = 0; i < rows->count && i < ROWS_LOGGED; i++)
		log_event(LOG_ERROR, "record quarantined", "zone",
		    zone_name(p->zone), "name", rows->list[i].name, "type",
		    rr_type_text(rows->list[i].record.type), "origin",
		    rows->list[i].origin, "error", rows->list[i].words);
	if (rows->count > ROWS_LOGGED)
		log_event(LOG_ERROR, "more records quarantined", "zone",
		    zone_name(p->zone), "records", log_u(rows->count));
}

/* false: none of them is new. */
static bool exclude(
    struct publication *p, enum judge by, struct exclusions *rows)
{
	bool news =
	    rows->count && p->press->exclude(p->press->arg, p->zone, by, rows);

	if (news)
		log_excluded(p, rows);
	exclusions_clear(rows);
	return news;
}

static void tell(struct publication *p, bool news)
{
	p->tell(p,
	    (struct stage_event){
		.what = news ? ROWS_EXCLUDED : NOBODY_BLAMED,
	    });
}

/* With nobody to blame it is not tried unchanged. */
static void refuse(struct publication *p, struct version **version)
{
	version_free(p->refused);
	p->refused = *version;
	*version = NULL;
}

/* --- The hand --- */

/* What a cut search left open is searched on for when all others are served. */
static bool keep_unfinished(
    struct publication *p, const struct verdict *verdict)
{
	if (!verdict->found->cut || verdict->judge != JUDGE_CHECKER ||
	    p->unfinished)
		return false;
	p->unfinished = p->version;
	p->version = NULL;
	return true;
}

void quarantine_refused(struct publication *p)
{
	const struct verdict *verdict = p->verdict;
	struct exclusions rows = { 0 };
	bool kept, news;

	blame_found(p, verdict, &rows);
	kept = keep_unfinished(p, verdict);
	news = exclude(p, verdict->judge, &rows);
	if (!news && kept) {
		p->version = p->unfinished;
		p->unfinished = NULL;
	}
	if (!news) {
		log_event(LOG_ERROR, "zone not published", "zone",
		    zone_name(p->zone), "error", verdict->err->text);
		refuse(p, &p->version);
	}
	publication_drop(&p->version);
	tell(p, news);
}

static void judge_rejected(struct publication *p, enum judge judge);

/* NSD may have loaded it under another name: then all that was new is out. */
static void blame_rejected(struct publication *p, struct exclusions *rows)
{
	struct blame blame;

	if (!p->rejected || p->rejected->first)
		return;
	blame_begin(
	    &blame, p->zone, BLAME_EXACT, "nsd could not load the zone", rows);
	blame_plan(&blame, &p->rejected->plan);
	blame_end(&blame);
}

/* What the checker passes NSD is asked for. */
static void on_blamed(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;
	bool head_changed = !p->rejected || p->rejected->head_changed;
	bool refused = verdict->err && verdict->err->kind == ERR_INPUT &&
	    !verdict_wavers(verdict, head_changed);
	struct exclusions rows = { 0 };
	bool news;

	p->inspection = NULL;
	if (!refused && verdict->judge == JUDGE_CHECKER) {
		judge_rejected(p, JUDGE_NSD);
		return;
	}
	buf_reset(&p->text);
	if (refused)
		blame_found(p, verdict, &rows);
	else
		blame_rejected(p, &rows);
	news = exclude(p, verdict->judge, &rows);
	if (!news && p->rejected)
		refuse(p, &p->rejected);
	tell(p, news);
}

static void judge_rejected(struct publication *p, enum judge judge)
{
	const struct version *version = p->rejected;
	size_t head_len;

	buf_reset(&p->text);
	head_len =
	    version ? version->head_len : version_reprint(p->zone, &p->text);
	p->inspection = inspection_start(&p->press->trials,
	    &(struct inspected){ .zone = p->zone,
		.text = version ? &version->file : &p->text,
		.head_len = head_len,
		.judge = judge,
		.passed = judge == JUDGE_NSD && version },
	    on_blamed, p);
}

void quarantine_rejected(struct publication *p)
{
	judge_rejected(p, JUDGE_CHECKER);
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
		p->checked.partly = 0;
	if (!verdict->err || verdict->err->kind != ERR_INPUT)
		return;
	log_event(LOG_ERROR, "a zone that is served is refused", "zone",
	    zone_name(p->zone), "error", verdict->err->text);
	blame_found(p, verdict, &rows);
	if (exclude(p, JUDGE_CHECKER, &rows))
		tell(p, true);
}

void quarantine_audit(struct publication *p)
{
	struct checked *checked = &p->checked;
	uint64_t age = publication_now(p) - checked->partly_since;
	size_t head_len;

	if (p->audit || !checked->partly || p->press->closed ||
	    !zone_has_version(p->zone) ||
	    p->press->config->checkzone != CHECKZONE_CHANGED ||
	    (checked->partly < CHECKZONE_WHOLE_VERSIONS &&
		age < CHECKZONE_WHOLE_AFTER))
		return;
	checked->partly = 0;
	head_len = version_reprint(p->zone, &p->audited);
	p->audit = inspection_start(&p->press->trials,
	    &(struct inspected){
		.zone = p->zone, .text = &p->audited, .head_len = head_len },
	    on_audited, p);
}

/* Who contradicts itself, or cannot be run, is asked again in a minute. */
static void on_searched(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;
	struct exclusions rows = { 0 };

	p->search = NULL;
	if (verdict->err &&
	    (verdict->err->kind != ERR_INPUT || verdict->found->in_head))
		return;
	if (verdict->err)
		blame_lines(p, verdict->found, BLAME_EXACT, &rows);
	log_event(LOG_INFO, "search for refused records ended", "zone",
	    zone_name(p->zone), "records", log_u(rows.count));
	publication_drop(&p->unfinished);
	p->press->narrow(p->press->arg, p->zone, &rows);
	exclusions_clear(&rows);
}

void quarantine_search(struct publication *p)
{
	if (!p->unfinished || p->search || p->press->closed || !p->stage.served)
		return;
	p->search = inspection_start(&p->press->trials,
	    &(struct inspected){ .zone = p->zone,
		.text = &p->unfinished->file,
		.head_len = p->unfinished->head_len,
		.passed = p->checked.whole_seen && p->checked.passed,
		.patient = true },
	    on_searched, p);
}
