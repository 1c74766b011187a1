/* SPDX-License-Identifier: Apache-2.0 */
/*
 * informer.c - an event goes to the reflector; after each decision the store
 * and the log are told, and a timer is set for the next request. Lists wait
 * for their turn.
 */
#include "controller/kube/informer.h"

#include <stdlib.h>

#include "controller/base/log.h"
#include "controller/kube/complaints.h"
#include "controller/kube/decide/reflector.h"
#include "controller/kube/discovery.h"
#include "controller/kube/listing.h"
#include "controller/kube/watching.h"
#include "zonegen/base/mem.h"

#define SAY_EVERY 60000 /* ms */

struct informer {
	struct informer_options options;
	struct reflector reflector;
	struct loop_timer *next;  /* reflector.at */
	struct loop_timer *alarm; /* reflector.alarm */
	struct turn turn;
	struct complaints complaints;
	enum source_state state; /* that was logged */
	enum source_cause said;  /* of the last list that was logged */
	uint64_t said_at;
	unsigned generation; /* of the credentials in the request */

	/* At most one of them is there. */
	struct listing *listing;
	struct watching *watching;
	struct discovery *discovery;
};

static bool busy(const struct informer *informer)
{
	return informer->listing || informer->watching || informer->discovery;
}

/*
 * Trouble of all kinds alike (an expired token, nobody there) is one line, with
 * what an operator needs to end it.
 */
static void report_trouble(const struct informer *informer)
{
	const struct informer_options *options = &informer->options;
	const struct confidence *confidence = &informer->reflector.confidence;
	const struct auth *auth = options->api->auth;

	if (access_is_news(options->trouble, confidence->reason,
		loop_now(options->api->loop)))
		log_event(LOG_WARNING, "source changed", "kind",
		    options->kind->name, "state",
		    source_state_word(confidence->state), "reason",
		    confidence->reason, "server", auth->server, "from",
		    auth->place, "hint", access_hint(confidence->reason));
	else
		log_event(LOG_DEBUG, "source changed", "kind",
		    options->kind->name, "state",
		    source_state_word(confidence->state), "reason",
		    confidence->reason);
}

static void report(const struct informer *informer)
{
	const struct confidence *confidence = &informer->reflector.confidence;
	const struct informer_options *options = &informer->options;
	const struct source_status *status =
	    store_status(options->api->store, options->kind);
	const char *kind = options->kind->name;
	const char *word = source_state_word(confidence->state);

	if (confidence->state == SOURCE_LIVE)
		log_event(LOG_INFO, "source changed", "kind", kind, "state",
		    word, "objects", log_u(status->objects));
	else if (confidence->state == SOURCE_SYNCING ||
	    confidence->state == SOURCE_ABSENT)
		log_event(LOG_INFO, "source changed", "kind", kind, "state",
		    word, "reason", confidence->reason);
	else if (!options->once) /* a command says it itself */
		report_trouble(informer);
}

/*
 * A new list found the changes that were missed.  Each cause is logged once a
 * minute.
 */
static void report_relist(struct informer *informer)
{
	const struct informer_options *options = &informer->options;
	enum source_cause cause = informer->reflector.relist_cause;
	uint64_t now = loop_now(options->api->loop);

	if (cause == CAUSE_FIRST || cause == CAUSE_DUE ||
	    (cause == informer->said && now - informer->said_at < SAY_EVERY))
		return;
	informer->said = cause;
	informer->said_at = now;
	log_event(LOG_INFO, "source listed again", "kind", options->kind->name,
	    "after", source_cause_word(cause), "objects",
	    log_u(store_status(options->api->store, options->kind)->objects));
}

static void tell_store(struct informer *informer)
{
	struct reflector *reflector = &informer->reflector;
	const struct informer_options *options = &informer->options;
	struct store *store = options->api->store;

	if (reflector->commit) {
		store_commit(store, options->kind);
		report_relist(informer);
	}
	if (reflector->drop)
		store_drop(store, options->kind);
	reflector->commit = reflector->drop = false;
	if (reflector->confidence.state != informer->state)
		report(informer);
	informer->state = reflector->confidence.state;
	store_set_state(store, options->kind, reflector->confidence.state,
	    reflector->confidence.reason,
	    confidence_since(
		&reflector->confidence, loop_now(options->api->loop)));
}

static void set_timer(
    struct informer *informer, struct loop_timer *timer, uint64_t at)
{
	uint64_t now = loop_now(informer->options.api->loop);

	loop_timer_set(timer, at > now ? at - now : 0);
}

/* After each decision. */
static void follow(struct informer *informer)
{
	struct reflector *reflector = &informer->reflector;
	uint64_t now = loop_now(informer->options.api->loop);

	tell_store(informer);
	if (reflector->alarm)
		set_timer(informer, informer->alarm, reflector->alarm);
	else
		loop_timer_stop(informer->alarm);
	if (busy(informer))
		return;
	/* The next page follows at once, within the same turn. */
	if (reflector->step != REFLECTOR_LIST || reflector->at > now)
		turn_end(informer->options.turns, &informer->turn);
	if (reflector->step == REFLECTOR_REST)
		return;
	set_timer(informer, informer->next, reflector->at);
}

