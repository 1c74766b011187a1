/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/reflector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/mem.h"

static void go(
    struct reflector *reflector, enum reflector_step step, uint64_t at)
{
	reflector->step = step;
	reflector->at = at;
	reflector->open = false;
}

static void forget_pages(struct reflector *reflector)
{
	free(reflector->next);
	reflector->next = NULL;
}

static void list_anew(struct reflector *reflector, uint64_t at)
{
	forget_pages(reflector);
	reflector->options.counters->relists[reflector->cause]++;
	go(reflector, REFLECTOR_LIST, at);
}

static void watch_on(struct reflector *reflector, uint64_t at)
{
	reflector->options.counters->restarts[reflector->cause]++;
	go(reflector, REFLECTOR_WATCH, at);
}

static uint64_t back_off(struct reflector *reflector, uint64_t least)
{
	const struct reflector_options *options = &reflector->options;
	uint64_t wait =
	    backoff_next(&reflector->backoff, options->limits, options->below);

	if (least > options->limits->retry_after)
		least = options->limits->retry_after;
	return wait > least ? wait : least;
}

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
	confidence_doubt(&reflector->confidence, text, now);
}

/* Commands do not wait for ever. */
static void count_try(struct reflector *reflector)
{
	if (!reflector->options.once ||
	    ++reflector->tries < reflector->options.limits->tries)
		return;
	reflector->step = REFLECTOR_REST;
	confidence_set(
	    &reflector->confidence, SOURCE_LOST, reflector->confidence.trouble);
}

/*
 * An API server that starts denies everything until its roles are there, so
 * the first denials are soon tried again.
 */
static void denied(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	reflector->open = false;
	if (event->renewed) {
		reflector->at = now;
		return;
	}
	reflector->at = now + back_off(reflector, 0);
	if (reflector->options.once)
		reflector->step = REFLECTOR_REST;
	if (reflector->confidence.state != SOURCE_ABSENT)
		confidence_set(
		    &reflector->confidence, SOURCE_FORBIDDEN, event->text);
}

static void discover(struct reflector *reflector, bool flap, uint64_t at)
{
	reflector->flap = flap;
	reflector->watched = 0;
	reflector->api = 0;
	forget_pages(reflector);
	go(reflector, REFLECTOR_DISCOVER, at);
}

/* Lists. */

static void listed(struct reflector *reflector, uint64_t now)
{
	const struct reflector_options *options = &reflector->options;

	reflector->commit = true;
	reflector->confidence.synced = true;
	reflector->proven = false;
	reflector->unpaged = false;
	reflector->restarts = 0;
	reflector->bad_lines = 0;
	reflector->silences = 0;
	reflector->absent = 0;
	reflector->relist =
	    now + spread_by_fifth(options->limits->relist, options->below);
	reflector->recheck = now + options->limits->recheck;
	options->counters->lists++;
	options->counters->advanced = now;
	succeed(reflector);
	forget_pages(reflector);
	go(reflector, options->once ? REFLECTOR_REST : REFLECTOR_WATCH, now);
}

/* 410 for a later page: its token is too old, and the list begins again. */
static bool restart(struct reflector *reflector, uint64_t now)
{
	if (!reflector->next || reflector->unpaged)
		return false;
	if (reflector->restarts++ == reflector->options.limits->restarts)
		reflector->unpaged = true;
	list_anew(reflector, now);
	return true;
}

static void list_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	if (event->fault == FAULT_EXPIRED && restart(reflector, now))
		return;
	doubt(reflector, event->text, now);
	reflector->at = now + back_off(reflector, event->retry_after);
	if (event->fault != FAULT_BUSY) {
		reflector->unpaged = false;
		reflector->restarts = 0;
		list_anew(reflector, reflector->at);
	}
	count_try(reflector);
}

#define TOKEN_SIZE ((size_t)64 << 10) /* it must fit a URL, escaped */

/* A resourceVersion to begin a watch at: never "now", never "any". */
static bool definite(const char *version)
{
	return *version && strcmp(version, "0") != 0 &&
	    strlen(version) < VERSION_SIZE;
}

