/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source.h - from an object to its claims; one file per kind.
 *
 * Pure functions: an object, the few objects it refers to and the
 * configuration in; claims and findings out.  No clock, no I/O, no log.  The
 * rules are the design's records.md; each function names the ones it keeps.
 *
 * To add a kind: NAME.c with its function, a row in source.c.
 */
#ifndef CONTROLLER_SOURCE_SOURCE_H
#define CONTROLLER_SOURCE_SOURCE_H

#include <stdbool.h>

#include "controller/config/config.h"
#include "controller/object/store.h"
#include "zonegen/zoneset.h"

/* What a source function fills: the claims of one object. */
struct claims {
	const struct config *config;
	const struct store *store;
	const struct object *object;
	const char *origin; /* text, for findings */
	struct arena arena; /* of names, records and list */
	struct claim *list;
	size_t count, cap;
	struct findings findings;
};

struct source {
	const char *kind;
	void (*claims)(struct claims *claims);
};

/*
 * Works off what changed in the store: the claims of each changed object
 * replace its former ones in set.  true: there was something.
 */
bool source_pass(
    struct store *store, const struct config *config, struct zoneset *set);

/* The precedence of a kind: its place in resources (0 is first). */
unsigned source_rank(const struct config *config, const char *kind);

#endif
