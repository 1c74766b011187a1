/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.c - the walk: each member of the document finds its row, each struct
 * gets its defaults first and is asked last for what is required.
 */
#include "controller/config/read/reader.h"

#include <stdlib.h>
#include <string.h>

#include "controller/config/read/nearest.h"
#include "controller/config/read/profile.h"

#define NOTED_MAX (1u << 26) /* octets */

/* The part of a row's path below the struct of pattern; NULL: not in it. */
static const char *below(const struct key *key, const char *pattern)
{
	size_t len = strlen(pattern);

	if (strncmp(key->path, pattern, len))
		return NULL;
	if (!len)
		return key->path;
	return key->path[len] == '.' ? key->path + len + 1 : NULL;
}

/* Does the row stand for the key pattern, as a value or as a list? */
static bool is_row(const struct key *key, const char *pattern)
{
	size_t len = strlen(pattern);

	return !strncmp(key->path, pattern, len) &&
	    (!key->path[len] || !strcmp(key->path + len, "[]"));
}

static const struct key *find_row(
    const struct reader *reader, const char *pattern)
{
	for (size_t i = 0; i < reader->nkeys; i++)
		if (is_row(&reader->keys[i], pattern))
			return &reader->keys[i];
	return NULL;
}

static bool is_section(const struct reader *reader, const char *pattern)
{
	for (size_t i = 0; i < reader->nkeys; i++)
		if (below(&reader->keys[i], pattern))
			return true;
	return false;
}

static void note(
    struct reader *reader, const char *path, const struct json *node)
{
	struct buf text = BUF_INIT(NOTED_MAX);

	json_print(&text, node);
	reader->noted = xgrow(reader->noted, reader->nnoted, &reader->noted_cap,
	    sizeof(*reader->noted));
	reader->noted[reader->nnoted] = (struct noted){
		path,
		arena_strdup(&reader->scratch, buf_text(&text)),
		reader->nnoted,
	};
	reader->nnoted++;
	buf_clear(&text);
}

static void read_row(struct reader *reader, const struct key *key,
    const struct json *node, const char *path, void *base)
{
	struct value value = { reader, key, node, path,
		(char *)base + key->offset };

	if (key->claims)
		note(reader, path, node);
	key->read(&value);
}

static void refuse_unknown(struct reader *reader, const char *pattern,
    const char *path, const char *name)
{
	struct nearest nearest = { .wrong = name };

	for (size_t i = 0; i < reader->nkeys; i++) {
		const char *rest = below(&reader->keys[i], pattern);

		if (rest)
			nearest_try(&nearest, rest, strcspn(rest, ".["));
	}
	if (nearest.word)
		reader_refuse_key(reader, path,
		    "unknown key, did you mean '%.*s'?",
		    (int)strcspn(nearest.word, ".["), nearest.word);
	else
		reader_refuse_key(reader, path, "unknown key");
}

static bool is_mapping(const struct json *node)
{
	return json_type(node) == JSON_OBJECT;
}

/*
 * The members of one mapping.  Sections in it belong to the same struct; a
 * section that has a row as well may be a value instead.
 */
static void read_members(struct reader *reader, const struct json *node,
    const char *pattern, const char *path, void *base)
{
	if (!is_mapping(node)) {
		reader_refuse(reader, path, "must be a mapping, not %s",
		    reader_show(reader, node));
		return;
	}
	for (node = json_first(node); node; node = json_next(node)) {
		const char *name = json_key(node);
		const char *to = reader_member(reader, path, name);
		const char *as = reader_member(reader, pattern, name);
		const struct key *key = find_row(reader, as);

		/*
		 * A name with these, or without anything, would make two paths
		 * look the same.
		 */
		if (!*name || strpbrk(name, ".[]") ||
		    (!key && !is_section(reader, as)))
			refuse_unknown(reader, pattern, to, name);
		else if (json_type(node) == JSON_NULL && key && key->required)
			reader_refuse(reader, to, "is required");
		else if (json_type(node) == JSON_NULL)
			continue; /* as if it were not there */
		else if (key && !(is_section(reader, as) && is_mapping(node)))
			read_row(reader, key, node, to, base);
		else
			read_members(reader, node, as, to, base);
	}
}

