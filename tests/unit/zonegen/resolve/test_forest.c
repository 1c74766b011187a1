/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "tests/test.h"
#include "zonegen/base/mem.h"
#include "zonegen/resolve/forest.h"

#define NODES 12
#define STEPS 200000
#define LONG 20000

struct tree {
	struct forest_node node;
	struct tree *up;
	unsigned order;
};

static size_t asked; /* for the order of two */

static struct tree *tree_of(struct forest_node *node)
{
	return (struct tree *)node;
}

static bool is_after(const struct forest_node *x, const struct forest_node *y)
{
	const struct tree *a = (const struct tree *)x;
	const struct tree *b = (const struct tree *)y;

	asked++;
	return a->order != b->order ? a->order > b->order : a > b;
}

static struct tree *root_of(struct tree *tree)
{
	while (tree->up)
		tree = tree->up;
	return tree;
}

static struct tree *last_of(struct tree *tree)
{
	struct tree *last = tree;

	for (; tree; tree = tree->up)
		if (is_after(&tree->node, &last->node))
			last = tree;
	return last;
}

static void is_what_walking_finds(void **state)
{
	struct tree trees[NODES] = { 0 };
	unsigned seed = 1;

	(void)state;
	for (int step = 0; step < STEPS; step++) {
		struct tree *a = &trees[rand_r(&seed) % NODES];
		struct tree *b = &trees[rand_r(&seed) % NODES];

		assert_ptr_equal(
		    tree_of(forest_root(&a->node, is_after)), root_of(a));
		assert_ptr_equal(
		    tree_of(forest_last(&a->node, is_after)), last_of(a));
		if (!a->up && root_of(b) != a) {
			forest_link(&a->node, &b->node, is_after);
			a->up = b;
		} else if (rand_r(&seed) % 3 == 0) {
			forest_cut(&b->node, is_after);
			b->up = NULL;
			b->order = (unsigned)rand_r(&seed) % 5;
		}
	}
}

/* The way from the end of a chain, from anywhere and after each cut. */
static void long_ways_cost_little(void **state)
{
	struct tree *trees = xcalloc(LONG, sizeof(*trees));
	unsigned seed = 1;

	(void)state;
	asked = 0;
	for (size_t i = 0; i < LONG; i++)
		trees[i].order = (unsigned)rand_r(&seed);
	for (size_t i = 0; i + 1 < LONG; i++)
		forest_link(&trees[i].node, &trees[i + 1].node, is_after);
	for (size_t i = 0; i + 1 < LONG; i++) {
		struct forest_node *last =
		    forest_last(&trees[i / 2].node, is_after);
		size_t at = (size_t)(tree_of(last) - trees);

		forest_cut(last, is_after);
		tree_of(last)->order = 0;
		if (at + 1 < LONG)
			forest_link(last, &trees[at + 1].node, is_after);
	}
	assert_in_range(asked, LONG, 200 * LONG);
	free(trees);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(is_what_walking_finds),
	    cmocka_unit_test(long_ways_cost_little));
}
