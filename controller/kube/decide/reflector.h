/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reflector.h - what to ask the API server next, for one kind.
 *
 * A reflector is told what happened (reflector_decide) and says what to do:
 * .step, not before .at, and what the store must be told.  No I/O, no clock, no
 * randomness of its own: time and below() are arguments, so a table of events
 * can live through a day.  informer.c does what is decided here.
 *
 *	LIST --pages--> WATCH --ends--> WATCH ... --410--> LIST
 *	  \--404--> DISCOVER --served--> LIST
 *	                \--absent--> DISCOVER, now and then
 *
 * The room: steps.h has the struct and its moves, absence.h decides whether
 * the kind is served, confidence.h how far the source can be trusted, and
 * response.h what a failed response means.
 */
#ifndef CONTROLLER_KUBE_DECIDE_REFLECTOR_H
#define CONTROLLER_KUBE_DECIDE_REFLECTOR_H

#include <stdint.h>

#include "controller/kube/decide/steps.h"

void reflector_init(struct reflector *reflector,
    const struct reflector_options *options, uint64_t now);
void reflector_decide(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now);
void reflector_clear(struct reflector *reflector);

#endif
