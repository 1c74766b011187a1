/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/yamlanchor.h"

#include <string.h>

#include "controller/base/members.h"

struct yamlanchor *yamlanchor_open(struct yamlanchors *anchors,
    const char *name, size_t len, size_t at, bool mapping)
{
	struct yamlanchor *anchor =
	    arena_alloc(&anchors->arena, sizeof(*anchor));

	anchor->name = arena_printf(&anchors->arena, "%.*s", (int)len, name);
	anchor->at = at;
	anchor->mapping = mapping;
	map_put(&anchors->map, anchor->name, anchor);
	return anchor;
}

const struct yamlanchor *yamlanchor_follow(struct yamlanchors *anchors,
    const char *name, size_t len, const char **fault)
{
	char *copy = arena_printf(&anchors->arena, "%.*s", (int)len, name);
	const struct yamlanchor *anchor = map_get(&anchors->map, copy);

	if (!anchor || !anchor->len) {
		*fault = "there is no such anchor before: a text that begins "
			 "with '*' needs quotes";
		return NULL;
	}
	anchors->expanded += anchor->len;
	*fault = "the aliases make more than 1 MiB";
	return anchors->expanded <= YAMLANCHOR_MOST ? anchor : NULL;
}

void yamlanchor_copy(struct yamlanchors *anchors,
    const struct yamlanchor *anchor, struct buf *json)
{
	/* json may move while it grows. */
	const char *text = arena_copy(
	    &anchors->arena, buf_text(json) + anchor->at, anchor->len);

	buf_add(json, text, anchor->len);
}

void yamlanchors_clear(struct yamlanchors *anchors)
{
	map_clear(&anchors->map);
	arena_clear(&anchors->arena);
}

void yamlmembers_merge(
    struct yamlmembers *members, const struct yamlanchor *anchor)
{
	struct yamlmerge **end = &members->merges;

	while (*end)
		end = &(*end)->next;
	*end = arena_alloc(&members->arena, sizeof(**end));
	(*end)->of = anchor;
}

static void take_over(struct yamlmembers *members,
    const struct yamlanchor *anchor, struct buf *json)
{
	char *text = arena_copy(
	    &members->arena, buf_text(json) + anchor->at, anchor->len);
	struct members walk = { text, text + anchor->len };
	struct slice key, value;

	while (members_next(&walk, &key, &value) == MEMBERS_ONE) {
		char *copy = arena_printf(
		    &members->arena, "%.*s", (int)key.len, key.text);

		if (map_get(&members->keys, copy))
			continue;
		map_put(&members->keys, copy, copy);
		if (members->count++)
			buf_putc(json, ',');
		buf_add(json, key.text, key.len);
		buf_putc(json, ':');
		buf_add(json, value.text, value.len);
	}
}

void yamlmembers_end(struct yamlmembers *members, struct buf *json)
{
	/* A text that was cut at its limit has no members to read. */
	for (struct yamlmerge *merge = members->merges; merge && buf_ok(json);
	     merge = merge->next)
		take_over(members, merge->of, json);
}

void yamlmembers_clear(struct yamlmembers *members)
{
	map_clear(&members->keys);
	arena_clear(&members->arena);
}
