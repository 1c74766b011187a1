/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shelf.h - the objects of one kind, inside the store.
 *
 * It has the objects by key, the refused documents by key, and the changes
 * since the last look.  Changed objects form a list through themselves, which
 * costs no memory.  An object that is replaced or dropped while it stands in
 * the list is freed when its turn comes.  Only the key remains of an object
 * that is gone.
 *
 * Until the first list is complete nothing is dirty; then everything is.
 */
#ifndef CONTROLLER_OBJECT_SHELF_H
#define CONTROLLER_OBJECT_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/object/part/object.h"
#include "controller/object/store.h"
#include "zonegen/base/map.h"

struct shelf {
	const struct kind *kind;
	struct map objects; /* struct object */
	struct map refused; /* struct refusal */
	struct object *dirty;
	struct map gone;     /* the key, which is its own value */
	size_t gone_at;      /* where taking from it goes on */
	uint32_t generation; /* of the list under way, or of the last one */
	struct source_status status;
};

/* A document that could not be decoded. */
struct refusal {
	uint32_t generation;
	char *reason;
	char key[];
};

/* shelf is zeroed. */
void shelf_open(struct shelf *shelf, const struct kind *kind);
void shelf_clear(struct shelf *shelf);

/* Takes object over.  false: it is the same as the one that is there. */
bool shelf_put(struct shelf *shelf, struct object *object);
/* The object under key stays and counts as listed. */
void shelf_refuse(struct shelf *shelf, const char *key, const char *reason);
/* false: there was nothing under key. */
bool shelf_delete(struct shelf *shelf, const char *key);
void shelf_commit(struct shelf *shelf);
void shelf_drop(struct shelf *shelf);
void shelf_mark(struct shelf *shelf, const char *key);
void shelf_mark_all(struct shelf *shelf);

/*
 * The next change.  *key, when the object is gone, is the caller's to free;
 * it is NULL for objects that are there.
 */
bool shelf_next(struct shelf *shelf, struct object **object, char **key);

#endif
