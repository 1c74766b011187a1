/* SPDX-License-Identifier: Apache-2.0 */
/*
 * objectsize.c - what objects take once they are decoded.
 *
 * Reads documents of one kind, one a line, and prints how many octets of heap
 * an object is on average, and its origin.
 *
 *	objectsize KIND < DOCUMENTS
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/object/decode.h"
#include "controller/object/kinds.h"
#include "controller/object/part/words.h"

/* With malloc's own word. */
static size_t size_of(void *block)
{
	return malloc_usable_size(block) + sizeof(size_t);
}

int main(int argc, char **argv)
{
	const struct kind *kind = argc == 2 ? kind_find(argv[1]) : NULL;
	struct words *words = words_new();
	size_t count = 0, cap = 0, objects = 0, origins = 0, room = 0;
	struct err err = { .text = "usage: objectsize KIND" };
	struct object **kept = NULL;
	char key[OBJECT_KEY_SIZE], *line = NULL;
	ssize_t len;
	bool ok;

	while (kind && (len = getline(&line, &room, stdin)) > 0) {
		kept = xgrow(kept, count, &cap, sizeof(*kept));
		kept[count] =
		    object_decode(kind, line, (size_t)len, words, key, &err);
		if (!kept[count])
			break;
		objects += size_of(kept[count]);
		origins += size_of(kept[count]->origin);
		count++;
	}
	ok = kind && feof(stdin) && count;
	if (ok)
		printf("%zu %zu\n", objects / count, origins / count);
	else
		fprintf(stderr, "%s\n", err.text);
	for (size_t i = 0; i < count; i++)
		object_free(kept[i]);
	free(kept);
	free(line);
	words_free(words);
	return ok ? 0 : 1;
}
