/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reflector.c - the decisions, by the request that is under way: lists,
 * watches, failures. Each event changes the trust in the source and chooses
 * the next step; absence.c decides whether the kind is served.
 */
#include "controller/kube/decide/reflector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/kube/decide/absence.h"
#include "zonegen/base/mem.h"

static void succeed(struct reflector *reflector)
{
	reflector->tries = 0;
	confidence_gain(&reflector->confidence);
}

static void prove(struct reflector *reflector)
{
	reflector->worked = true;
	reflector->proven = true;
	succeed(reflector);
}

static void doubt(struct reflector *reflector, const char *text, uint64_t now)
{
	confidence_doubt(&reflector->confidence, text, false, now);
}

static void doubt_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	confidence_doubt(
	    &reflector->confidence, event->text, event->unreached, now);
}

/*
 * An API server that starts denies everything until its roles are loaded, so
 * the first denials are soon tried again.
 */
static void denied(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	reflector->open = false;
	reflector->absent = 0;
	if (event->renewed) {
		reflector->at = now;
		return;
	}
	reflector->at = now + step_back_off(reflector, 0);
	if (reflector->options.once)
		reflector->step = REFLECTOR_REST;
	if (reflector->confidence.state != SOURCE_ABSENT)
		confidence_set(
		    &reflector->confidence, SOURCE_FORBIDDEN, event->text);
}

/* Lists. */

static void listed(struct reflector *reflector, uint64_t now)
{
	const struct reflector_options *options = &reflector->options;

	reflector->commit = true;
	reflector->confidence.synced = true;
	reflector->proven = false;
	reflector->outage = false;
	reflector->unpaged = false;
	reflector->restarts = 0;
	reflector->bad_lines = 0;
	reflector->silences = 0;
	reflector->absent = 0;
	reflector->relist =
	    now + backoff_around(options->limits->relist, options->below);
	reflector->recheck = now + options->limits->recheck;
	options->counters->lists++;
	options->counters->advanced = now;
	succeed(reflector);
	step_forget_pages(reflector);
	step_go(
	    reflector, options->once ? REFLECTOR_REST : REFLECTOR_WATCH, now);
}

/* 410 for a later page: its token is too old, and the list begins again. */
static bool restart(struct reflector *reflector, uint64_t now)
{
	if (!reflector->next || reflector->unpaged)
		return false;
	if (reflector->restarts++ == reflector->options.limits->restarts)
		reflector->unpaged = true;
	step_list(reflector, now);
	return true;
}

static void list_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	if (event->fault == FAULT_EXPIRED && restart(reflector, now))
		return;
	doubt_failed(reflector, event, now);
	reflector->at = now + step_back_off(reflector, event->retry_after);
	if (reflector->step == REFLECTOR_PROBE)
		return;
	if (event->fault != FAULT_BUSY) {
		reflector->unpaged = false;
		reflector->restarts = 0;
		step_list(reflector, reflector->at);
	}
	step_count_try(reflector);
}

#define TOKEN_SIZE ((size_t)64 << 10) /* it must fit a URL, escaped */

/*
 * After an outage: is the server still where it was?  A server with an older
 * etcd would accept a watch from our resourceVersion, send nothing until its
 * own versions have caught up, and then leave out all changes before.
 */
static void probed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	char text[128];

	reflector->outage = false;
	if (resourceversion_reaches(
		event->resource_version, reflector->resource_version)) {
		step_go(reflector, REFLECTOR_WATCH, now);
		return;
	}
	snprintf(text, sizeof(text),
	    "its resourceVersion went back from %.40s to %.40s",
	    reflector->resource_version, event->resource_version);
	doubt(reflector, text, now);
	reflector->cause = CAUSE_REWOUND;
	step_list(reflector, now);
}

/* Can we go on from this page? */
static bool usable(
    const struct reflector *reflector, const struct reflector_event *page)
{
	return (reflector->next ||
		   resourceversion_definite(page->resource_version)) &&
	    strlen(page->next) < TOKEN_SIZE;
}

