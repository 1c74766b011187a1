/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foresight.h - the changes of a zone that the running controller would not
 * publish at once: deletions that the guard holds, addresses in grace.
 *
 * They are found by the controller's own function (decision.h), from the last
 * version and from overlay.json.
 */
#ifndef CONTROLLER_COMMAND_FORESIGHT_H
#define CONTROLLER_COMMAND_FORESIGHT_H

#include "controller/command/snapshot.h"
#include "controller/publish/retain/guard.h"
#include "zonegen/version/changes.h"

/*
 * Sets kept of the changes that would not happen at once.  at: the index of a
 * zone that is resolved and has not adopted the changes.  The hold that is
 * returned belongs to the snapshot.
 */
const struct hold *foresight_judge(
    struct snapshot *snapshot, size_t at, struct changes *changes);

#endif
