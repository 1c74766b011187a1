/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - texts that stand in very many objects, kept once.
 *
 * Names are the keys of labels and the names of classes: there are few of them.
 * Values are the values of labels: some stand everywhere, some just once.
 *
 * The users of a word are not counted.  The first WORDS_MAX different words of
 * each sort stay for good; later ones are copied into their objects.  So
 * objects that come and go with words of their own do not fill the memory.
 */
#ifndef CONTROLLER_OBJECT_PART_WORDS_H
#define CONTROLLER_OBJECT_PART_WORDS_H

#include "zonegen/base/mem.h"

#define WORDS_MAX 1000

enum word_sort { WORD_NAME, WORD_VALUE, WORD_SORTS };

struct words;

struct words *words_new(void);
void words_free(struct words *words); /* NULL is fine */

/* text, for as long as both words and arena live; words may be NULL. */
const char *words_keep(struct words *words, enum word_sort sort,
    struct arena *arena, const char *text);

#endif
