/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/restoring.h"

#include <stdio.h>

#include "controller/base/log.h"

static void log_rejected(
    const struct publication *p, uint32_t serial, const char *restored)
{
	log_event(LOG_ERROR, "nsd rejects the zone", "zone", zone_name(p->zone),
	    "serial", log_u(serial), "answer", buf_text(&p->answer), "restored",
	    restored);
}

void restoring_rewrite(struct publication *p)
{
	struct err err;
	struct stage_event event = { .what = FILES_RESTORED };

	if (!filepair_rewrite(&p->pair, p->zone, &err)) {
		event.what = HAND_FAILED;
		event.text = err.text;
	}
	p->tell(p, event);
}

void restoring_put_back(struct publication *p)
{
	char serial[24];

	p->rejected = p->version;
	p->version = NULL;
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
	if (filepair_restore(&p->pair, &err)) {
		p->press->reopen(p->press->arg);
	} else {
		log_event(LOG_ERROR, "zone not written", "zone",
		    zone_name(p->zone), "error", err.text);
		event.what = HAND_FAILED;
		event.text = err.text;
	}
	p->tell(p, event);
}
