/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lost.h - zones that the disk does not have are looked for before they are
 * published (Q5: the last version is on disk).
 *
 * That is so at a start, and for the zones that another configuration adds:
 * until the search for these is over, the former configuration stays in use.
 * Servers that are endpoints of a Service are known when the cluster has been
 * read, which is waited for as long as for everything else (Q1: an untrusted
 * source changes nothing).
 */
#ifndef CONTROLLER_PUBLISH_LOST_H
#define CONTROLLER_PUBLISH_LOST_H

#include "controller/publish/publication/press.h"
#include "zonegen/zone/zoneset.h"

struct lost;

/*
 * store and press are borrowed.  changed is called from the loop when
 * lost_over() may be another.
 */
struct lost *lost_new(struct loop *loop, const struct store *store,
    const struct press *press, void (*changed)(void *arg), void *arg);
void lost_free(struct lost *lost); /* NULL is fine */

/* The zones of that configuration, which is borrowed until lost_take(). */
void lost_seek(struct lost *lost, const struct config *config);
const struct config *lost_config(const struct lost *lost); /* NULL: none */
/* To be called on news of the cluster.  true: the search is over. */
bool lost_over(struct lost *lost);
/*
 * Into the zones of the set, which have no claims yet; the configuration is
 * forgotten.  set NULL: nothing came of it.
 */
void lost_take(struct lost *lost, struct zoneset *set);

#endif
