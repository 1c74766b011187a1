/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

static void arenas_align(void **state)
{
	static const size_t sizes[] = { 1, 2, 3, 4, 5, 8, 12, 16, 24, 48, 7 };
	struct arena arena = { .chunk = 64 };

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		size_t size = sizes[i % ARRAY_LEN(sizes)];
		size_t step = size & (~size + 1);
		uint8_t *p = arena_alloc(&arena, size);

		assert_int_equal((uintptr_t)p % (step > 16 ? 16 : step), 0);
		for (size_t j = 0; j < size; j++)
			assert_int_equal(p[j], 0);
		memset(p, 0xff, size);
	}
	arena_clear(&arena);
	assert_string_equal(arena_printf(&arena, "%s-%d", "a", 1), "a-1");
	arena_clear(&arena);
}

/* What was measured in one chunk fits into a block, and stands the same. */
static void arenas_in_a_block(void **state)
{
	static const size_t sizes[] = { 48, 3, 8, 1, 16, 7, 5 };
	struct arena arena = { .chunk = 200 }, within = { 0 };
	char *first = NULL, *begin = NULL, *block;
	size_t used;

	(void)state;
	assert_int_equal(arena_used(&arena), 0);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		arena_alloc(&arena, sizes[i]);
	used = arena_used(&arena);
	block = xmalloc(used);
	arena_use(&within, block, used);
	arena_clear(&arena);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		char *a = arena_alloc(&arena, sizes[i]);
		char *b = arena_alloc(&within, sizes[i]);

		first = first ? first : a;
		begin = begin ? begin : b;
		assert_int_equal(a - first, b - begin);
	}
	assert_ptr_equal(begin, block);
	assert_ptr_equal(within.at, within.end);
	assert_null(within.chunks);
	arena_alloc(&within, 1);
	assert_non_null(within.chunks);
	/* Two chunks cannot be told as one size. */
	arena_alloc(&arena, 300);
	assert_int_equal(arena_used(&arena), 0);
	arena_clear(&arena);
	arena_clear(&within);
	free(block);
}

static void buffers_keep_their_limit(void **state)
{
	struct buf buf = BUF_INIT(10);

	(void)state;
	assert_string_equal(buf_text(&buf), "");
	buf_puts(&buf, "12345");
	buf_printf(&buf, "%d", 67890);
	assert_true(buf_ok(&buf));
	assert_string_equal(buf_text(&buf), "1234567890");
	buf_putc(&buf, 'x');
	assert_false(buf_ok(&buf));
	assert_string_equal(buf_text(&buf), "1234567890");
	buf_reset(&buf);
	assert_true(buf_ok(&buf));
	buf_puts(&buf, "abc");
	buf_drop(&buf, 2);
	assert_string_equal(buf_text(&buf), "c");
	buf_clear(&buf);
	assert_int_equal(buf.limit, 10);
}

static void errors_are_one_line(void **state)
{
	struct err err;

	(void)state;
	assert_false(err_set(&err, ERR_DENIED, "bad '%s'", "a\nb\x1b[31m"));
	assert_string_equal(err.text, "bad 'a?b?[31m'");
	assert_false(err_prefix(&err, "object %d", 1));
	assert_string_equal(err.text, "object 1: bad 'a?b?[31m'");
	assert_int_equal(err.kind, ERR_DENIED);
	assert_false(err_set(&err, ERR_INPUT, "%2000d", 1));
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(arenas_align),
	    cmocka_unit_test(arenas_in_a_block),
	    cmocka_unit_test(buffers_keep_their_limit),
	    cmocka_unit_test(errors_are_one_line));
}
