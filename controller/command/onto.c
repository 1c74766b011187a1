/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/onto.h"

#include <string.h>

#include "controller/object/part/meta.h"

#define TEXT_MAX (1u << 28)

struct onto_one {
	struct onto_one *next;
	const struct kind *kind;
	const char *key;               /* "Ingress web/www" */
	struct slice manifest, object; /* object: none in the cluster */
};

/* --- Merging --- */

static bool is_among(struct slice key, const char *const words[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(key, words[i]))
			return true;
	return false;
}

static void put_member(struct buf *out, bool *first, const char *key,
    size_t len, struct slice value)
{
	if (!*first)
		buf_putc(out, ',');
	*first = false;
	buf_add(out, key, len);
	buf_putc(out, ':');
	buf_add(out, value.text, value.len);
}

/* The members of an object but those of words. */
static void put_members(struct buf *out, bool *first, struct slice object,
    const char *const words[], size_t count)
{
	struct members members = { object.text, object.text + object.len };
	struct slice key, value;

	while (members_next(&members, &key, &value) == MEMBERS_ONE)
		if (!is_among(key, words, count))
			put_member(out, first, key.text, key.len, value);
}

static void put_found(struct buf *out, bool *first, struct slice object,
    const char *name, const char *key)
{
	struct slice value;

	if (members_find(object, name, &value))
		put_member(out, first, key, strlen(key), value);
}

static void merge_metadata(
    struct slice manifest, struct slice object, struct buf *out)
{
	static const char *const given[] = { "\"uid\"", "\"creationTimestamp\"",
		"\"resourceVersion\"" };
	bool first = true;

	buf_putc(out, '{');
	put_members(out, &first, manifest, given, ARRAY_LEN(given));
	put_found(out, &first, object, "uid", "\"uid\"");
	put_found(
	    out, &first, object, "creationTimestamp", "\"creationTimestamp\"");
	buf_putc(out, '}');
}

/* The text of an object after a manifest was applied. */
static void merge(struct slice manifest, struct slice object, struct buf *out)
{
	static const char *const apart[] = { "\"metadata\"", "\"status\"" };
	struct slice ours = { "{}", 2 }, theirs = { "{}", 2 };
	struct buf metadata = BUF_INIT(TEXT_MAX);
	bool first = true;

	if (members_find(manifest, "metadata", &ours) &&
	    members_find(object, "metadata", &theirs))
		merge_metadata(ours, theirs, &metadata);
	buf_putc(out, '{');
	put_members(out, &first, manifest, apart, ARRAY_LEN(apart));
	put_member(out, &first, "\"metadata\"", 10,
	    metadata.len ? (struct slice){ metadata.data, metadata.len }
			 : ours);
	put_found(out, &first, object, "status", "\"status\"");
	buf_putc(out, '}');
	buf_clear(&metadata);
}

/* --- Both sides --- */

static struct slice keep(struct onto *onto, const char *text, size_t len)
{
	return (struct slice){ arena_copy(&onto->arena, text, len), len };
}

static const char *key_of(
    struct onto *onto, const struct kind *kind, const char *text, size_t len)
{
	char key[OBJECT_KEY_SIZE];

	meta_key_in_text(kind, text, len, key);
	return arena_printf(&onto->arena, "%s %s", kind->name, key);
}

static void hear_manifest(
    void *arg, const struct kind *kind, const char *text, size_t len)
{
	struct onto *onto = arg;
	struct onto_one *one = arena_alloc(&onto->arena, sizeof(*one));

	*one = (struct onto_one){
		.next = onto->list,
		.kind = kind,
		.key = key_of(onto, kind, text, len),
		.manifest = keep(onto, text, len),
	};
	onto->list = one;
	map_put(&onto->by_key, one->key, one);
}

static void hear_object(
    void *arg, const struct kind *kind, const char *text, size_t len)
{
	struct onto *onto = arg;
	struct arena arena = { .chunk = 0 };
	char key[OBJECT_KEY_SIZE];
	struct onto_one *one;

	meta_key_in_text(kind, text, len, key);
	one = map_get(
	    &onto->by_key, arena_printf(&arena, "%s %s", kind->name, key));
	if (one)
		one->object = keep(onto, text, len);
	arena_clear(&arena);
}

void onto_hear_manifests(struct onto *onto, struct store *manifests)
{
	store_tap(manifests, hear_manifest, onto);
}

void onto_hear_cluster(struct onto *onto, struct store *cluster)
{
	store_tap(cluster, hear_object, onto);
}

bool onto_lay(
    struct onto *onto, struct store *store, size_t *news, struct err *err)
{
	struct buf text = BUF_INIT(TEXT_MAX);
	bool ok = true;

	store_tap(store, NULL, NULL);
	*news = 0;
	for (const struct onto_one *one = onto->list; one && ok;
	     one = one->next) {
		struct slice put = one->manifest;

		if (one->object.len) {
			buf_reset(&text);
			merge(one->manifest, one->object, &text);
			put = (struct slice){ text.data, text.len };
		}
		*news += !one->object.len;
		ok = store_put(store, one->kind, put.text, put.len, err) ||
		    err_prefix(err, "%s", one->key);
	}
	buf_clear(&text);
	return ok;
}

void onto_clear(struct onto *onto)
{
	map_clear(&onto->by_key);
	arena_clear(&onto->arena);
	*onto = (struct onto){ .list = NULL };
}
