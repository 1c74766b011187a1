/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseworld.h - the golden cases as objects that come and go.
 *
 * A case is its configuration and its objects, each as one document.  A world
 * is what a controller would have of them: a store, sources, zones.
 */
#ifndef TESTS_UNIT_CONTROLLER_SOURCE_CASEWORLD_H
#define TESTS_UNIT_CONTROLLER_SOURCE_CASEWORLD_H

#include <stddef.h>

#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/source/sources.h"
#include "zonegen/zone/zoneset.h"

struct case_object {
	const struct kind *kind;
	char *text; /* JSON */
	size_t len;
	char *namespace; /* "" for kinds that have none */
};

struct golden {
	char *name;
	struct config *config;
	struct case_object *objects;
	size_t count, cap;
};

struct goldens {
	struct golden *list;
	size_t count, cap;
};

/* Every folder of tests/cases, sorted by name. */
void goldens_read(struct goldens *goldens);
void goldens_clear(struct goldens *goldens);

struct caseworld {
	const struct config *config;
	struct store *store;
	struct sources *sources;
	struct zoneset *set;
};

/* listed: every kind's first list is complete and empty. */
void caseworld_open(
    struct caseworld *world, const struct config *config, bool listed);
void caseworld_list(struct caseworld *world);
void caseworld_put(struct caseworld *world, const struct case_object *object);
void caseworld_delete(
    struct caseworld *world, const struct case_object *object);
void caseworld_pass(struct caseworld *world);
/* What the zones are now is their last version. */
void caseworld_adopt(struct caseworld *world);
/* Zone files and findings; the caller frees it. */
char *caseworld_print(struct caseworld *world, bool findings);
void caseworld_close(struct caseworld *world);

#endif
