/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/turn.h"

#define TURN 50 /* ms: others wait for one as long, and a piece longer */

static bool is_over(void *arg)
{
	const struct loop_turn *turn = arg;

	return loop_now(turn->loop) >= turn->end;
}

const struct pause *turn_begin(struct loop_turn *turn, const struct loop *loop)
{
	*turn = (struct loop_turn){ .loop = loop,
		.end = loop_now(loop) + TURN,
		.pause = { .due = is_over, .arg = turn } };
	return &turn->pause;
}
