/* SPDX-License-Identifier: Apache-2.0 */
/*
 * excluding.h - the records of a zone that are to be left out, whoever found
 * them, as rows of its overlay for the next pass (W2: quarantine).
 */
#ifndef CONTROLLER_PUBLISH_TRIAL_EXCLUDING_H
#define CONTROLLER_PUBLISH_TRIAL_EXCLUDING_H

#include "controller/publish/retain/memory.h"
#include "controller/publish/state/overlayfile.h"
#include "controller/publish/trial/trial.h"

/* These too; false: it had them all.  NSD's have a time. */
bool excluding_add(struct zone_overlay *of, enum judge by,
    const struct exclusions *rows, const struct instant *now);
/* These in place of those that were open (blame.h). */
void excluding_narrow(struct zone_overlay *of, const struct exclusions *rows);

#endif
