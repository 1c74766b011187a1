/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quarantine.c - from what a checker refuses to those who asked for it.
 *
 * blame_lines() finds them, exclude() has them left out from the next version
 * on. That happens in three moments: the checker refuses a version before NSD
 * has it, NSD rejects one all the same, or the whole file is found bad
 * afterwards.
 */
#include "controller/publish/quarantine.h"

#include "controller/base/log.h"
#include "zonegen/version/blame.h"
#include "zonegen/version/zonefile.h"

#define ROWS_LOGGED 10 /* excluded records that are logged one by one */

/* --- Who is to blame --- */

struct blamed_lines {
	const struct zone *zone;
	enum blame_extent extent;
	const char *words;
	struct exclusions *out;
};

static bool on_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	const struct blamed_lines *lines = arg;

	(void)err;
	blame_record(
	    lines->zone, name, record, lines->extent, lines->words, lines->out);
	return true;
}

/*
 * The head and the lines are a zone file as we write them.  After a search that
 * was cut the next one costs whole objects, those after it whole namespaces.
 */
static void blame_lines(struct publication *p,
    const struct culprit_found *found, struct exclusions *out)
{
	struct blamed_lines lines = { .zone = p->zone,
		.extent = p->cut == 0 ? BLAME_RECORD
		    : p->cut == 1     ? BLAME_OBJECT
				      : BLAME_NAMESPACE,
		.words = found->words,
		.out = out };
	const struct zonefile_reader reader = {
		.zone = zone_name(p->zone), .record = on_record, .arg = &lines
	};
	struct err err;
	uint32_t serial;

	p->cut += found->cut;
	(void)!zonefile_read(
	    &reader, buf_text(found->lines), found->lines->len, &serial, &err);
	exclusions_sort(out);
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
static bool exclude(struct publication *p, struct exclusions *rows)
{
	bool news =
	    rows->count && p->press->exclude(p->press->arg, p->zone, rows);

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

void quarantine_refused(struct publication *p)
{
	const struct verdict *verdict = p->verdict;
	struct exclusions rows = { 0 };
	bool news;

	if (!verdict->found->in_head)
		blame_lines(p, verdict->found, &rows);
	news = exclude(p, &rows);
	if (!news) {
		log_event(LOG_ERROR, "zone not published", "zone",
		    zone_name(p->zone), "error", verdict->err->text);
		refuse(p, &p->version);
	}
	version_free(p->version);
	p->version = NULL;
	tell(p, news);
}

/* Refused, it is for these lines; passed, for all that was new in it. */
static void on_blamed(void *arg, const struct verdict *verdict)
{
	struct publication *p = arg;
	bool refused = verdict->err && verdict->err->kind == ERR_INPUT;
	struct exclusions rows = { 0 };
	bool news;

	p->inspection = NULL;
	buf_reset(&p->text);
	if (refused && !verdict->found->in_head)
		blame_lines(p, verdict->found, &rows);
	else if (!refused && p->rejected && !p->rejected->first)
		blame_plan(p->zone, &p->rejected->plan,
		    "nsd could not load the zone", &rows);
	exclusions_sort(&rows);
	news = exclude(p, &rows);
	if (!news && p->rejected)
		refuse(p, &p->rejected);
	tell(p, news);
}

void quarantine_rejected(struct publication *p)
{
	const struct version *version = p->rejected;
	size_t head_len =
	    version ? version->head_len : version_reprint(p->zone, &p->text);

	p->inspection = inspection_start(p->press->checkers,
	    &(struct inspected){ .zone = p->zone,
		.text = version ? &version->file : &p->text,
		.head_len = head_len },
	    on_blamed, p);
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
	if (!verdict->found->in_head)
		blame_lines(p, verdict->found, &rows);
	if (exclude(p, &rows))
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
	p->audit = inspection_start(p->press->checkers,
	    &(struct inspected){
		.zone = p->zone, .text = &p->audited, .head_len = head_len },
	    on_audited, p);
}
