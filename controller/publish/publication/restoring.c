/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publication/restoring.h"

#include <stdio.h>

#include "controller/base/log.h"

void restoring_log_touched(const struct publication *p)
{
	log_event(LOG_ERROR,
	    filepair_by_nsd(&p->pair)
		? "zone file was written by nsd, written anew: its "
		  "configuration must have zonefiles-write: 0"
		: "zone file was changed by others, written anew",
	    "zone", zone_name(p->zone));
}

static void log_rejected(
    const struct publication *p, uint32_t serial, const char *restored)
{
	log_event(LOG_ERROR, "nsd rejects the zone", "zone", zone_name(p->zone),
	    "serial", log_u(serial), "answer", buf_text(&p->answer), "restored",
	    restored);
}

/* The last version's files, in place of those before and of the journal. */
static bool write_files(
    struct publication *p, bool keep, int64_t before, struct err *err)
{
	return filepair_rewrite(&p->pair, p->zone, keep, before, err) &&
	    journalfile_empty(&p->journal, err);
}

static void tell(struct publication *p, bool ok, enum stage_happening what,
    const struct err *err)
{
	p->tell(p,
	    (struct stage_event){
		.what = ok ? what : HAND_FAILED,
		.text = ok ? NULL : err->text,
	    });
}

void restoring_rewrite(struct publication *p)
{
	bool untouched = !filepair_touched(&p->pair);
	struct err err;
	bool ok = write_files(p, untouched, FILEPAIR_NOW, &err);

	tell(p, ok, FILES_RESTORED, &err);
}

bool restoring_catch_up(struct publication *p, struct err *err)
{
	/* What NSD lacks it is to read. */
	bool served = p->stage.served;
	int64_t before = served ? p->behind_since : FILEPAIR_NOW;

	if (!write_files(p, !served, before, err))
		return false;
	if (served)
		filepair_drop_good(&p->pair);
	return true;
}

void restoring_follow(struct publication *p)
{
	struct err err;
	bool ok;

	if (filepair_touched(&p->pair)) {
		restoring_log_touched(p);
		tell(p, true, FILES_TOUCHED, NULL);
		return;
	}
	ok = restoring_catch_up(p, &err);
	tell(p, ok, FILES_FOLLOWED, &err);
}

/* Its records are searched by the lines of its file. */
static void complete(const struct zone *zone, struct version *version)
{
	if (!version->light)
		return;
	buf_reset(&version->file);
	version->head_len = version_reprint(zone, &version->file);
	version->light = false;
}

void restoring_put_back(struct publication *p)
{
	char serial[24];

	p->rejected = p->version;
	p->version = NULL;
	complete(p->zone, p->rejected);
	version_revert(p->zone, p->rejected);
	recording_reverted(p->press->recording, p->zone);
	p->checked.passed = false;
	zone_resolve(p->zone);
	snprintf(
	    serial, sizeof(serial), "%lu", (unsigned long)zone_serial(p->zone));
	log_rejected(p, p->rejected->serial, serial);
	restoring_rewrite(p);
}

void restoring_reopen(struct publication *p)
{
	struct err err;
	struct stage_event event = { .what = FILES_REOPENED };

	log_rejected(p, zone_serial(p->zone), "the files before it");
	serials_give(&p->serials, zone_serial(p->zone));
	if (journalfile_empty(&p->journal, &err) &&
	    filepair_restore(&p->pair, &err)) {
		p->press->reopen(p->press->arg);
	} else {
		log_event(LOG_ERROR, "zone not written", "zone",
		    zone_name(p->zone), "error", err.text);
		event.what = HAND_FAILED;
		event.text = err.text;
	}
	p->tell(p, event);
}
