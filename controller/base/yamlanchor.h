/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlanchor.h - anchors of a YAML document: the JSON text that each names, and
 * the mappings that take over the members of others ("<<: *x").
 *
 * For yaml.c, which writes the JSON text of a document from front to back: an
 * anchor is a piece of it.
 */
#ifndef CONTROLLER_BASE_YAMLANCHOR_H
#define CONTROLLER_BASE_YAMLANCHOR_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

/* Octets that the aliases of a document may add. */
#define YAMLANCHOR_MOST ((size_t)1 << 20)

struct yamlanchor {
	size_t at, len; /* in the JSON text; len 0: it is not closed yet */
	bool mapping;
	const char *name;
};

struct yamlanchors {
	struct map map;     /* struct yamlanchor by name, the last of each */
	struct arena arena; /* of them */
	size_t expanded;    /* octets that aliases added */
};

/* A mapping that takes over the members of an anchor. */
struct yamlmerge {
	struct yamlmerge *next; /* NULL: the last */
	const struct yamlanchor *of;
};

/* What a mapping has so far. */
struct yamlmembers {
	struct map keys; /* as JSON text, quotes included: themselves */
	size_t count;
	struct arena arena; /* of keys and merges */
	struct yamlmerge *merges;
};

/* The JSON text of the node begins at octet at. */
struct yamlanchor *yamlanchor_open(struct yamlanchors *anchors,
    const char *name, size_t len, size_t at, bool mapping);
/*
 * The anchor that an alias names, and its text counted as added.  NULL: *fault
 * says why not.
 */
const struct yamlanchor *yamlanchor_follow(struct yamlanchors *anchors,
    const char *name, size_t len, const char **fault);
/* The anchors' text once more, at the end of json. */
void yamlanchor_copy(struct yamlanchors *anchors,
    const struct yamlanchor *anchor, struct buf *json);
void yamlanchors_clear(struct yamlanchors *anchors);

/* Of several merges the first that has a key wins. */
void yamlmembers_merge(
    struct yamlmembers *members, const struct yamlanchor *anchor);
/* Before the mapping ends: adds the members that it does not have itself. */
void yamlmembers_end(struct yamlmembers *members, struct buf *json);
void yamlmembers_clear(struct yamlmembers *members);

#endif
