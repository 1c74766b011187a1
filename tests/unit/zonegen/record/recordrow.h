/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recordrow.h - a row: the text of a record, and what becomes of it.
 *
 * What is taken is printed as the row says, in printable ASCII, and reads back
 * to the same octets; what is not says why.
 */
#ifndef TESTS_UNIT_ZONEGEN_RECORD_RECORDROW_H
#define TESTS_UNIT_ZONEGEN_RECORD_RECORDROW_H

#include <stdio.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/record/record.h"

struct row {
	const char *name;
	uint16_t type;
	const char *text;
	const char *printed; /* NULL: refused */
	const char *why;     /* part of the reason; NULL: any */
	size_t len;          /* 0: strlen */
	const char *wire;    /* in hexadecimal; NULL: any */
};

/* The record as a line would have it; it must read back. */
static inline void check_printed(
    const struct record *record, struct buf *text, struct arena *arena)
{
	struct record again;
	struct err err;

	record_print(record, text);
	assert_true(buf_ok(text));
	for (size_t i = 0; i < text->len; i++)
		assert_in_range(text->data[i], ' ', '~');
	assert_true(record_parse(
	    &again, record->type, buf_text(text), text->len, arena, &err));
	assert_int_equal(again.size, record->size);
	assert_int_equal(record_compare(record, &again), 0);
}

static inline void check_wire(const struct record *record, const char *wire)
{
	struct buf hex = BUF_INIT(100000);

	for (size_t i = 0; i < record->size; i++)
		buf_printf(&hex, "%02x", record->rdata[i]);
	assert_string_equal(buf_text(&hex), wire);
	buf_clear(&hex);
}

static inline void check_row(void **state)
{
	const struct row *row = *state;
	struct arena arena = { 0 };
	struct buf text = BUF_INIT(200000);
	struct record record;
	struct err err = { .text = "" };
	size_t len = row->len ? row->len : strlen(row->text);
	bool ok =
	    record_parse(&record, row->type, row->text, len, &arena, &err);

	if (row->printed) {
		assert_string_equal(err.text, "");
		assert_true(ok);
		check_printed(&record, &text, &arena);
		assert_string_equal(buf_text(&text), row->printed);
		if (row->wire)
			check_wire(&record, row->wire);
	} else {
		assert_false(ok);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_false(record_too_long(&record));
		if (row->why && !strstr(err.text, row->why))
			assert_string_equal(err.text, row->why);
	}
	buf_clear(&text);
	arena_clear(&arena);
}

#endif
