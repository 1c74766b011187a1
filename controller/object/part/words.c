/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/words.h"

#include <stdlib.h>

#include "zonegen/base/map.h"

struct words {
	struct map sorts[WORD_SORTS]; /* words are their own keys */
	struct arena arena;
};

struct words *words_new(void)
{
	return xcalloc(1, sizeof(struct words));
}

void words_free(struct words *words)
{
	if (!words)
		return;
	for (size_t i = 0; i < WORD_SORTS; i++)
		map_clear(&words->sorts[i]);
	arena_clear(&words->arena);
	free(words);
}

const char *words_keep(struct words *words, enum word_sort sort,
    struct arena *arena, const char *text)
{
	struct map *map = words ? &words->sorts[sort] : NULL;
	char *word = map ? map_get(map, text) : NULL;

	if (word)
		return word;
	if (!map || map->count == WORDS_MAX)
		return arena_strdup(arena, text);
	word = arena_strdup(&words->arena, text);
	map_put(map, word, word);
	return word;
}
