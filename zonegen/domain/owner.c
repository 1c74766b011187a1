/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/domain/owner.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

static const char *const words[OWNER_WHYS] = {
	[OWNER_OLDEST] = "oldest",
	[OWNER_NEXT] = "next",
	[OWNER_PROVISIONAL] = "provisional",
	[OWNER_ADMINISTRATOR] = "administrator",
	[OWNER_FOUND] = "found",
};

struct owner *owner_new(
    const char *namespace, int64_t since, enum owner_why why)
{
	size_t size = strlen(namespace) + 1;
	struct owner *owner = xmalloc(sizeof(*owner) + size);

	*owner = (struct owner){ .since = since, .refs = 1, .why = why };
	memcpy(owner->namespace, namespace, size);
	return owner;
}

struct owner *owner_ref(const struct owner *owner)
{
	struct owner *counted = (struct owner *)owner;

	if (counted)
		counted->refs++;
	return counted;
}

void owner_unref(struct owner *owner)
{
	if (owner && --owner->refs == 0)
		free(owner);
}

bool owner_same(const struct owner *a, const struct owner *b)
{
	if (a == b || !a || !b)
		return a == b;
	return a->since == b->since && a->why == b->why &&
	    !strcmp(a->namespace, b->namespace);
}

bool owner_is(const struct owner *owner, const char *namespace)
{
	return owner && !strcmp(owner->namespace, namespace);
}

const char *owner_word(enum owner_why why)
{
	return words[why];
}

bool owner_parse(const char *word, enum owner_why *out)
{
	for (int i = 0; i < OWNER_WHYS; i++)
		if (!strcmp(words[i], word)) {
			*out = (enum owner_why)i;
			return true;
		}
	return false;
}
