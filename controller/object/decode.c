/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/decode.h"

#include <assert.h>

#include "controller/base/json.h"
#include "controller/object/part/imprint.h"
#include "controller/object/part/meta.h"

/* The object that is being decoded, for both passes. */
struct decoding {
	const struct kind *kind;
	const struct json *document;
	struct origin *origin;
	const char *resource_version;
	struct words *words;
};

static struct object *fill(
    const struct decoding *from, struct arena *arena, struct err *err)
{
	struct object *object = arena_alloc(arena, from->kind->size);

	object->kind = from->kind;
	object->origin = from->origin;
	object->arena = arena;
	object->words = from->words;
	if (!meta_decode(object, from->document, err) ||
	    !from->kind->decode(object, from->document, err))
		return NULL;
	/* Behind all that is aligned. */
	object->resource_version = arena_strdup(arena, from->resource_version);
	object->next_dirty = NULL;
	return object;
}

/*
 * The size of the block that the object needs; room: octets for the first try.
 * 0: refused.
 */
static size_t measure(const struct decoding *from, size_t room, struct err *err)
{
	const struct object *object;
	size_t size;

	do {
		struct arena arena = { .chunk = room };

		object = fill(from, &arena, err);
		size = arena_used(&arena);
		arena_clear(&arena);
		room *= 2;
	} while (object && !size);
	return object ? size : 0;
}

/*
 * A hundred thousand objects are kept, so each must be small.  It is decoded
 * twice: first into more room than it needs, then into exactly the room that
 * the first one took.  The parsing, which is the expensive part, is done once.
 */
struct object *object_decode(const struct kind *kind, const char *text,
    size_t len, struct words *words, char key[OBJECT_KEY_SIZE], struct err *err)
{
	struct json *document = json_parse(text, len, err);
	struct decoding from = { kind, document, NULL, NULL, words };
	struct object *object = NULL;
	struct arena arena = { 0 };
	size_t size;

	*key = '\0';
	if (!document) {
		meta_key_in_text(kind, text, len, key);
		return NULL;
	}
	if (!meta_key(kind, document, key, err))
		goto out;
	from.origin = meta_origin(kind, document, key, err);
	if (!from.origin ||
	    !meta_resource_version(document, &from.resource_version, err))
		goto out;
	/* Enough for objects as people write them. */
	size = measure(&from, kind->size + 2048 + 6 * len, err);
	if (!size)
		goto out;
	arena_use(&arena, xmalloc(size), size);
	object = fill(&from, &arena, err);
	assert(object && !arena.chunks);
	object->digest = imprint_take(object, document);
	from.origin = NULL; /* the object's now */
out:
	origin_unref(from.origin);
	json_free(document);
	return object;
}
