/* SPDX-License-Identifier: Apache-2.0 */
/*
 * turn.h - how long one turn of the loop may work before others get theirs: a
 * pause for long work, see zonegen/base/pause.h.
 */
#ifndef CONTROLLER_BASE_TURN_H
#define CONTROLLER_BASE_TURN_H

#include "controller/base/loop.h"
#include "zonegen/base/pause.h"

struct loop_turn {
	const struct loop *loop;
	uint64_t end; /* ms */
	struct pause pause;
};

/* It begins now.  The pause, which is due when it has been long enough. */
const struct pause *turn_begin(struct loop_turn *turn, const struct loop *loop);

#endif
