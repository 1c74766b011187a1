/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sources.h - all sources at work: from changes in the store to claims.
 *
 * The objects that changed and those that looked up a changed object are worked
 * on, once each.  The look-ups are remembered here.
 *
 * An object that looked at a kind which is not trusted now changes nothing (Q1:
 * an untrusted source changes nothing).  Its names stay claimed, without
 * records; publish/ retains its records of the last version.
 */
#ifndef CONTROLLER_SOURCE_SOURCES_H
#define CONTROLLER_SOURCE_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/config.h"
#include "controller/object/store.h"
#include "zonegen/base/pause.h"
#include "zonegen/zone/zoneset.h"

struct sources;

/* The store is borrowed; no other module takes its changes. */
struct sources *sources_new(struct store *store);
void sources_free(struct sources *sources); /* NULL is fine */

/*
 * Works on the changes: the new claims of each object replace its former ones
 * in set.  After a change of the configuration store_mark_all() comes first.
 * doubted: a bit for each kind_index() that cannot be trusted.  Returns the
 * number of objects that were worked on.
 */
size_t sources_pass(struct sources *sources, const struct config *config,
    struct zoneset *set, uint32_t doubted);
/*
 * The same in pieces; false: it pauses.  What changes meanwhile is worked on as
 * well.  Every change that was there at the beginning comes before the end, so
 * that a name which passes from one object to another is in both or none.
 */
bool sources_some(struct sources *sources, const struct config *config,
    struct zoneset *set, uint32_t doubted, const struct pause *pause);

/*
 * It is decided what stays of the last version although these claims do not ask
 * for it: from now on the objects are known as they were in the last pass.
 */
void sources_decided(struct sources *sources, const struct zoneset *set);

/*
 * The kinds that the object of this origin looked at when its claims were
 * made, a bit for each kind_index(); 0 when it is not there.
 */
uint32_t sources_read(const struct sources *sources, const char *origin);

/* Those that any object looked at. */
uint32_t sources_all_read(const struct sources *sources);

/* A number that changes when addresses of nodes or of their pods do. */
uint64_t sources_nodes_digest(const struct sources *sources);
/* These addresses and blocks, in the arena. */
struct strings sources_nodes(
    const struct sources *sources, struct arena *arena);
/* The addresses of the endpoints of a Service as they are, in the arena. */
struct strings sources_endpoints(
    const struct sources *sources, const char *service, struct arena *arena);

#endif
