/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/decide/steps.h"

#include <stdlib.h>

void step_go(struct reflector *reflector, enum reflector_step step, uint64_t at)
{
	reflector->step = step;
	reflector->at = at;
	reflector->open = false;
}

void step_forget_pages(struct reflector *reflector)
{
	free(reflector->next);
	reflector->next = NULL;
}

void step_list(struct reflector *reflector, uint64_t at)
{
	step_forget_pages(reflector);
	reflector->relist_cause = reflector->cause;
	reflector->options.counters->relists[reflector->cause]++;
	step_go(reflector, REFLECTOR_LIST, at);
}

void step_watch(struct reflector *reflector, uint64_t at)
{
	reflector->options.counters->restarts[reflector->cause]++;
	step_go(reflector, REFLECTOR_WATCH, at);
}

uint64_t step_back_off(struct reflector *reflector, uint64_t least)
{
	const struct reflector_options *options = &reflector->options;
	uint64_t wait =
	    backoff_next(&reflector->backoff, options->limits, options->below);

	if (least > options->limits->retry_after)
		least = options->limits->retry_after;
	return wait > least ? wait : least;
}

void step_discover(struct reflector *reflector, bool flap, uint64_t at)
{
	reflector->flap = flap;
	reflector->watched = 0;
	reflector->api = 0;
	step_forget_pages(reflector);
	step_go(reflector, REFLECTOR_DISCOVER, at);
}

void step_count_try(struct reflector *reflector)
{
	if (!reflector->options.once ||
	    ++reflector->tries < reflector->options.limits->tries)
		return;
	reflector->step = REFLECTOR_REST;
	confidence_set(
	    &reflector->confidence, SOURCE_LOST, reflector->confidence.trouble);
}
