/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lag.h - the file in place is behind the last version, whose difference is in
 * the journal (F3: the file follows).
 *
 * The file follows two seconds after the last version, at rest, and ten after
 * the first one that it lacks.
 */
#ifndef CONTROLLER_PUBLISH_STAGE_LAG_H
#define CONTROLLER_PUBLISH_STAGE_LAG_H

#include "controller/publish/stage/stage.h"

/* Another version is in the journal. */
void lag_grow(struct stage *stage, uint64_t now);
void lag_hurry(struct stage *stage, uint64_t now); /* if there is one */
void lag_fail(struct stage *stage, uint64_t now);  /* it was not written */
void lag_end(struct stage *stage);
/* When the file is to follow; 0: never. */
uint64_t lag_over(const struct stage *stage);
/* At rest, and due: the file follows, or NSD is to load it. */
void lag_follow(struct stage *stage, uint64_t now);

#endif
