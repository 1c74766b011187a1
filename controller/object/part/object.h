/* SPDX-License-Identifier: Apache-2.0 */
/*
 * object.h - one cluster object, trimmed to what some rule reads.
 *
 * An object is immutable once decoded, and one block with everything it points
 * to, just as large as it must be: there are a hundred thousand.  Its identity
 * (kind, names, uid, age) stands in its origin, which the claims made from it
 * share.  It knows nothing of DNS, and no JSON outlives the decoding.
 *
 * A kind is one row in kinds.c and one file in kind/: NAME.h with its struct,
 * NAME.c with its decoder.  The kinds share what is in this room: meta.h and
 * field.h read documents; reference.h, condition.h, listener.h, balancer.h,
 * labelselector.h and moment.h read their parts; imprint.h tells two states of
 * an object apart; words.h keeps frequent texts once; kind.h is what a decoder
 * has to know of its kind.
 */
#ifndef CONTROLLER_OBJECT_PART_OBJECT_H
#define CONTROLLER_OBJECT_PART_OBJECT_H

#include <stdint.h>

#include "controller/base/json.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"
#include "zonegen/claim/origin.h"

struct kind;
struct words;

struct pair {
	const char *key, *value;
};

struct object {
	const struct kind *kind;
	struct origin *origin; /* one reference */
	union {
		struct words *words;          /* or NULL; while it is decoded */
		const char *resource_version; /*, "" in manifests */
	};
	const char *manager;       /* who wrote to it last; "": not known */
	const struct pair *labels; /* all */
	const struct pair *annotations; /* those that some rule reads */
	uint32_t nlabels : 24, nannotations : 6;
	uint32_t dirty : 1;  /* changed since store_next() gave it */
	uint32_t gone : 1;   /* not in the store, but still dirty */
	uint32_t generation; /* of the store's list that last had it */
	uint64_t digest;     /* of what a rule may read of it: imprint.h */
	union {
		struct arena *arena; /* of its block; while it is decoded */
		struct object *next_dirty; /* the store's */
	};
};

#define OBJECT_KEY_SIZE 512 /* of a key, with its NUL */

const char *object_key(const struct object *object); /* [NAMESPACE/]NAME */
/* "" for cluster-scoped kinds */
const char *object_namespace(const struct object *object);
const char *object_name(const struct object *object);

const char *object_label(const struct object *object, const char *key);
const char *object_annotation(const struct object *object, const char *key);
void object_free(struct object *object); /* NULL is fine */

#endif
