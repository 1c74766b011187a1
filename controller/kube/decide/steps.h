/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steps.h - the moves that the decisions of a reflector are made of; for
 * reflector.c and absence.c alone.
 */
#ifndef CONTROLLER_KUBE_DECIDE_STEPS_H
#define CONTROLLER_KUBE_DECIDE_STEPS_H

#include "controller/kube/decide/reflector.h"

/* All at the time at. */
void step_go(
    struct reflector *reflector, enum reflector_step step, uint64_t at);
void step_list(struct reflector *reflector, uint64_t at); /* from its start */
void step_watch(struct reflector *reflector, uint64_t at);
/* flap: because of a 404. */
void step_discover(struct reflector *reflector, bool flap, uint64_t at);

/* How long to wait, at least as long as the server asked for (ms). */
uint64_t step_back_off(struct reflector *reflector, uint64_t least);
/* Commands do not wait for ever: a failure counts. */
void step_count_try(struct reflector *reflector);

/* Which version of the kind is served, if any: absence.c. */
void absence_confirmed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now);
void absence_refuted(struct reflector *reflector, uint64_t now);
void absence_unknown(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now);
/* No better version, or no answer: the one there is will do. */
void absence_stay(struct reflector *reflector, uint64_t now);
/* After a watch that worked: is there a better version by now? */
bool absence_may_rise(const struct reflector *reflector, uint64_t now);
void absence_rise(struct reflector *reflector, uint64_t at, uint64_t now);

#endif
