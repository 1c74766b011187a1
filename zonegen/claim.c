/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/claim.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/mem.h"

/* The struct and its strings are one allocation: there is one per object. */
static struct origin *make(const char *kind, size_t kind_len,
    const char *namespace, size_t namespace_len, const char *name,
    const char *uid)
{
	size_t name_len = strlen(name), uid_size = strlen(uid) + 1;
	size_t text_len =
	    kind_len + 1 + namespace_len + (namespace_len > 0) + name_len;
	struct origin *origin = xmalloc(sizeof(*origin) + text_len + 1 +
	    kind_len + 1 + namespace_len + 1 + uid_size);
	char *at = (char *)(origin + 1);

	*origin = (struct origin){ .refs = 1, .text = at };
	memcpy(at, kind, kind_len);
	at += kind_len;
	*at++ = ' ';
	memcpy(at, namespace, namespace_len);
	at += namespace_len;
	if (namespace_len)
		*at++ = '/';
	memcpy(at, name, name_len + 1);
	origin->kind = at += name_len + 1;
	memcpy(at, kind, kind_len);
	at[kind_len] = '\0';
	origin->namespace = at += kind_len + 1;
	memcpy(at, namespace, namespace_len);
	at[namespace_len] = '\0';
	origin->uid = at += namespace_len + 1;
	memcpy(at, uid, uid_size);
	return origin;
}

struct origin *origin_new(const char *kind, const char *namespace,
    const char *name, const char *uid, unsigned rank, int64_t created)
{
	struct origin *origin =
	    make(kind, strlen(kind), namespace, strlen(namespace), name, uid);

	origin->rank = rank;
	origin->created = created;
	return origin;
}

struct origin *origin_from_text(
    const char *text, const char *uid, unsigned rank, int64_t created)
{
	const char *space = strchr(text, ' ');
	const char *slash = space ? strchr(space, '/') : NULL;
	const char *name = slash ? slash + 1 : space ? space + 1 : NULL;
	struct origin *origin;

	if (!name || space == text || !*name || strpbrk(name, " /") ||
	    slash == space + 1)
		return NULL;
	origin = make(text, (size_t)(space - text), space + 1,
	    slash ? (size_t)(slash - space - 1) : 0, name, uid);
	origin->rank = rank;
	origin->created = created;
	return origin;
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
		d = !*a->namespace - !*b->namespace;
	if (d == 0)
		d = strcmp(a->namespace, b->namespace);
	return d ? d : strcmp(a->text, b->text);
}
