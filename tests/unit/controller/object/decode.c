/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/object/decode.h"

#include <malloc.h>
#include <string.h>

#include "controller/object/decode.h"
#include "controller/object/kinds.h"
#include "tests/test.h"

static void add(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_putc(out, *text == '\'' ? '"' : *text);
}

static struct object *decode(
    const char *kind, const struct buf *text, struct err *err)
{
	char key[OBJECT_KEY_SIZE];

	assert_non_null(kind_find(kind));
	return object_decode(
	    kind_find(kind), text->data, text->len, NULL, key, err);
}

void decode_check(
    const char *kind, const struct decode_row *row, decode_print *print)
{
	struct buf text = BUF_INIT(100000), got = BUF_INIT(100000);
	struct object *object;
	struct err err = { 0 };

	add(&text, row->text);
	object = decode(kind, &text, &err);
	if (row->want) {
		if (!object)
			fail_msg("%s", err.text);
		print(&got, object);
		assert_string_equal(buf_text(&got), row->want);
	} else {
		assert_null(object);
		assert_string_equal(err.text, row->why);
		assert_int_equal(err.kind, ERR_INPUT);
	}
	object_free(object);
	buf_clear(&text);
	buf_clear(&got);
}

struct object *decode_many(const char *kind, const char *before,
    const char *each, size_t count, const char *after, struct err *err)
{
	struct buf text = BUF_INIT(SIZE_MAX);
	struct object *object;

	add(&text, before);
	for (size_t i = 0; i < count; i++)
		add(&text, each);
	add(&text, after);
	object = decode(kind, &text, err);
	buf_clear(&text);
	return object;
}

size_t decode_size(struct object *object)
{
	return malloc_usable_size(object);
}

void decode_print_list(
    struct buf *out, const char *word, const char *const *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_printf(out, " %s=%s", word, list[i]);
}

void decode_print_text(struct buf *out, const char *word, const char *text)
{
	if (text)
		buf_printf(out, " %s=%s", word, text);
}
