/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/claim.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/mem.h"

/*
 * The struct and its strings are one allocation without pointers: there is one
 * per object.
 */
static struct origin *make(const char *kind, size_t kind_len,
    const char *namespace, size_t namespace_len, const char *name,
    const char *uid, int64_t created)
{
	size_t name_size = strlen(name) + 1, uid_size = strlen(uid) + 1;
	size_t text_size =
	    kind_len + 1 + namespace_len + (namespace_len > 0) + name_size;
	size_t size = text_size + namespace_len + 1 + uid_size;
	struct origin *origin = xmalloc(sizeof(*origin) + size);
	char *at = origin->text;

	assert(size <= UINT16_MAX);
	*origin = (struct origin){ .created = created,
		.refs = 1,
		.namespace_at = (uint16_t)text_size,
		.uid_at = (uint16_t)(text_size + namespace_len + 1) };
	memcpy(at, kind, kind_len);
	at += kind_len;
	*at++ = ' ';
	memcpy(at, namespace, namespace_len);
	at += namespace_len;
	if (namespace_len)
		*at++ = '/';
	at = mempcpy(at, name, name_size);
	at = mempcpy(at, namespace, namespace_len);
	*at++ = '\0';
	memcpy(at, uid, uid_size);
	return origin;
}

struct origin *origin_new(const char *kind, const char *namespace,
    const char *name, const char *uid, int64_t created)
{
	return make(kind, strlen(kind), namespace, strlen(namespace), name, uid,
	    created);
}

struct origin *origin_from_text(
    const char *text, const char *uid, int64_t created)
{
	const char *space = strchr(text, ' ');
	const char *slash = space ? strchr(space, '/') : NULL;
	const char *name = slash ? slash + 1 : space ? space + 1 : NULL;

	if (!name || space == text || !*name || strpbrk(name, " /") ||
	    slash == space + 1)
		return NULL;
	return make(text, (size_t)(space - text), space + 1,
	    slash ? (size_t)(slash - space - 1) : 0, name, uid, created);
}

const char *origin_key(const struct origin *origin)
{
	return strchr(origin->text, ' ') + 1;
}

const char *origin_namespace(const struct origin *origin)
{
	return origin->text + origin->namespace_at;
}

const char *origin_uid(const struct origin *origin)
{
	return origin->text + origin->uid_at;
}

bool origin_is_of(const struct origin *origin, const char *kind)
{
	size_t len = strlen(kind);

	return !strncmp(origin->text, kind, len) && origin->text[len] == ' ';
}

bool origin_same(const struct origin *a, const struct origin *b)
{
	return a == b ||
	    (a->created == b->created && !strcmp(a->text, b->text) &&
		!strcmp(origin_uid(a), origin_uid(b)));
}

struct origin *origin_ref(struct origin *origin)
{
	origin->refs++;
	return origin;
}

void origin_unref(struct origin *origin)
{
	if (origin && --origin->refs == 0)
		free(origin);
}

int origin_compare(const struct origin *a, const struct origin *b)
{
	int d = (a->created > b->created) - (a->created < b->created);

	if (a == b)
		return 0;
	if (d == 0)
		d = !*origin_namespace(a) - !*origin_namespace(b);
	if (d == 0)
		d = strcmp(origin_namespace(a), origin_namespace(b));
	return d ? d : strcmp(a->text, b->text);
}
