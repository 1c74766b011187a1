/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/kube/decide/story.h"

#include "tests/test.h"

#define START 1000000

static uint32_t lowest(uint32_t n)
{
	(void)n;
	return 0;
}

static void check_move(
    struct reflector *reflector, const struct move *move, uint64_t now)
{
	bool acts = move->event.what != TIME_PASSED &&
	    move->event.what != OBJECT_CHANGED &&
	    move->event.what != BOOKMARK_CAME &&
	    move->event.what != WATCH_OPENED;

	reflector_decide(reflector, &move->event, now);
	assert_int_equal(reflector->step, move->step);
	if (acts)
		assert_int_equal(reflector->at - now, move->wait);
	assert_int_equal(reflector->confidence.state, move->state);
	if (move->version)
		assert_string_equal(reflector->resource_version, move->version);
	if (move->next)
		assert_string_equal(
		    reflector->next ? reflector->next : "", move->next);
	if (move->alarm)
		assert_int_equal(reflector->alarm - now, move->alarm);
	assert_int_equal(reflector->commit, move->commit);
	assert_int_equal(reflector->drop, move->drop);
	assert_int_equal(reflector->unpaged, move->unpaged);
	if (reflector->options.apis > 2)
		assert_int_equal(reflector->api, move->api);
	if (reflector->confidence.state == SOURCE_LIVE)
		assert_string_equal(reflector->confidence.reason, "");
	else if (reflector->confidence.state != SOURCE_SYNCING)
		assert_string_not_equal(reflector->confidence.reason, "");
	reflector->commit = reflector->drop = false;
}

void story_check(void **state)
{
	const struct story *row = *state;
	struct source_counters counters = { 0 };
	const struct reflector_options options = {
		.limits = &limits_real,
		.below = lowest,
		.apis = row->apis ? row->apis : 1,
		.once = row->once,
		.counters = &counters,
	};
	struct reflector reflector;
	uint64_t now = START;

	reflector_init(&reflector, &options, now);
	assert_int_equal(reflector.step, REFLECTOR_LIST);
	assert_int_equal(reflector.at, now);
	assert_int_equal(reflector.confidence.state, SOURCE_SYNCING);
	for (size_t i = 0; i < MOVES; i++) {
		const struct move *move = &row->moves[i];

		if (!move->event.what && !move->event.resource_version)
			break;
		now += move->after;
		check_move(&reflector, move, now);
	}
	reflector_clear(&reflector);
}
