/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forest.c - each tree is kept as ways that do not meet.  A way is a splay tree
 * in the order of its nodes, those nearer to the root before the others; the
 * top of one knows by `up` the node that the way leads to.
 */
#include "zonegen/resolve/forest.h"

#include <stddef.h>

static bool is_top(const struct forest_node *node)
{
	return !node->up ||
	    (node->up->nearer != node && node->up->farther != node);
}

static void update(struct forest_node *node, forest_after *after)
{
	node->last = node;
	if (node->nearer && after(node->nearer->last, node->last))
		node->last = node->nearer->last;
	if (node->farther && after(node->farther->last, node->last))
		node->last = node->farther->last;
}

/* Changes places with the node above it. */
static void rotate(struct forest_node *node, forest_after *after)
{
	struct forest_node *above = node->up, *inner;

	if (!is_top(above)) {
		if (above->up->nearer == above)
			above->up->nearer = node;
		else
			above->up->farther = node;
	}
	node->up = above->up;
	if (above->nearer == node) {
		inner = above->nearer = node->farther;
		node->farther = above;
	} else {
		inner = above->farther = node->nearer;
		node->nearer = above;
	}
	above->up = node;
	if (inner)
		inner->up = above;
	update(above, after);
}

/* Makes the node the top of its way. */
static void splay(struct forest_node *node, forest_after *after)
{
	while (!is_top(node)) {
		struct forest_node *above = node->up;

		if (!is_top(above))
			rotate((above->nearer == node) ==
				    (above->up->nearer == above)
				? above
				: node,
			    after);
		rotate(node, after);
	}
	update(node, after);
}

/* Makes one way of all from the node to its root, with the node as its top. */
static void expose(struct forest_node *node, forest_after *after)
{
	struct forest_node *below = NULL;

	for (struct forest_node *at = node; at; at = at->up) {
		splay(at, after);
		at->farther = below;
		update(at, after);
		below = at;
	}
	splay(node, after);
}

void forest_link(
    struct forest_node *root, struct forest_node *to, forest_after *after)
{
	expose(root, after);
	root->up = to;
}

void forest_cut(struct forest_node *node, forest_after *after)
{
	expose(node, after);
	if (node->nearer)
		node->nearer->up = NULL;
	node->nearer = NULL;
}

struct forest_node *forest_root(struct forest_node *node, forest_after *after)
{
	expose(node, after);
	while (node->nearer)
		node = node->nearer;
	splay(node, after);
	return node;
}

struct forest_node *forest_last(struct forest_node *node, forest_after *after)
{
	expose(node, after);
	return node->last;
}
