/* SPDX-License-Identifier: Apache-2.0 */
/*
 * absence.h - is the kind served, and in which version: the decisions.
 *
 * The versions are asked for one after another, the best first.  A kind is
 * gone for good, and what was known of it dropped, only when the API said
 * "absent" limits.absent_checks times over limits.absent_span; any other
 * response begins the count again.
 */
#ifndef CONTROLLER_KUBE_DECIDE_ABSENCE_H
#define CONTROLLER_KUBE_DECIDE_ABSENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/kube/decide/steps.h"

void absence_confirmed(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now);
void absence_refuted(struct reflector *reflector, uint64_t now);
void absence_unknown(struct reflector *reflector,
    const struct reflector_event *event, uint64_t now);
/* There is no better version, or no response: the known version goes on. */
void absence_stay(struct reflector *reflector, uint64_t now);
/* After a watch that worked: is there a better version by now? */
bool absence_may_rise(const struct reflector *reflector, uint64_t now);
void absence_rise(struct reflector *reflector, uint64_t at, uint64_t now);

#endif
