/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/object/part/words.h"
#include "tests/test.h"

static void once(void **state)
{
	struct words *words = words_new();
	struct arena arena = { 0 };
	const char *word = words_keep(words, WORD_NAME, &arena, "app");
	char other[] = "app";

	(void)state;
	assert_ptr_not_equal(
	    words_keep(words, WORD_NAME, &arena, "tier"), word);
	assert_ptr_equal(words_keep(words, WORD_NAME, &arena, other), word);
	assert_string_equal(word, "app");
	assert_null(arena.chunks);
	words_free(words);
}

static void without_a_place(void **state)
{
	struct arena arena = { 0 };
	const char text[] = "app";
	const char *word = words_keep(NULL, WORD_NAME, &arena, text);

	(void)state;
	assert_ptr_not_equal(word, text);
	assert_string_equal(word, "app");
	assert_non_null(arena.chunks);
	arena_clear(&arena);
}

/* Whoever makes many of them has them for himself. */
static void full(void **state)
{
	struct words *words = words_new();
	struct arena arena = { 0 };
	const char *first = words_keep(words, WORD_NAME, &arena, "0"), *word;
	char text[16];

	(void)state;
	for (int i = 1; i < WORDS_MAX; i++) {
		snprintf(text, sizeof(text), "%d", i);
		words_keep(words, WORD_NAME, &arena, text);
	}
	assert_null(arena.chunks);
	word = words_keep(words, WORD_NAME, &arena, "one more");
	assert_string_equal(word, "one more");
	assert_non_null(arena.chunks);
	assert_ptr_not_equal(
	    words_keep(words, WORD_NAME, &arena, "one more"), word);
	assert_ptr_equal(words_keep(words, WORD_NAME, &arena, "0"), first);
	/* Of the other sort there is room. */
	word = words_keep(words, WORD_VALUE, &arena, "one more");
	assert_ptr_equal(
	    words_keep(words, WORD_VALUE, &arena, "one more"), word);
	arena_clear(&arena);
	words_free(words);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(once),
	    cmocka_unit_test(without_a_place), cmocka_unit_test(full));
}
