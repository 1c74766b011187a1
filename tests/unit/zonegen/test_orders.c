/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever is claimed, and in whatever order it comes and goes: the zone is the
 * one that is made of the same claims at once, byte for byte.
 */
#include <stdlib.h>

#include "tests/test.h"
#include "tests/unit/zonegen/babble.h"

#define ROUNDS 3000

static void say(struct world *world, unsigned *seed)
{
	world_configure(world, "", "*");
	world_forget(world);
	babble(world, "one", seed);
	babble(world, "two", seed);
	babble(world, "three", seed);
}

static bool always(void *arg)
{
	(void)arg;
	return true;
}

/* In as many pieces as there are. */
static void resolve_in_pieces(struct zone *zone)
{
	const struct pause pause = { .due = always };

	while (!zone_resolve_some(zone, &pause))
		;
}

static void wander(struct world *world, unsigned *seed)
{
	for (int step = 0; step < 30; step++) {
		size_t at = (size_t)rand_r(seed) % world->norigins;

		if (rand_r(seed) % 2)
			world_remove(world, at);
		else
			world_put(world, at);
		if (rand_r(seed) % 3 == 0)
			resolve_in_pieces(zoneset_at(world->set, 0));
	}
}

static void same_as_at_once(bool union_namespaces)
{
	struct world world;

	world_open(&world, 1, union_namespaces);
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned seed = round;
		const char *body, *findings;

		say(&world, &seed);
		for (size_t i = 0; i < world.norigins; i++)
			world_put(&world, i);
		body = world_body(&world, 0);
		findings = world_findings(&world);
		world_reset(&world);
		wander(&world, &seed);
		for (size_t i = world.norigins; i > 0; i--)
			world_put(&world, i - 1);
		assert_string_equal(world_body(&world, 0), body);
		assert_string_equal(world_findings(&world), findings);
	}
	world_close(&world);
}

static void one_owner(void **state)
{
	(void)state;
	same_as_at_once(false);
}

static void united(void **state)
{
	(void)state;
	same_as_at_once(true);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(one_owner), cmocka_unit_test(united));
}
