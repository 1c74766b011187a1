/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/words.h"

#include <stdlib.h>

#include "zonegen/map.h"

struct words {
	struct map map; /* of the words, which are their own keys */
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
	map_clear(&words->map);
	arena_clear(&words->arena);
	free(words);
}

const char *words_keep(
    struct words *words, struct arena *arena, const char *text)
{
	char *word = words ? map_get(&words->map, text) : NULL;

	if (word)
		return word;
	if (!words || words->map.count == WORDS_MAX)
		return arena_strdup(arena, text);
	word = arena_strdup(&words->arena, text);
	map_put(&words->map, word, word);
	return word;
}
