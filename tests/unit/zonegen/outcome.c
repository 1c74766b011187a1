/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"

#define ROUNDS 100

static void open_world(struct world *world, const struct outcome *row)
{
	world_open(world, row->zones ? row->zones : 1, row->union_namespaces);
	if (row->statics || row->administrator)
		world_configure(world, row->statics ? row->statics : "",
		    row->administrator);
}

/* The claims of before make the last version and are gone then. */
static void make_last(struct world *world, const struct outcome *row)
{
	if (!row->before)
		return;
	world_read(world, row->before);
	for (size_t i = 0; i < world->norigins; i++)
		world_put(world, i);
	world_adopt(world);
	for (size_t i = 0; i < world->norigins; i++)
		world_remove(world, i);
	world_forget(world);
}

void outcome_resolves(void **state)
{
	const struct outcome *row = *state;
	struct world world;

	open_world(&world, row);
	make_last(&world, row);
	world_read(&world, row->claims);
	for (size_t i = 0; i < world.norigins; i++)
		world_put(&world, i);
	assert_string_equal(world_body(&world, 0), row->body);
	assert_string_equal(world_findings(&world), row->findings);
	world_close(&world);
}

/* Puts, removals and resolving in between, in random order. */
static void wander(struct world *world, unsigned *seed)
{
	bool *there = calloc(world->norigins + 1, sizeof(*there));

	for (int step = 0; step < 40 && world->norigins; step++) {
		size_t at = (size_t)rand_r(seed) % world->norigins;

		if (there[at] && rand_r(seed) % 2)
			world_remove(world, at);
		else
			world_put(world, at);
		there[at] = true;
		if (rand_r(seed) % 3 == 0)
			zone_resolve(zoneset_at(world->set, 0));
	}
	for (size_t i = 0; i < world->norigins; i++)
		world_put(world, i);
	free(there);
}

void outcome_any_order(void **state)
{
	const struct outcome *row = *state;
	struct world world;
	unsigned seed = 1;

	open_world(&world, row);
	for (int round = 0; round < ROUNDS; round++) {
		world_reset(&world);
		world_forget(&world);
		make_last(&world, row);
		world_read(&world, row->claims);
		wander(&world, &seed);
		assert_string_equal(world_body(&world, 0), row->body);
		assert_string_equal(world_findings(&world), row->findings);
	}
	world_close(&world);
}
