/* SPDX-License-Identifier: Apache-2.0 */
/*
 * onto.h - manifests laid over the objects of a cluster, as applying them would
 * leave it.
 *
 * A manifest replaces the object of its kind, namespace and name, but for what
 * no manifest sets: uid, creation time and status stay those of the cluster.
 * Objects without a manifest stay as they are.
 */
#ifndef CONTROLLER_COMMAND_ONTO_H
#define CONTROLLER_COMMAND_ONTO_H

#include "controller/base/members.h"
#include "controller/object/store.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

struct onto_one;

struct onto {
	struct onto_one *list; /* in the order they were read */
	struct map by_key;
	struct arena arena;
};

/* Notes what is put into a store of manifests, and then into the cluster's. */
void onto_hear_manifests(struct onto *onto, struct store *manifests);
void onto_hear_cluster(struct onto *onto, struct store *cluster);
/* Puts the manifests into the store; .news of those that are new to it. */
bool onto_lay(struct onto *onto, struct store *store, size_t *news,
    struct err *err) MUST_CHECK;
void onto_clear(struct onto *onto);

#endif
