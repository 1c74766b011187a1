/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two tenants: whatever one of them creates or edits later changes no RRset
 * that the other has, however old its object says it is.  Random claims, with a
 * version in between.
 *
 * One thing is left out: a delegation whose nameserver the same namespace hides
 * by another cut that does not work either.  Once that one is gone, because
 * its name is somebody else's, the delegation comes to life.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/babble.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/base/mem.h"

#define ROUNDS 6000
#define EDITS 3

/* The RRsets of first, in order, each still as it was. */
static void check_kept(const char *first, const char *now, unsigned seed)
{
	char *copy = xstrdup(first), *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		struct buf whole = BUF_INIT(1024);

		buf_printf(&whole, "%s\n", line);
		if (!strstr(now, buf_text(&whole)))
			fail_msg("seed %u: lost '%s' of\n%sin\n%s", seed, line,
			    first, now);
		buf_clear(&whole);
	}
	free(copy);
}

static void nobody_is_hurt(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, 1, false);
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned seed = round;
		const char *first;

		world_configure(&world, "", "*");
		world_forget(&world);
		babble(&world, "one", &seed);
		world_put_all(&world);
		if (strstr(world_findings(&world), "NoGlue"))
			continue;
		first = world_body(&world, 0);
		world_adopt(&world);
		world_forget(&world);
		for (int edit = 0; edit < EDITS; edit++) {
			babble(&world, "two", &seed);
			world_put_all(&world);
			check_kept(first, world_body(&world, 0), round);
			if (rand_r(&seed) % 2)
				world_adopt(&world);
			world_forget(&world);
		}
	}
	world_close(&world);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(nobody_is_hurt));
}
