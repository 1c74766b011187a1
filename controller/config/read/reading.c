/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.c - mistakes are collected with their places; a report sorts them.
 * Values are described for messages.
 */
#include "controller/config/read/reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 400 /* of one mistake, its place apart */

struct mistake {
	unsigned line, column;
	size_t order; /* among those of one place */
	const char *text;
};

/* The place of path, or of the nearest that contains it. */
static struct yaml_place place_of(const struct reader *reader, const char *path)
{
	char *around = xstrdup(path);
	const struct yaml_place *place;
	char *cut;

	while (!(place = yaml_place(reader->yaml, around)) && *around) {
		cut = around + strlen(around);
		while (cut > around && *cut != '.' && *cut != '[')
			cut--;
		*cut = '\0';
	}
	free(around);
	return place ? *place : (struct yaml_place){ 1, 1, 1, 1 };
}

PRINTF(5, 0)
static void remember(struct reader *reader, unsigned line, unsigned column,
    const char *path, const char *fmt, va_list args)
{
	struct mistake *mistake;
	char text[TEXT_MAX];
	struct err err;

	vsnprintf(text, sizeof(text), fmt, args);
	/* For its promise: no raw control character. */
	err_set(&err, ERR_INPUT, "%.200s%s%s", path, *path ? ": " : "", text);
	reader->mistakes = xgrow(reader->mistakes, reader->count, &reader->cap,
	    sizeof(*reader->mistakes));
	mistake = &reader->mistakes[reader->count];
	*mistake = (struct mistake){
		.line = line,
		.column = column,
		.order = reader->count++,
		.text = arena_strdup(&reader->scratch, err.text),
	};
}

void reader_refuse(
    struct reader *reader, const char *path, const char *fmt, ...)
{
	struct yaml_place place = place_of(reader, path);
	va_list args;

	va_start(args, fmt);
	remember(reader, place.line, place.column, path, fmt, args);
	va_end(args);
}

void reader_refuse_key(
    struct reader *reader, const char *path, const char *fmt, ...)
{
	struct yaml_place place = place_of(reader, path);
	va_list args;

	va_start(args, fmt);
	remember(reader, place.key_line, place.key_column, path, fmt, args);
	va_end(args);
}

const char *reader_member(
    struct reader *reader, const char *path, const char *key)
{
	return arena_printf(
	    &reader->scratch, "%s%s%s", path, *path ? "." : "", key);
}

const char *reader_element(struct reader *reader, const char *path, size_t at)
{
	return arena_printf(&reader->scratch, "%s[%zu]", path, at);
}

bool reader_has(const struct reader *reader, const char *path)
{
	return yaml_place(reader->yaml, path) != NULL;
}

const char *reader_show(struct reader *reader, const struct json *node)
{
	const char *text = "";
	int64_t number = 0;
	bool truth = false;

	switch (json_type(node)) {
	case JSON_STRING:
		if (!json_string(node, &text))
			break;
		return arena_printf(&reader->scratch, "'%.80s'", text);
	case JSON_NUMBER:
		if (!json_integer(node, &number))
			return "a fraction";
		return arena_printf(
		    &reader->scratch, "'%lld'", (long long)number);
	case JSON_BOOL:
		return json_bool(node, &truth) && truth ? "'true'" : "'false'";
	case JSON_ARRAY:
		return "a list";
	case JSON_OBJECT:
		return "a mapping";
	default:
		break;
	}
	return "nothing";
}

bool value_list(const struct value *value, size_t *count)
{
	const struct json *node = value->node;

	if (json_type(node) != JSON_ARRAY) {
		reader_refuse(value->reader, value->path,
		    "must be a list, not %s", reader_show(value->reader, node));
		return false;
	}
	*count = 0;
	for (node = json_first(node); node; node = json_next(node))
		(*count)++;
	return true;
}

static int compare(const void *left, const void *right)
{
	const struct mistake *a = left;
	const struct mistake *b = right;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

void reader_report(struct reader *reader, struct buf *out)
{
	if (!reader->count)
		return;
	qsort(reader->mistakes, reader->count, sizeof(*reader->mistakes),
	    compare);
	for (size_t i = 0; i < reader->count; i++) {
		const struct mistake *mistake = &reader->mistakes[i];

		buf_printf(out, "%s:%u:%u: %s\n", reader->file, mistake->line,
		    mistake->column, mistake->text);
	}
}

void reader_clear(struct reader *reader)
{
	arena_clear(&reader->scratch);
	free(reader->mistakes);
	free(reader->noted);
	reader->mistakes = NULL;
	reader->noted = NULL;
	reader->count = 0;
	reader->cap = 0;
}
