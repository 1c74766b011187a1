/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/requiring.h"

#include "controller/publish/history/snapshot.h"

bool requiring_begin(struct history *h, const struct history_request *request)
{
	const struct version *version = request->version;
	struct note note = NOTE_INIT;
	struct pending_zone *zone;
	bool linked;

	note_read(&note, version, request->reasons);
	note.confirmed = loop_wall(h->loop);
	zone = pending_want(&h->pending, version->zone, &note);
	zone->tell = request->done;
	zone->arg = request->arg;
	if (h->ledger.failing) {
		pending_decline(zone);
		return false;
	}
	linked = snapshot_take(h->statedir, version->zone, version->serial,
	    request->file, request->origins, &h->err);
	if (!linked)
		pending_decline(zone);
	return zone->ask == PENDING_ASKED;
}

void requiring_forsake(struct history *h, const char *name)
{
	struct pending_zone *zone = pending_find(&h->pending, name);

	if (!zone)
		return;
	/* Else git is reading its files. */
	if (zone->ask == PENDING_ASKED && !pending_is_under_way(zone))
		snapshot_drop(h->statedir, name, zone->asked);
	pending_forsake(zone);
}

static void settle(struct history *h, struct pending_zone *zone)
{
	static const enum history_outcome outcomes[] = {
		[PENDING_RECORDED] = HISTORY_RECORDED,
		[PENDING_OVERTAKEN] = HISTORY_OVERTAKEN,
		[PENDING_REFUSED] = HISTORY_UNRECORDED,
	};
	const struct history_recorded end = {
		.outcome = outcomes[zone->ask],
		.serial = zone->given,
		.why = h->err.text,
	};

	zone->ask = PENDING_UNASKED;
	snapshot_drop(h->statedir, zone->zone, zone->asked);
	zone->tell(zone->arg, &end);
}

void requiring_settle(struct history *h)
{
	for (size_t i = 0; i < h->pending.count; i++) {
		struct pending_zone *zone = h->pending.list[i];

		if (zone->ask != PENDING_UNASKED && zone->ask != PENDING_ASKED)
			settle(h, zone);
	}
}
