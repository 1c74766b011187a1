/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The golden cases, one event at a time, in random order, with deletes and
 * re-adds and passes at any moment: the zones and findings are those of all
 * objects at once, byte for byte (Z3: same objects, same bytes).
 *
 *	ORDERS=40	random orders of each case
 *	SEED=1
 */
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/source/caseworld.h"

#define LARGE 500 /* objects; one order of such a case is enough */

static unsigned number(const char *variable, unsigned fallback)
{
	const char *text = getenv(variable);

	return text ? (unsigned)strtoul(text, NULL, 10) : fallback;
}

static char *at_once(const struct golden *golden)
{
	struct caseworld world;
	char *text;

	caseworld_open(&world, golden->config, false);
	for (size_t i = 0; i < golden->count; i++)
		caseworld_put(&world, &golden->objects[i]);
	caseworld_list(&world);
	caseworld_pass(&world);
	text = caseworld_print(&world, true);
	caseworld_close(&world);
	return text;
}

/* Objects come and go; in the end all are there. */
static void wander(
    struct caseworld *world, const struct golden *golden, unsigned *seed)
{
	for (size_t step = 0; step < 3 * golden->count; step++) {
		size_t at = (size_t)rand_r(seed) % golden->count;

		if (rand_r(seed) % 3 == 0)
			caseworld_delete(world, &golden->objects[at]);
		else
			caseworld_put(world, &golden->objects[at]);
		if (rand_r(seed) % 3 == 0)
			caseworld_pass(world);
	}
	for (size_t i = golden->count; i > 0; i--) {
		caseworld_delete(world, &golden->objects[i - 1]);
		caseworld_put(world, &golden->objects[i - 1]);
		if (rand_r(seed) % 3 == 0)
			caseworld_pass(world);
	}
}

static void one_order(
    const struct golden *golden, const char *expected, unsigned seed)
{
	unsigned dice = seed;
	struct caseworld world;
	bool listed = rand_r(&dice) % 2;
	char *text;

	caseworld_open(&world, golden->config, listed);
	if (golden->count)
		wander(&world, golden, &dice);
	if (!listed)
		caseworld_list(&world);
	caseworld_pass(&world);
	text = caseworld_print(&world, true);
	if (strcmp(text, expected) != 0)
		fail_msg("%s, seed %u:\n%s\nnot\n%s", golden->name, seed, text,
		    expected);
	free(text);
	caseworld_close(&world);
}

static void any_order(void **state)
{
	unsigned orders = number("ORDERS", 40), seed = number("SEED", 1);
	struct goldens goldens;
	unsigned long done = 0;

	(void)state;
	goldens_read(&goldens);
	for (size_t i = 0; i < goldens.count; i++) {
		const struct golden *golden = &goldens.list[i];
		char *expected = at_once(golden);
		unsigned turns = golden->count > LARGE ? 1 : orders;

		for (unsigned j = 0; j < turns; j++, done++)
			one_order(golden, expected, seed + (unsigned)done);
		free(expected);
	}
	print_message(
	    "# %lu orders of %zu cases, seed %u\n", done, goldens.count, seed);
	assert_true(done >= goldens.count);
	goldens_clear(&goldens);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(any_order));
}
