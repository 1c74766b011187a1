/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/stage/stagestory.h"

#include "tests/test.h"

void stagestory_check(void **state)
{
	const struct story *story = *state;
	struct stage stage;
	uint64_t now = START;

	stage_init(&stage);
	for (size_t i = 0; i < MOVES; i++) {
		const struct move *move = &story->moves[i];

		if (i && !move->event.what && !move->event.differs)
			break;
		now += move->after;
		stage_decide(&stage, &move->event, now);
		assert_int_equal(stage.step, move->step);
		assert_int_equal(stage.begun, move->begun);
		assert_int_equal(stage.tell, move->tell);
		assert_int_equal(stage.stop, move->stop);
		assert_int_equal(stage.served, move->served);
		assert_int_equal(stage.was_served, move->was_served);
		assert_int_equal(stage.failing, move->failing);
		assert_int_equal(stage.unserved, move->unserved);
		assert_int_equal(stage.behind, move->behind);
		assert_int_equal(stage.stuck, move->stuck);
		assert_int_equal(
		    stage.alarm ? stage.alarm - now : 0, move->alarm);
		stage.begun = stage.tell = false;
		stage.stop = STAGE_REST;
	}
}