/* The row's key in a struct at path, without the "[]" of a list. */
static const char *path_in(
    struct reader *reader, const char *path, const char *rest)
{
	size_t len = strcspn(rest, "[");

	return arena_printf(&reader->scratch, "%s%s%.*s", path,
	    *path ? "." : "", (int)len, rest);
}

static void read_fallback(
    struct reader *reader, const struct key *key, const char *path, void *base)
{
	const char *text = profile_fallback(reader->profile, key->path);
	struct err err = { 0 };
	struct json *node;

	if (!text)
		text = key->fallback;
	node = json_parse(text, strlen(text), &err);
	if (node)
		read_row(reader, key, node, path, base);
	json_free(node);
}

static void read_fallbacks(
    struct reader *reader, const char *pattern, const char *path, void *base)
{
	for (size_t i = 0; i < reader->nkeys; i++) {
		const struct key *key = &reader->keys[i];
		const char *rest = below(key, pattern);

		if (rest && key->fallback && !strstr(rest, "[]."))
			read_fallback(
			    reader, key, path_in(reader, path, rest), base);
	}
}

static void require(
    struct reader *reader, const char *pattern, const char *path)
{
	for (size_t i = 0; i < reader->nkeys; i++) {
		const struct key *key = &reader->keys[i];
		const char *rest = below(key, pattern);
		const char *at;

		if (!rest || !key->required || strstr(rest, "[]."))
			continue;
		at = path_in(reader, path, rest);
		if (!reader_has(reader, at))
			reader_refuse(reader, at, "is required");
	}
}

/*
 * One struct: the defaults, then the members, then the check for required ones.
 */
static void read_struct(struct reader *reader, const struct json *node,
    const char *pattern, const char *path, void *base)
{
	read_fallbacks(reader, pattern, path, base);
	if (node)
		read_members(reader, node, pattern, path, base);
	if (!node || json_type(node) == JSON_OBJECT)
		require(reader, pattern, path);
}

void read_structs(const struct value *value)
{
	struct reader *reader = value->reader;
	struct list *list = value->slot;
	const struct json *node = json_first(value->node);
	size_t size = value->key->size;
	size_t count;

	if (!value_list(value, &count))
		return;
	if (!count && value->key->required)
		reader_refuse(reader, value->path, "must not be empty");
	list->items = arena_alloc(&reader->scratch, (count + 1) * size);
	list->count = count;
	for (size_t i = 0; i < count; i++, node = json_next(node)) {
		void *item = (char *)list->items + i * size;
		const char *path = reader_element(reader, value->path, i);

		*(const char **)item = path;
		read_struct(reader, node, value->key->path, path, item);
	}
}

void reader_read(struct reader *reader, const struct json *document,
    const struct key *keys, size_t nkeys, void *base)
{
	reader->keys = keys;
	reader->nkeys = nkeys;
	read_struct(reader, document, "", "", base);
}

static int compare_noted(const void *x, const void *y)
{
	const struct noted *a = x, *b = y;
	int d = strcmp(a->path, b->path);

	return d ? d : (a->order > b->order) - (a->order < b->order);
}

void reader_digest(struct reader *reader, char out[DIGEST_SIZE])
{
	struct buf lines = BUF_INIT(NOTED_MAX);
	size_t count = reader->nnoted;

	if (count)
		qsort(reader->noted, count, sizeof(*reader->noted),
		    compare_noted);
	for (size_t i = 0; i < count; i++)
		if (i + 1 == count ||
		    strcmp(reader->noted[i].path, reader->noted[i + 1].path))
			buf_printf(&lines, "%s %s\n", reader->noted[i].path,
			    reader->noted[i].text);
	digest_hex(buf_text(&lines), lines.len, out);
	buf_clear(&lines);
}
