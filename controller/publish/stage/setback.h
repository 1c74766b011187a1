/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setback.h - what comes to nothing: a hand that fails, a version that NSD does
 * not serve, or rejects, files that others changed.  What it leads to is the
 * last version once more, the one before it, or another try later.
 */
#ifndef CONTROLLER_PUBLISH_STAGE_SETBACK_H
#define CONTROLLER_PUBLISH_STAGE_SETBACK_H

#include "controller/publish/stage/stage.h"

void setback_failed(
    struct stage *stage, const struct stage_event *event, uint64_t now);
void setback_unsynced(
    struct stage *stage, const struct stage_event *event, uint64_t now);
void setback_unserved(struct stage *stage, const struct stage_event *event,
    bool rejected, uint64_t now);
void setback_rejected(
    struct stage *stage, const struct stage_event *event, uint64_t now);
void setback_missed(
    struct stage *stage, const struct stage_event *event, uint64_t now);
/* The files of the last version, to be loaded by NSD. */
void setback_rewrite(struct stage *stage);
void setback_touched(struct stage *stage, const struct stage_event *event);
void setback_rang(
    struct stage *stage, const struct stage_event *event, uint64_t now);

#endif
