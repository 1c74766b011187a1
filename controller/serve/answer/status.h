/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status.h - the state of NSD, the sources and the zones, in one answer.
 *
 * The same affairs give the same octets.  The answer is one JSON object.  Ages
 * are whole seconds; an age is left out if there was no such event:
 *	schemaVersion  1
 *	well           whether nothing below is amiss
 *	configuration  state: current (as the file says), former (the file is
 *	               bad), saved (the file was bad at the start); error
 *	lease          (left out: none is wanted) state (unknown, held, waiting,
 *	               refused), age, holder, error
 *	nsd            state: answering, away
 *	sources        each kind that is read: kind, state, whole (all there is
 *	               is known), reason, objects, refused (undecodable), age
 *	               of the state, of the last event (eventAge), of the last
 *	               resourceVersion (versionAge); lists, bytes, relists,
 *	               restarts and failures by cause
 *	zones          each with zone, serial (on disk; left out: none), state
 *	               (served, unserved, waiting, unpublished), waits (for the
 *	               address of that nameserver), rrsets, records, retained by
 *	               reason, excluded (records that NSD or its checker
 *	               refused), retry (seconds until the next of these is
 *	               tried again; left out: none is by time), held, findings
 *	               by severity (lint's among them), git, waitsSerial (of a
 *	               secondary), keepsNames (until that zone, to which they
 *	               go, is served), secondaries (account.h), handover
 *	handover       (of a zone; left out: all are loaded) way (reload,
 *	               transfer) of the last version, transfers, reloads and
 *	               failed (so many since the start), reloadFor (seconds;
 *	               TransfersFail: it is kept from transfers so long)
 *	git            (left out: nothing is recorded) state (recording,
 *	               failing), required, error, waiting (age of the oldest
 *version that is in no commit), push (left out: no remote; pushing, failing,
 *stopped), pushError, unpushed (commits), oldest (age of the first of them),
 *lastPush (age).  Of a zone: committed and pushed (serials of the last ones),
 *	               lastCommit (age)
 *	frozen         (of a zone) zone ("*": with all), at (since, seconds of
 *	               1970), by, reason, left (seconds; or no end), names (that
 *	               differ from what is served)
 *	restored       (of a zone) likewise, with commit and serial
 *	orders         (of a zone) the last: order, at, detail, by, reason
 *	freezes        all of them, as frozen; also of zones not configured
 *	held           deletions, updates, gone, changed, of, since (seconds of
 *	               1970), plan, names and namespaces, the first ten: guard.h
 *
 * Amiss are: a configuration that is not the file's, a lease that cannot be
 * had or renewed, NSD away, a source that is not whole, a zone that is not
 * served, a zone with held records, one that is kept from transfers, a freeze,
 * a restored version, versions that are not recorded, commits that are not
 * pushed, a secondary with a finding, and a key that is not as its file says.
 */
#ifndef CONTROLLER_SERVE_ANSWER_STATUS_H
#define CONTROLLER_SERVE_ANSWER_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/publish/feed/handover.h"
#include "controller/publish/history/history.h"
#include "controller/publish/publication/publication.h"
#include "controller/publish/retain/guard.h"
#include "controller/publish/secondary/tracking.h"
#include "controller/serve/answer/knowledge.h"
#include "controller/serve/answer/situation.h"
#include "zonegen/claim/overlay.h"

#define STATUS_SCHEMA 1

struct zone_state {
	bool served;      /* NSD was seen answering the last version */
	bool answered;    /* or an earlier one, and not gone since */
	bool waits;       /* for the serial of a secondary */
	const char *heir; /* the zone that it waits for, NULL: none */
	const struct overlay *overlay; /* what is retained; NULL: nothing */
	const struct hold *hold;       /* what is held; NULL: nothing */
	const struct publication_counters *counters; /* NULL: none */
	const struct handover *handover;             /* NULL: none was */
	const struct recent *recent; /* its last versions; NULL: none */
	struct history_zone git;
};

struct affairs {
	const struct knowledge *knowledge;
	const struct zone_state *zones; /* in the order of knowledge->set */
	bool nsd_away;
	const struct transfers *transfers; /* NULL: no secondaries */
	const struct tracking *tracking;
	uint64_t now; /* ms of the loop's clock */
	int64_t wall; /* s since 1970 */
	struct history_state git;
	struct situation situation;
};

void status_write(const struct affairs *affairs, struct buf *out);

#endif
