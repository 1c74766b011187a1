/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup.h - other objects, looked up while claims are made.
 *
 * Every look-up is noted (reads.h), even if it finds nothing: when the object
 * appears, its readers are worked on again.  A kind whose first list is not
 * complete is empty here: half a list must not decide anything.
 */
#ifndef CONTROLLER_OBJECT_LOOKUP_H
#define CONTROLLER_OBJECT_LOOKUP_H

#include <stddef.h>

#include "controller/object/kind/endpointslice.h"
#include "controller/object/reads.h"
#include "controller/object/slices.h"
#include "controller/object/store.h"

struct lookup {
	const struct store *store;
	struct reads *reads;
	struct slices *slices;
};

/* The object, or NULL; kind is the name of one. */
const struct object *lookup_get(const struct lookup *lookup, const char *kind,
    const char *namespace, const char *name);
/* All of a kind: *at starts at 0; NULL at the end.  Random order. */
const struct object *lookup_each(
    const struct lookup *lookup, const char *kind, size_t *at);
/* The slices of a Service: *at starts at NULL; NULL at the end. */
const struct endpointslice *lookup_slice(
    const struct lookup *lookup, const char *service, const void **at);

/*
 * The object of that kind and key changed, came or went (object NULL): found()
 * is called for its readers.
 */
void lookup_changed(const struct lookup *lookup,
    const struct store_change *change, reads_found *found, void *arg);

#endif
