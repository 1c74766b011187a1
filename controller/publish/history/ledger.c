/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/ledger.h"

void ledger_init(struct ledger *ledger)
{
	*ledger = (struct ledger){ .retry = LEDGER_RETRY };
}

static void begin(struct ledger *ledger, enum ledger_step step)
{
	ledger->step = step;
	ledger->begun = true;
}

/* --- What happened --- */

static void succeed(struct ledger *ledger)
{
	ledger->failing = false;
	ledger->retry = LEDGER_RETRY;
	ledger->retry_at = ledger->inspected = 0;
}

static void take_done(
    struct ledger *ledger, const struct ledger_event *event, uint64_t now)
{
	switch (ledger->step) {
	case LEDGER_COMMIT:
		ledger->loose += event->commits;
		ledger->quiet_since = now;
		break;
	case LEDGER_REBUILD:
		ledger->foreign = ledger->open = false;
		break;
	case LEDGER_COLLECT:
		ledger->loose = 0;
		break;
	case LEDGER_RECREATE:
		/* Nothing stands between it and an empty one. */
		ledger->retry_at = 0;
		ledger->step = LEDGER_AT_REST;
		return;
	default:
		break;
	}
	ledger->step = LEDGER_AT_REST;
	succeed(ledger);
}

/* To be packed is no duty: it may fail, and comes again after as many more. */
static void take_failure(struct ledger *ledger, uint64_t now)
{
	if (ledger->step == LEDGER_COLLECT) {
		ledger->loose = 0;
		ledger->step = LEDGER_AT_REST;
		return;
	}
	ledger->failing = true;
	ledger->open = ledger->foreign = false;
	ledger->retry_at = now + ledger->retry;
	ledger->retry = ledger->retry * 2 < LEDGER_RETRY_MAX ? ledger->retry * 2
							     : LEDGER_RETRY_MAX;
	if (ledger->step != LEDGER_RECREATE &&
	    (!ledger->inspected ||
		now - ledger->inspected >= LEDGER_PATIENCE)) {
		ledger->inspected = now;
		begin(ledger, LEDGER_INSPECT);
	} else {
		ledger->step = LEDGER_AT_REST;
	}
}

static void take(
    struct ledger *ledger, const struct ledger_event *event, uint64_t now)
{
	switch (event->what) {
	case LEDGER_OPENED:
		ledger->open = true;
		ledger->loose = event->commits;
		ledger->quiet_since = now;
		ledger->step = LEDGER_AT_REST;
		ledger->retry_at = 0;
		/* Whether it can be written to, the next commit tells. */
		if (event->due == UINT64_MAX)
			succeed(ledger);
		break;
	case LEDGER_DONE:
		take_done(ledger, event, now);
		break;
	case LEDGER_FAILED:
		take_failure(ledger, now);
		break;
	case LEDGER_SOUND:
		ledger->step = LEDGER_AT_REST;
		break;
	case LEDGER_DAMAGED:
		begin(ledger, LEDGER_RECREATE);
		break;
	case LEDGER_FOREIGN:
		ledger->foreign = true;
		break;
	case LEDGER_ANEW:
		ledger_init(ledger);
		break;
	case LEDGER_WAITS:
	case LEDGER_RANG:
		break;
	}
}

/* --- What to do --- */

/* When it may be packed; UINT64_MAX: nothing asks for it. */
static uint64_t collect_at(const struct ledger *ledger)
{
	if (ledger->loose >= LEDGER_LOOSE_MAX)
		return ledger->quiet_since;
	if (ledger->loose >= LEDGER_LOOSE)
		return ledger->quiet_since + LEDGER_REST;
	return UINT64_MAX;
}

static void wake(struct ledger *ledger, uint64_t at)
{
	if (at != UINT64_MAX && (!ledger->alarm || at < ledger->alarm))
		ledger->alarm = at ? at : 1;
}

static void go_on(
    struct ledger *ledger, const struct ledger_event *event, uint64_t now)
{
	uint64_t collect = collect_at(ledger);

	if (ledger->retry_at > now) {
		wake(ledger, ledger->retry_at);
	} else if (!ledger->open) {
		begin(ledger, LEDGER_OPEN);
	} else if (ledger->foreign) {
		begin(ledger, LEDGER_REBUILD);
	} else if (ledger->loose >= LEDGER_LOOSE_MAX) {
		begin(ledger, LEDGER_COLLECT);
	} else if (event->due <= now) {
		begin(ledger, LEDGER_COMMIT);
	} else if (collect <= now) {
		begin(ledger, LEDGER_COLLECT);
	} else {
		wake(ledger, event->due);
		wake(ledger, collect);
	}
}

void ledger_decide(
    struct ledger *ledger, const struct ledger_event *event, uint64_t now)
{
	take(ledger, event, now);
	ledger->alarm = 0;
	if (ledger->step == LEDGER_AT_REST)
		go_on(ledger, event, now);
}
