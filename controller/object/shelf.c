/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shelf.c - one map has the objects of a kind, one the documents that were
 * refused, one the keys that are gone. Changed objects form a list through
 * themselves.
 */
#include "controller/object/shelf.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

static const char *key_of(const void *object)
{
	return object_key(object);
}

void shelf_open(struct shelf *shelf, const struct kind *kind)
{
	shelf->kind = kind;
	shelf->objects.key = key_of;
}

static void mark(struct shelf *shelf, struct object *object)
{
	if (!shelf->status.synced || object->dirty)
		return;
	object->dirty = true;
	object->next_dirty = shelf->dirty;
	shelf->dirty = object;
}

/*
 * The object has left the map.  If it stands in the dirty list, shelf_next()
 * frees it.
 */
static void let_go(struct object *object)
{
	if (object->dirty)
		object->gone = true;
	else
		object_free(object);
}

static void note_gone(struct shelf *shelf, const char *key)
{
	char *copy;

	if (!shelf->status.synced || map_get(&shelf->gone, key))
		return;
	copy = xstrdup(key);
	map_put(&shelf->gone, copy, copy);
	shelf->gone_at = 0;
}

static void forget_refusal(struct shelf *shelf, const char *key)
{
	struct refusal *refusal = map_remove(&shelf->refused, key);

	if (!refusal)
		return;
	free(refusal->reason);
	free(refusal);
	shelf->status.refused--;
}

static bool same(const struct object *a, const struct object *b)
{
	char text[ORIGIN_UID_SIZE];

	return *a->resource_version && *origin_uid(a->origin, text) &&
	    origin_same_uid(a->origin, b->origin) &&
	    !strcmp(a->resource_version, b->resource_version);
}

/*
 * Claims of the old object go on, so the new one shares its origin if that is
 * equal.
 */
static void share_origin(struct object *object, const struct object *old)
{
	if (!origin_same(object->origin, old->origin))
		return;
	origin_unref(object->origin);
	object->origin = origin_ref(old->origin);
}

bool shelf_put(struct shelf *shelf, struct object *object)
{
	struct object *old = map_get(&shelf->objects, object_key(object));

	forget_refusal(shelf, object_key(object));
	if (old && same(old, object)) {
		old->generation = shelf->generation;
		object_free(object);
		return false;
	}
	free(map_remove(&shelf->gone, object_key(object)));
	object->generation = shelf->generation;
	if (old)
		share_origin(object, old);
	map_put(&shelf->objects, object_key(object), object);
	shelf->status.objects = shelf->objects.count;
	if (old)
		let_go(old);
	mark(shelf, object);
	return true;
}

void shelf_refuse(struct shelf *shelf, const char *key, const char *reason)
{
	struct object *object = map_get(&shelf->objects, key);
	struct refusal *refusal = map_get(&shelf->refused, key);
	size_t size = strlen(key) + 1;

	if (object)
		object->generation = shelf->generation;
	if (refusal) {
		free(refusal->reason);
	} else {
		refusal = xmalloc(sizeof(*refusal) + size);
		memcpy(refusal->key, key, size);
		map_put(&shelf->refused, refusal->key, refusal);
		shelf->status.refused++;
		shelf->status.counters.undecodable++;
	}
	refusal->generation = shelf->generation;
	refusal->reason = xstrdup(reason);
}

bool shelf_delete(struct shelf *shelf, const char *key)
{
	struct object *object = map_remove(&shelf->objects, key);
	bool known = object || map_get(&shelf->refused, key);

	forget_refusal(shelf, key);
	shelf->status.objects = shelf->objects.count;
	if (object) {
		note_gone(shelf, key);
		let_go(object);
	}
	return known;
}

/* Drops everything, or only the objects that the list that ends now lacked. */
static void sweep(struct shelf *shelf, bool all)
{
	struct refusal *refusal;
	struct object *object;
	size_t at = 0;

	while ((object = map_next(&shelf->objects, &at))) {
		if (!all && object->generation == shelf->generation)
			continue;
		map_remove(&shelf->objects, object_key(object));
		note_gone(shelf, object_key(object));
		let_go(object);
	}
	for (at = 0; (refusal = map_next(&shelf->refused, &at));)
		if (all || refusal->generation != shelf->generation)
			forget_refusal(shelf, refusal->key);
	shelf->status.objects = shelf->objects.count;
}

void shelf_commit(struct shelf *shelf)
{
	sweep(shelf, false);
	if (shelf->status.synced)
		return;
	shelf->status.synced = true;
	shelf_mark_all(shelf);
}

void shelf_drop(struct shelf *shelf)
{
	sweep(shelf, true);
}

void shelf_mark(struct shelf *shelf, const char *key)
{
	struct object *object = map_get(&shelf->objects, key);

	if (object)
		mark(shelf, object);
}

void shelf_mark_all(struct shelf *shelf)
{
	struct object *object;
	size_t at = 0;

	while ((object = map_next(&shelf->objects, &at)))
		mark(shelf, object);
}

static bool next_gone(struct shelf *shelf, char **key)
{
	*key = map_next(&shelf->gone, &shelf->gone_at);
	if (*key)
		map_remove(&shelf->gone, *key);
	if (!shelf->gone.count) {
		map_clear(&shelf->gone);
		shelf->gone_at = 0;
	}
	return *key;
}

bool shelf_next(struct shelf *shelf, struct object **object, char **key)
{
	*key = NULL;
	while (shelf->dirty) {
		*object = shelf->dirty;
		shelf->dirty = (*object)->next_dirty;
		(*object)->dirty = false;
		if (!(*object)->gone)
			return true;
		object_free(*object);
	}
	*object = NULL;
	return next_gone(shelf, key);
}

void shelf_clear(struct shelf *shelf)
{
	struct object *object;
	size_t at = 0;
	char *key;

	while (shelf_next(shelf, &object, &key))
		free(key);
	while ((object = map_next(&shelf->objects, &at)))
		object_free(object);
	map_clear(&shelf->objects);
	shelf->status.synced = false;
	sweep(shelf, true);
	map_clear(&shelf->refused);
}
