/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - zones and claims from text, for tests.
 *
 * A line is one record that an origin asks for, or "-" for none:
 *	KIND NAMESPACE/NAME AGE RANK OWNER TTL TYPE RDATA
 *	KIND NAMESPACE/NAME AGE RANK OWNER -
 * Lines of one origin and owner make one claim.
 */
#ifndef TESTS_UNIT_ZONEGEN_WORLD_H
#define TESTS_UNIT_ZONEGEN_WORLD_H

#include <stdbool.h>

#include "zonegen/zone/zoneset.h"

struct world {
	struct arena arena;
	struct zone_settings settings[2];
	struct zoneset *set;
	struct line *lines;
	size_t count, cap;
	struct asker *origins; /* each with its lines */
	size_t norigins;
};

/* Zone example.com, ns1 in it at 192.0.2.53; zones 2: dev.example.com too. */
void world_open(struct world *world, size_t zones, bool union_namespaces);
/*
 * What else the configuration of the first zone says: static records, a line
 * "OWNER TTL TYPE RDATA" each, and one administrator namespace (NULL: none).
 */
void world_configure(
    struct world *world, const char *statics, const char *administrator);
/* What is there becomes the last version of the first zone. */
void world_adopt(struct world *world);
/* The same with nothing in it yet; keeps the lines. */
void world_reset(struct world *world);
void world_read(struct world *world, const char *lines);
/* All that origin at asks for, as source/ would say it. */
void world_put(struct world *world, size_t at);
void world_put_all(struct world *world); /* of each origin */
void world_remove(struct world *world, size_t at);
/* Forgets the lines; origins keep their numbers no longer. */
void world_forget(struct world *world);
void world_close(struct world *world);

/* Records of a zone as in its file, the head left out. */
const char *world_body(struct world *world, size_t zone);
/* "id name origin\n" of each finding, sorted. */
const char *world_findings(struct world *world);
/* The same of these, which are cleared. */
const char *world_print(struct world *world, struct findings *findings);

#endif