static void page_came(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	static const struct reflector_event bad = {
		.what = REQUEST_FAILED,
		.fault = FAULT_BODY,
		.text = "the list has no usable resourceVersion or token",
	};

	if ((!reflector->next && !definite(event->version)) ||
	    strlen(event->next) >= TOKEN_SIZE) {
		list_failed(reflector, &bad, now);
		return;
	}
	if (!reflector->next)
		snprintf(reflector->version, sizeof(reflector->version), "%s",
		    event->version);
	if (!*event->next) {
		listed(reflector, now);
		return;
	}
	free(reflector->next);
	reflector->next = xstrdup(event->next);
	go(reflector, REFLECTOR_LIST, now);
}

/* Watches. */

static void said(struct reflector *reflector, const char *version, uint64_t now)
{
	struct source_counters *counters = reflector->options.counters;

	counters->heard = now;
	if (definite(version)) {
		snprintf(reflector->version, sizeof(reflector->version), "%s",
		    version);
		counters->advanced = now;
	}
	reflector->bad_lines = 0;
	reflector->silences = 0;
	prove(reflector);
}

/* What a watch that is over was worth. */
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

/* After a watch that worked: is there a better version by now? */
static bool may_rise(const struct reflector *reflector, uint64_t now)
{
	return reflector->api && reflector->recheck <= now && reflector->open &&
	    reflector->worked;
}

static void rise(struct reflector *reflector, uint64_t at, uint64_t now)
{
	size_t watched = reflector->api;

	reflector->recheck = now + reflector->options.limits->recheck;
	discover(reflector, false, at);
	reflector->watched = watched;
}

static void resume(struct reflector *reflector, uint64_t at, uint64_t now)
{
	if (reflector->relist <= now) {
		reflector->cause = CAUSE_DUE;
		list_anew(reflector, at);
	} else if (may_rise(reflector, now)) {
		rise(reflector, at, now);
	} else {
		watch_on(reflector, at);
	}
}

/* From where it stopped; soon, if it was any good. */
static void go_on(struct reflector *reflector, uint64_t now)
{
	const struct reflector_options *options = &reflector->options;
	uint64_t wait = reflector->open && reflector->worked
	    ? spread_from_zero(options->limits->resume, options->below)
	    : back_off(reflector, 0);

	resume(reflector, now + wait, now);
}

static void watch_ended(struct reflector *reflector, uint64_t now)
{
	judge(reflector, now);
	if (!reflector->open || !reflector->worked)
		doubt(reflector, "the server ends each watch at once", now);
	go_on(reflector, now);
}

static void watch_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	const struct limits *limits = reflector->options.limits;

	judge(reflector, now);
	if (event->fault != FAULT_EXPIRED)
		doubt(reflector, event->text, now);
	switch (event->fault) {
	case FAULT_BUSY:
		resume(reflector, now + back_off(reflector, event->retry_after),
		    now);
		break;
	case FAULT_BROKEN:
		go_on(reflector, now);
		break;
	case FAULT_SILENT:
		if (++reflector->silences < limits->silences)
			go_on(reflector, now);
		else
			list_anew(reflector, now + back_off(reflector, 0));
		break;
	case FAULT_LINE:
		if (++reflector->bad_lines < limits->bad_lines)
			watch_on(reflector, now + back_off(reflector, 0));
		else
			list_anew(reflector, now + back_off(reflector, 0));
		break;
	case FAULT_EXPIRED:
		/* A server that expires what it just listed is not asked
		 * again at once. */
		list_anew(reflector,
		    reflector->proven ? now : now + back_off(reflector, 0));
		break;
	default:
		list_anew(
		    reflector, now + back_off(reflector, event->retry_after));
		break;
	}
}

/* Discovery. */

static void gone(struct reflector *reflector, uint64_t now)
{
	const struct reflector_options *options = &reflector->options;
	const struct limits *limits = options->limits;

	reflector->confidence.doubt = 0;
	reflector->backoff.steps = 0;
	discover(reflector, false,
	    now + spread_by_fifth(limits->absent_poll, options->below));
	if (reflector->confidence.synced) {
		if (!reflector->absent++)
			reflector->absent_since = now;
		confidence_set(&reflector->confidence, SOURCE_LOST,
		    "the API does not serve it any more");
		if (reflector->absent < limits->absent_checks ||
		    now - reflector->absent_since < limits->absent_span)
			return;
		reflector->drop = true;
		reflector->confidence.synced = false;
	}
	confidence_set(
	    &reflector->confidence, SOURCE_ABSENT, "the API does not serve it");
	if (options->once)
		reflector->step = REFLECTOR_REST;
}