static void page_came(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	if (reflector->step == REFLECTOR_PROBE) {
		probed(reflector, event, now);
		return;
	}
	if (!reflector->next)
		snprintf(reflector->resource_version,
		    sizeof(reflector->resource_version), "%s",
		    event->resource_version);
	if (!*event->next) {
		listed(reflector, now);
		return;
	}
	free(reflector->next);
	reflector->next = xstrdup(event->next);
	step_go(reflector, REFLECTOR_LIST, now);
}

/* Watches. */

static void said(struct reflector *reflector, const char *version, uint64_t now)
{
	struct source_counters *counters = reflector->options.counters;

	counters->heard = now;
	if (resourceversion_definite(version)) {
		snprintf(reflector->resource_version,
		    sizeof(reflector->resource_version), "%s", version);
		counters->advanced = now;
	}
	reflector->mute = false;
	reflector->bad_lines = 0;
	reflector->silences = 0;
	prove(reflector);
}

/* Judges a watch that has ended. */
static void judge(struct reflector *reflector, uint64_t now)
{
	const struct limits *limits = reflector->options.limits;
	uint64_t lived = now - reflector->opened;

	if (!reflector->open)
		return;
	if (!reflector->worked && lived >= limits->brief)
		prove(reflector);
	if (lived >= limits->backoff_reset)
		reflector->backoff.steps = 0;
}

static void resume(struct reflector *reflector, uint64_t at, uint64_t now)
{
	if (reflector->relist <= now) {
		reflector->cause = CAUSE_DUE;
		step_list(reflector, at);
	} else if (absence_may_rise(reflector, now)) {
		absence_rise(reflector, at, now);
	} else {
		step_watch(reflector, at);
		if (reflector->outage)
			reflector->step = REFLECTOR_PROBE;
	}
}

/* Watches on from where it stopped; soon, if the watch worked. */
static void go_on(struct reflector *reflector, uint64_t now)
{
	const struct reflector_options *options = &reflector->options;
	uint64_t wait = reflector->open && reflector->worked
	    ? backoff_within(options->limits->resume, options->below)
	    : step_back_off(reflector, 0);

	resume(reflector, now + wait, now);
}

/* The first time the watch goes on; the second time in a row a list follows. */
static void fell_silent(struct reflector *reflector, uint64_t now)
{
	if (++reflector->silences < reflector->options.limits->silences)
		go_on(reflector, now);
	else
		step_list(reflector, now + step_back_off(reflector, 0));
}

/*
 * A watch that lasted and brought nothing, not even a bookmark, counts as a
 * silent one: its server may have lost its place.
 */
static void watch_ended(struct reflector *reflector, uint64_t now)
{
	judge(reflector, now);
	if (!reflector->open || !reflector->worked)
		doubt(reflector, "the server ends each watch at once", now);
	if (reflector->open && reflector->worked && reflector->mute) {
		reflector->cause = CAUSE_SILENT;
		fell_silent(reflector, now);
	} else {
		go_on(reflector, now);
	}
}

static void watch_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	const struct limits *limits = reflector->options.limits;

	judge(reflector, now);
	if (event->fault != FAULT_EXPIRED)
		doubt_failed(reflector, event, now);
	reflector->outage |= event->away || event->fault == FAULT_BROKEN ||
	    event->fault == FAULT_SILENT;
	switch (event->fault) {
	case FAULT_BUSY:
		resume(reflector,
		    now + step_back_off(reflector, event->retry_after), now);
		break;
	case FAULT_BROKEN:
		go_on(reflector, now);
		break;
	case FAULT_SILENT:
		fell_silent(reflector, now);
		break;
	case FAULT_LINE:
		if (++reflector->bad_lines < limits->bad_lines)
			step_watch(
			    reflector, now + step_back_off(reflector, 0));
		else
			step_list(reflector, now + step_back_off(reflector, 0));
		break;
	case FAULT_EXPIRED:
		/* A server that expires what it just listed is not asked
		 * again at once. */
		step_list(reflector,
		    reflector->proven ? now
				      : now + step_back_off(reflector, 0));
		break;
	default:
		step_list(reflector,
		    now + step_back_off(reflector, event->retry_after));
		break;
	}
}

