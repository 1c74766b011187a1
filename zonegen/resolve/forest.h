/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forest.h - trees whose nodes each lead to another one, and the last in some
 * order of the nodes on the way from a node to its root.
 *
 * Each step costs O(log n), amortised, however long the ways are: these are
 * link-cut trees (Sleator, Tarjan 1983).
 */
#ifndef ZONEGEN_RESOLVE_FOREST_H
#define ZONEGEN_RESOLVE_FOREST_H

#include <stdbool.h>

/* Part of a struct of the caller's; one that is zeroed is a tree by itself. */
struct forest_node {
	struct forest_node *up, *nearer, *farther, *last; /* of forest.c */
};

/* Does a come after b?  A total order. */
typedef bool forest_after(
    const struct forest_node *a, const struct forest_node *b);

/* From now on root, which is one, leads to a node of another tree. */
void forest_link(
    struct forest_node *root, struct forest_node *to, forest_after *after);
/*
 * Makes the node a root, with all that leads to it.  Its place in the order may
 * change then, until something else is asked for.
 */
void forest_cut(struct forest_node *node, forest_after *after);
struct forest_node *forest_root(struct forest_node *node, forest_after *after);
/* The last of the nodes from this one to its root, both included. */
struct forest_node *forest_last(struct forest_node *node, forest_after *after);

#endif