/* No better version, or no answer: the one there is will do. */
static void stay(struct reflector *reflector, uint64_t now)
{
	reflector->api = reflector->watched;
	reflector->watched = 0;
	watch_on(reflector, now);
}

static void api_absent(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	reflector->api = event->api ? event->api : reflector->api + 1;
	if (reflector->watched && reflector->api >= reflector->watched)
		stay(reflector, now);
	else if (reflector->api < reflector->options.apis)
		go(reflector, REFLECTOR_DISCOVER, now);
	else
		gone(reflector, now);
}

static void api_served(struct reflector *reflector, uint64_t now)
{
	reflector->absent = 0;
	reflector->watched = 0;
	if (reflector->confidence.state == SOURCE_ABSENT)
		confidence_set(&reflector->confidence, SOURCE_SYNCING, "");
	/* It answered 404 a moment ago: no reason to hurry. */
	list_anew(
	    reflector, reflector->flap ? now + back_off(reflector, 0) : now);
	if (reflector->flap)
		count_try(reflector);
}

static void discovery_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	reflector->absent = 0;
	if (reflector->confidence.state != SOURCE_ABSENT)
		doubt(reflector, event->text, now);
	discover(reflector, reflector->flap,
	    now + back_off(reflector, event->retry_after));
	count_try(reflector);
}

static void request_failed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	if (reflector->watched) {
		stay(reflector, now);
	} else if (event->fault == FAULT_DENIED) {
		denied(reflector, event, now);
	} else if (reflector->step == REFLECTOR_DISCOVER) {
		discovery_failed(reflector, event, now);
	} else if (event->fault == FAULT_ABSENT) {
		doubt(reflector, event->text, now);
		discover(reflector, true, now);
	} else if (reflector->step == REFLECTOR_LIST) {
		list_failed(reflector, event, now);
	} else {
		watch_failed(reflector, event, now);
	}
}

/* Commands give up by counting. */
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
	uint64_t settled = reflector->opened + limits->brief;

	reflector->alarm = 0;
	if (may_wane(reflector))
		reflector->alarm =
		    reflector->confidence.doubt + limits->patience;
	if (reflector->open && !reflector->worked &&
	    (!reflector->alarm || settled < reflector->alarm))
		reflector->alarm = settled;
}

void reflector_init(struct reflector *reflector,
    const struct reflector_options *options, uint64_t now)
{
	*reflector = (struct reflector){ .options = *options };
	confidence_set(&reflector->confidence, SOURCE_SYNCING, "");
	list_anew(reflector, now);
}

/* What it is that the next step follows upon. */
static enum source_cause cause_of(const struct reflector_event *event)
{
	if (event->what == REQUEST_FAILED)
		return (enum source_cause)event->fault;
	return event->what == WATCH_ENDED ? CAUSE_ENDED : CAUSE_SERVED;
}

void reflector_decide(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
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
		reflector->opened = now;
		break;
	case BOOKMARK_CAME:
		reflector->bookmarks = true;
		reflector->options.counters->bookmarks++;
		said(reflector, event->version, now);
		break;
	case OBJECT_CHANGED:
		reflector->options.counters->events++;
		said(reflector, event->version, now);
		break;
	case WATCH_ENDED:
		watch_ended(reflector, now);
		break;
	case REQUEST_FAILED:
		request_failed(reflector, event, now);
		break;
	case API_SERVED:
		api_served(reflector, now);
		break;
	case API_ABSENT:
		api_absent(reflector, event, now);
		break;
	case TIME_PASSED:
		time_passed(reflector, now);
		break;
	}
	set_alarm(reflector);
}

void reflector_clear(struct reflector *reflector)
{
	free(reflector->next);
	reflector->next = NULL;
}