static void request_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	if (reflector->watched) {
		absence_stay(reflector, now);
	} else if (event->fault == FAULT_DENIED) {
		denied(reflector, event, now);
	} else if (reflector->step == REFLECTOR_DISCOVER) {
		absence_unknown(reflector, event, now);
	} else if (event->fault == FAULT_ABSENT) {
		doubt_failed(reflector, event, now);
		step_discover(reflector, true, now);
	} else if (reflector->step == REFLECTOR_LIST ||
	    reflector->step == REFLECTOR_PROBE) {
		list_failed(reflector, event, now);
	} else {
		watch_failed(reflector, event, now);
	}
}

/* Commands count their tries instead. */
static bool may_wane(const struct reflector *reflector)
{
	return !reflector->options.once &&
	    confidence_in_doubt(&reflector->confidence);
}

static void time_passed(struct reflector *reflector, uint64_t now)
{
	const struct limits *limits = reflector->options.limits;

	if (reflector->open && now - reflector->opened >= limits->brief)
		prove(reflector);
	if (may_wane(reflector))
		confidence_wane(&reflector->confidence, limits->patience, now);
}

static void set_alarm(struct reflector *reflector)
{
	const struct limits *limits = reflector->options.limits;
	uint64_t lasted = reflector->opened + limits->brief;

	reflector->alarm = 0;
	if (may_wane(reflector))
		reflector->alarm =
		    reflector->confidence.doubt + limits->patience;
	if (reflector->open && !reflector->worked &&
	    (!reflector->alarm || lasted < reflector->alarm))
		reflector->alarm = lasted;
}

void reflector_init(struct reflector *reflector,
    const struct reflector_options *options, uint64_t now)
{
	*reflector = (struct reflector){ .options = *options };
	confidence_set(&reflector->confidence, SOURCE_SYNCING, "");
	step_list(reflector, now);
}

/* The cause of the next step. */
static enum source_cause cause_of(const struct reflector_event *event)
{
	if (event->what == REQUEST_FAILED)
		return (enum source_cause)event->fault;
	return event->what == WATCH_ENDED ? CAUSE_ENDED : CAUSE_SERVED;
}

void reflector_decide(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	static const struct reflector_event unusable = {
		.what = REQUEST_FAILED,
		.fault = FAULT_BODY,
		.text = "the list has no usable resourceVersion or token",
	};

	if (event->what == PAGE_CAME && !usable(reflector, event))
		event = &unusable;
	reflector->cause = cause_of(event);
	if (event->what == REQUEST_FAILED)
		reflector->options.counters->failures[reflector->cause]++;
	switch (event->what) {
	case PAGE_CAME:
		page_came(reflector, event, now);
		break;
	case WATCH_OPENED:
		reflector->open = true;
		reflector->worked = false;
		reflector->mute = true;
		reflector->opened = now;
		break;
	case BOOKMARK_CAME:
		reflector->bookmarks = true;
		reflector->options.counters->bookmarks++;
		said(reflector, event->resource_version, now);
		break;
	case OBJECT_CHANGED:
		reflector->options.counters->events++;
		said(reflector, event->resource_version, now);
		break;
	case WATCH_ENDED:
		watch_ended(reflector, now);
		break;
	case REQUEST_FAILED:
		request_failed(reflector, event, now);
		break;
	case API_SERVED:
		absence_refuted(reflector, now);
		break;
	case API_ABSENT:
		absence_confirmed(reflector, event, now);
		break;
	case TIME_PASSED:
		time_passed(reflector, now);
		break;
	}
	set_alarm(reflector);
}

void reflector_clear(struct reflector *reflector)
{
	step_forget_pages(reflector);
}
