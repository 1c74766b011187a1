/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/pushing.h"

void pushing_init(struct pushing *pushing)
{
	*pushing = (struct pushing){ .retry = PUSHING_RETRY };
}

static void begin(struct pushing *pushing, enum pushing_step step)
{
	pushing->step = step;
	pushing->begun = true;
}

/* Nothing more of it now, and it is owed. */
static void rest(struct pushing *pushing)
{
	pushing->step = PUSHING_AT_REST;
	pushing->owed = true;
	pushing->turns = 0;
}

/* What was seen may not be acted upon by who does not publish. */
static void go_on(struct pushing *pushing, const struct pushing_event *event,
    enum pushing_step step)
{
	if (event->barred)
		rest(pushing);
	else
		begin(pushing, step);
}

static void fail(struct pushing *pushing, uint64_t now)
{
	rest(pushing);
	pushing->failing = true;
	pushing->not_before = now + pushing->retry;
	pushing->retry = pushing->retry * 2 < PUSHING_RETRY_MAX
	    ? pushing->retry * 2
	    : PUSHING_RETRY_MAX;
}

/* Others push all the time, and each time they are quicker: not at once. */
static void look(
    struct pushing *pushing, const struct pushing_event *event, uint64_t now)
{
	if (++pushing->turns > PUSHING_TURNS)
		fail(pushing, now);
	else
		go_on(pushing, event, PUSHING_LOOK);
}

static void take_done(
    struct pushing *pushing, const struct pushing_event *event, uint64_t now)
{
	switch (pushing->step) {
	case PUSHING_PUSH:
		pushing->step = PUSHING_AT_REST;
		pushing->owed = event->more;
		pushing->failing = false;
		pushing->turns = 0;
		pushing->retry = PUSHING_RETRY;
		pushing->not_before = now + PUSHING_SPACE;
		break;
	case PUSHING_REBUILD:
		look(pushing, event, now);
		break;
	case PUSHING_KEEP:
		pushing->step = PUSHING_STOPPED;
		break;
	default:
		break;
	}
}

static void take(
    struct pushing *pushing, const struct pushing_event *event, uint64_t now)
{
	switch (event->what) {
	case PUSHING_OWED:
		pushing->owed = true;
		break;
	case PUSHING_DONE:
		take_done(pushing, event, now);
		break;
	case PUSHING_MOVED:
		look(pushing, event, now);
		break;
	case PUSHING_FAILED:
		fail(pushing, now);
		break;
	case PUSHING_READY:
		go_on(pushing, event, PUSHING_PUSH);
		break;
	case PUSHING_FOREIGN:
		go_on(pushing, event, PUSHING_REBUILD);
		break;
	case PUSHING_LOST:
		go_on(pushing, event, PUSHING_KEEP);
		break;
	case PUSHING_ACCEPTED:
		pushing_init(pushing);
		pushing->owed = true;
		break;
	case PUSHING_ANEW:
		pushing_init(pushing);
		if (event->stopped)
			pushing->step = PUSHING_STOPPED;
		break;
	case PUSHING_CUT:
		rest(pushing);
		break;
	case PUSHING_RANG:
		break;
	}
}

void pushing_decide(
    struct pushing *pushing, const struct pushing_event *event, uint64_t now)
{
	take(pushing, event, now);
	pushing->alarm = 0;
	if (pushing->step != PUSHING_AT_REST || !pushing->owed || event->barred)
		return;
	if (pushing->not_before > now)
		pushing->alarm = pushing->not_before;
	else
		look(pushing, event, now);
}