static void decide(struct informer *informer, struct reflector_event event)
{
	const struct api *api = informer->options.api;

	bool denied =
	    event.what == REQUEST_FAILED && event.fault == FAULT_DENIED;

	if (denied || event.stale || event.away)
		event.renewed = informer->options.renew(informer->options.arg,
				    denied && event.stale) ||
		    api->auth->generation != informer->generation;
	if (event.what == REQUEST_FAILED)
		log_event(LOG_DEBUG, "request failed", "kind",
		    informer->options.kind->name, "reason", event.text);
	reflector_decide(&informer->reflector, &event, loop_now(api->loop));
	follow(informer);
}

static void on_page(void *arg, const struct reflector_event *event)
{
	struct informer *informer = arg;

	informer->listing = NULL;
	decide(informer, *event);
}

static void on_watch(void *arg, const struct reflector_event *event)
{
	struct informer *informer = arg;

	if (event->what == WATCH_ENDED || event->what == REQUEST_FAILED)
		informer->watching = NULL;
	decide(informer, *event);
}

static void on_discovery(void *arg, const struct reflector_event *event)
{
	struct informer *informer = arg;

	informer->discovery = NULL;
	decide(informer, *event);
}

static void on_alarm(void *arg)
{
	struct reflector_event event = { .what = TIME_PASSED };

	decide(arg, event);
}

/* The next page of a list; for a probe one object, which is not wanted. */
static void list(void *arg)
{
	struct informer *informer = arg;
	const struct reflector *reflector = &informer->reflector;
	const struct informer_options *options = &informer->options;
	bool probe = reflector->step == REFLECTOR_PROBE;
	unsigned limit = reflector->unpaged ? 0 : options->page_size;

	informer->generation = options->api->auth->generation;
	if (!probe && !reflector->next)
		store_begin(options->api->store, options->kind);
	informer->listing = listing_start(options->api,
	    &(struct listing_options){
		.kind = options->kind,
		.api_version = reflector->api,
		.limit = probe ? 1 : limit,
		.next = probe ? NULL : reflector->next,
		.probe = probe,
		.complaints = &informer->complaints,
		.done = on_page,
		.arg = informer,
	    });
}

static void watch(struct informer *informer)
{
	const struct reflector *reflector = &informer->reflector;
	const struct informer_options *options = &informer->options;
	const struct limits *limits = options->api->limits;

	informer->watching = watching_start(options->api,
	    &(struct watching_options){
		.kind = options->kind,
		.api_version = reflector->api,
		.since = reflector->resource_version,
		.timeout = limits->watch_least +
		    backoff_within(limits->watch_spread, arc4random_uniform),
		.bookmarks = reflector->bookmarks,
		.complaints = &informer->complaints,
		.tell = on_watch,
		.arg = informer,
	    });
}

static void on_next(void *arg)
{
	struct informer *informer = arg;
	const struct api *api = informer->options.api;

	if (busy(informer))
		return;
	informer->generation = api->auth->generation;
	switch (informer->reflector.step) {
	case REFLECTOR_LIST:
		if (informer->turn.taken)
			list(informer);
		else
			turn_ask(informer->options.turns, &informer->turn);
		break;
	case REFLECTOR_WATCH:
		watch(informer);
		break;
	case REFLECTOR_PROBE:
		list(informer);
		break;
	case REFLECTOR_DISCOVER:
		informer->discovery =
		    discovery_start(api, informer->options.kind,
			informer->reflector.api, on_discovery, informer);
		break;
	case REFLECTOR_REST:
		break;
	}
}

struct informer *informer_start(const struct informer_options *options)
{
	struct informer *informer = xcalloc(1, sizeof(*informer));
	const struct api *api = options->api;
	struct reflector_options reflect = {
		.limits = api->limits,
		.below = arc4random_uniform,
		.apis = api_versions(options->kind),
		.once = options->once,
		.counters = store_counters(api->store, options->kind),
	};

	informer->options = *options;
	informer->complaints.kind = options->kind->name;
	informer->turn.come = list;
	informer->turn.arg = informer;
	informer->next = loop_timer_new(api->loop, on_next, informer);
	informer->alarm = loop_timer_new(api->loop, on_alarm, informer);
	informer->state = SOURCE_SYNCING;
	reflector_init(&informer->reflector, &reflect, loop_now(api->loop));
	follow(informer);
	return informer;
}

bool informer_done(const struct informer *informer)
{
	return informer->reflector.step == REFLECTOR_REST;
}

void informer_stop(struct informer *informer)
{
	if (!informer)
		return;
	listing_cancel(informer->listing);
	watching_cancel(informer->watching);
	discovery_cancel(informer->discovery);
	turn_end(informer->options.turns, &informer->turn);
	loop_timer_free(informer->next);
	loop_timer_free(informer->alarm);
	complaints_clear(&informer->complaints);
	reflector_clear(&informer->reflector);
	free(informer);
}
