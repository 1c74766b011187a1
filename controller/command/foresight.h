/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foresight.h - what of a zone's changes the running controller would keep
 * back: the guard's flood, addresses in grace.
 *
 * Decided by the same function as there (decision.h), from the last version and
 * what overlay.json remembers of it.
 */
#ifndef CONTROLLER_COMMAND_FORESIGHT_H
#define CONTROLLER_COMMAND_FORESIGHT_H

#include "controller/command/snapshot.h"
#include "controller/publish/retain/guard.h"
#include "zonegen/version/changes.h"

/*
 * Of the zone at, which is resolved and has not adopted these changes: marks
 * those that would not happen at once.  The hold is in reading's overlays.
 */
const struct hold *foresight_judge(
    struct snapshot *snapshot, size_t at, struct changes *changes);

#endif
