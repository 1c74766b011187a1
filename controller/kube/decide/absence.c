/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/decide/absence.h"

bool absence_may_rise(const struct reflector *reflector, uint64_t now)
{
	return reflector->api && reflector->recheck <= now && reflector->open &&
	    reflector->worked;
}

void absence_rise(struct reflector *reflector, uint64_t at, uint64_t now)
{
	size_t watched = reflector->api;

	reflector->recheck = now + reflector->options.limits->recheck;
	step_discover(reflector, false, at);
	reflector->watched = watched;
}

static bool is_for_good(struct reflector *reflector, uint64_t now)
{
	const struct limits *limits = reflector->options.limits;

	if (!reflector->absent++)
		reflector->absent_since = now;
	return reflector->absent >= limits->absent_checks &&
	    now - reflector->absent_since >= limits->absent_span;
}

static void gone(struct reflector *reflector, uint64_t now)
{
	const struct reflector_options *options = &reflector->options;
	const struct limits *limits = options->limits;

	reflector->confidence.doubt = 0;
	reflector->backoff.steps = 0;
	step_discover(reflector, false,
	    now + backoff_around(limits->absent_poll, options->below));
	if (is_for_good(reflector, now)) {
		reflector->drop = !reflector->dropped;
		reflector->dropped = true;
		reflector->confidence.synced = false;
	}
	if (reflector->confidence.synced) {
		confidence_set(&reflector->confidence, SOURCE_LOST,
		    "the API does not serve it any more");
		return;
	}
	confidence_set(
	    &reflector->confidence, SOURCE_ABSENT, "the API does not serve it");
	if (options->once)
		reflector->step = REFLECTOR_REST;
}

void absence_stay(struct reflector *reflector, uint64_t now)
{
	reflector->api = reflector->watched;
	reflector->watched = 0;
	step_watch(reflector, now);
}

void absence_confirmed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	reflector->api = event->api ? event->api : reflector->api + 1;
	if (reflector->watched && reflector->api >= reflector->watched)
		absence_stay(reflector, now);
	else if (reflector->api < reflector->options.apis)
		step_go(reflector, REFLECTOR_DISCOVER, now);
	else
		gone(reflector, now);
}

void absence_refuted(struct reflector *reflector, uint64_t now)
{
	reflector->absent = 0;
	reflector->dropped = false;
	reflector->watched = 0;
	if (reflector->confidence.state == SOURCE_ABSENT)
		confidence_set(&reflector->confidence, SOURCE_SYNCING, "");
	/* It answered 404 a moment ago: no reason to hurry. */
	step_list(reflector,
	    reflector->flap ? now + step_back_off(reflector, 0) : now);
	if (reflector->flap)
		step_count_try(reflector);
}

void absence_unknown(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now)
{
	reflector->absent = 0;
	if (reflector->confidence.state != SOURCE_ABSENT)
		confidence_doubt(
		    &reflector->confidence, event->text, event->unreached, now);
	step_discover(reflector, reflector->flap,
	    now + step_back_off(reflector, event->retry_after));
	step_count_try(reflector);
}
