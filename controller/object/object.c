/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/object.h"

#include <string.h>

#include "controller/object/kind.h"
#include "controller/object/meta.h"

static const char *find(const struct pair *pairs, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(pairs[i].key, key))
			return pairs[i].value;
	return NULL;
}

const char *object_label(const struct object *object, const char *key)
{
	return find(object->labels, object->nlabels, key);
}

const char *object_annotation(const struct object *object, const char *key)
{
	return find(object->annotations, object->nannotations, key);
}

void object_free(struct object *object)
{
	struct arena arena;

	if (!object)
		return;
	arena = object->arena; /* the object stands in it */
	arena_clear(&arena);
}

/* The object in an arena whose first chunk has room octets. */
static struct object *fill(const struct kind *kind, const struct json *document,
    const char *key, size_t room, struct err *err)
{
	struct arena arena = { .chunk = room };
	struct object *object = arena_alloc(&arena, kind->size);

	object->kind = kind;
	object->arena = arena;
	if (meta_decode(object, document, key, err) &&
	    kind->decode(object, document, err))
		return object;
	object_free(object);
	return NULL;
}

/* Octets from the object to the end of what was last put into its arena. */
static size_t used(struct object *object, size_t room)
{
	uintptr_t start = (uintptr_t)object;
	uintptr_t end = (uintptr_t)arena_alloc(&object->arena, 1);

	return end > start && end - start < room ? end - start : 0;
}

/*
 * A hundred thousand objects are kept, each must be as small as it can: it is
 * decoded twice, first into more room than it needs, then into exactly what
 * the first one took.  The parsing, which is the work, is done once.
 */
struct object *object_decode(const struct kind *kind, const char *text,
    size_t len, char key[OBJECT_KEY_SIZE], struct err *err)
{
	/* What people write takes less; the rest gets chunks of its own. */
	size_t room = kind->size + 2048 + 6 * len;
	struct json *document;
	struct object *object = NULL;
	size_t size;

	*key = '\0';
	document = json_parse(text, len, err);
	if (!document) {
		meta_key_in_text(kind, text, len, key);
		return NULL;
	}
	if (!meta_key(kind, document, key, err))
		goto out;
	object = fill(kind, document, key, room, err);
	if (!object)
		goto out;
	size = used(object, room);
	object_free(object);
	object = fill(kind, document, key, size, err);
out:
	json_free(document);
	return object;
}
