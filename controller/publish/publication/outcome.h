/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h - what became of a version is logged and counted.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_OUTCOME_H
#define CONTROLLER_PUBLISH_PUBLICATION_OUTCOME_H

#include "controller/publish/publication/publicationstate.h"

#define OUTCOME_BEHIND "zone file is behind its journal"

/* before: the stage before that event. */
void outcome_log(const struct publication *publication,
    const struct stage *before, const struct stage_event *event);
/* And how long its steps took. */
void outcome_count(struct publication *publication, const struct stage *before,
    enum stage_happening what);

#endif
