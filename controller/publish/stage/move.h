/* SPDX-License-Identifier: Apache-2.0 */
/*
 * move.h - the moves of a stage from step to step that several events share.
 */
#ifndef CONTROLLER_PUBLISH_STAGE_MOVE_H
#define CONTROLLER_PUBLISH_STAGE_MOVE_H

#include "controller/publish/stage/stage.h"

/* Is it a step towards a new version?  The second: while nothing is in place.
 */
bool move_writes(enum stage_step step);
bool move_makes(enum stage_step step);

void move_to(struct stage *stage, enum stage_step step);
void move_begin(struct stage *stage, enum stage_step step);
void move_again(struct stage *stage);
void move_to_rest(
    struct stage *stage, const struct stage_event *event, uint64_t now);
void move_to_hand_over(
    struct stage *stage, const struct stage_event *event, uint64_t now);
void move_to_confirm(struct stage *stage, uint64_t now);

void move_owe(struct stage *stage, uint64_t since);
void move_compare(
    struct stage *stage, const struct stage_event *event, uint64_t now);
void move_untell(
    struct stage *stage, const struct stage_event *event, uint64_t now);

#endif
