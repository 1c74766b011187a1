/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publication/outcome.h"

#include "controller/base/log.h"
#include "controller/publish/stage/move.h"

static const char *trouble(enum stage_step step)
{
	if (step == STAGE_RECORD)
		return "zone not published, because git.required is set and "
		       "its version is not recorded in git";
	return "zone not written";
}

/* Trouble is logged when it begins and when it ends, not at each try. */
void outcome_log(const struct publication *p, const struct stage *before,
    const struct stage_event *event)
{
	const char *zone = zone_name(p->zone);

	if (p->stage.failing && !before->failing)
		log_event(LOG_ERROR, trouble(before->step), "zone", zone,
		    "error", event->text);
	if (p->stage.stuck && !before->stuck)
		log_event(LOG_ERROR, OUTCOME_BEHIND, "zone", zone, "error",
		    event->text);
	if (!p->stage.stuck && before->stuck)
		log_event(LOG_INFO, "zone file is no longer behind its journal",
		    "zone", zone);
	if (!p->stage.failing && before->failing)
		log_event(LOG_INFO, "zone written again", "zone", zone);
	if (p->stage.retried && !before->retried)
		log_event(LOG_WARNING, "nsd rejects the zone, given once more",
		    "zone", zone, "serial", log_u(zone_serial(p->zone)),
		    "answer", buf_text(&p->answer));
	if (p->stage.unserved && !before->unserved)
		log_event(LOG_ERROR, "nsd does not serve the zone", "zone",
		    zone, "serial", log_u(zone_serial(p->zone)), "answer",
		    buf_text(&p->answer));
}

/* What became of a version is counted, and how long its steps took. */
void outcome_count(struct publication *p, const struct stage *before,
    enum stage_happening what)
{
	uint64_t now = publication_now(p), took = now - p->stepped;
	struct durations *durations = p->press->durations;
	uint64_t *results = p->counters.results;

	p->counters.journal = p->stage.behind ? p->journal.len : 0;
	if (what == VERSION_SERVED && !before->served)
		results[PUBLICATION_SERVED]++;
	else if (what == VERSION_REFUSED)
		results[PUBLICATION_REFUSED]++;
	else if (what == VERSION_REJECTED)
		results[PUBLICATION_REJECTED]++;
	else if (what == VERSION_UNSERVED)
		results[PUBLICATION_UNSERVED]++;
	else if (what == HAND_FAILED && before->step == STAGE_RECORD)
		results[PUBLICATION_UNRECORDED]++;
	else if (what == VERSION_UNSYNCED ||
	    (what == HAND_FAILED && move_writes(before->step)))
		results[PUBLICATION_FAILED]++;
	if (before->step == p->stage.step)
		return;
	if (before->step == STAGE_HAND_OVER && what == NSD_TOLD)
		histogram_add(&durations->reload, took);
	if (before->step == STAGE_CONFIRM && what == VERSION_SERVED)
		histogram_add(&durations->confirm, took);
	p->stepped = now;
}
