/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.c - finds the shelf of a kind, decodes, and tells the listener; the
 * shelves do the rest.
 */
#include "controller/object/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/members.h"
#include "controller/object/decode.h"
#include "controller/object/part/meta.h"
#include "controller/object/part/words.h"
#include "controller/object/shelf.h"
#include "zonegen/base/mem.h"

/* What was said about a file. */
struct remarks {
	struct findings findings;
	char file[];
};

struct store {
	struct map remarks;    /* struct remarks by file */
	struct shelf *shelves; /* kind_count() of them, by kind_index() */
	struct words *words;
	char *lent; /* the key of the last change, when its object is gone */
	void (*changed)(void *arg);
	void *arg;
	void (*put)(
	    void *arg, const struct kind *kind, const char *text, size_t len);
	void *put_arg;
};

struct store *store_new(void)
{
	struct store *store = xcalloc(1, sizeof(*store));

	store->words = words_new();
	store->shelves = xcalloc(kind_count(), sizeof(*store->shelves));
	for (size_t i = 0; i < kind_count(); i++)
		shelf_open(&store->shelves[i], kind_at(i));
	return store;
}

static void forget_remarks(struct store *store)
{
	struct remarks *remarks;
	size_t at = 0;

	while ((remarks = map_next(&store->remarks, &at))) {
		map_remove(&store->remarks, remarks->file);
		findings_clear(&remarks->findings);
		free(remarks);
	}
	map_clear(&store->remarks);
}

void store_free(struct store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < kind_count(); i++)
		shelf_clear(&store->shelves[i]);
	free(store->shelves);
	forget_remarks(store);
	words_free(store->words);
	free(store->lent);
	free(store);
}

void store_listen(struct store *store, void (*changed)(void *arg), void *arg)
{
	store->changed = changed;
	store->arg = arg;
}

static struct shelf *shelf_of(
    const struct store *store, const struct kind *kind)
{
	return &store->shelves[kind_index(kind)];
}

static void tell(const struct store *store)
{
	if (store->changed)
		store->changed(store->arg);
}

void store_tap(struct store *store,
    void (*put)(
	void *arg, const struct kind *kind, const char *text, size_t len),
    void *arg)
{
	store->put = put;
	store->put_arg = arg;
}

void store_begin(struct store *store, const struct kind *kind)
{
	shelf_of(store, kind)->generation++;
}

/*
 * Does the text that was refused have another uid than the object under its
 * key?  Then that object was deleted: the names of a new one are not its.
 */
static bool is_another(
    const struct shelf *shelf, const char *key, const char *text, size_t len)
{
	const struct object *object = map_get(&shelf->objects, key);
	char uid[ORIGIN_UID_SIZE], space[ORIGIN_UID_SIZE];
	const char *known = object ? origin_uid(object->origin, space) : "";
	struct slice value;

	return *known &&
	    members_find_in(
		(struct slice){ text, len }, "metadata", "uid", &value) &&
	    slice_plain(value, uid, sizeof(uid)) && *uid &&
	    strcmp(uid, known) != 0;
}

bool store_put(struct store *store, const struct kind *kind, const char *text,
    size_t len, struct err *err)
{
	struct shelf *shelf = shelf_of(store, kind);
	char key[OBJECT_KEY_SIZE];
	struct object *object;

	if (store->put)
		store->put(store->put_arg, kind, text, len);
	object = object_decode(kind, text, len, store->words, key, err);
	if (!object) {
		if (is_another(shelf, key, text, len))
			shelf_delete(shelf, key);
		shelf_refuse(shelf, key, err->text);
	} else if (!shelf_put(shelf, object)) {
		return true;
	}
	if (shelf->status.synced)
		tell(store);
	return object;
}

bool store_delete(struct store *store, const struct kind *kind,
    const char *text, size_t len, struct err *err)
{
	struct shelf *shelf = shelf_of(store, kind);
	struct json *document = json_parse(text, len, err);
	char key[OBJECT_KEY_SIZE];
	bool known;

	/*
	 * An object that was refused is deleted by the name that it seemed to
	 * have.
	 */
	if (document) {
		known = meta_key(kind, document, key, err);
	} else {
		meta_key_in_text(kind, text, len, key);
		known = *key;
	}
	json_free(document);
	if (*key && shelf_delete(shelf, key)) {
		known = true;
		if (shelf->status.synced)
			tell(store);
	}
	return known;
}

void store_commit(struct store *store, const struct kind *kind)
{
	shelf_commit(shelf_of(store, kind));
	tell(store);
}

void store_drop(struct store *store, const struct kind *kind)
{
	struct shelf *shelf = shelf_of(store, kind);

	shelf_drop(shelf);
	shelf->status.gone = true;
	tell(store);
}

void store_forget(struct store *store, const struct kind *kind)
{
	struct shelf *shelf = shelf_of(store, kind);

	shelf_drop(shelf);
	shelf->status.synced = shelf->status.gone = false;
	shelf->status.partial = false;
	tell(store);
}

void store_set_state(struct store *store, const struct kind *kind,
    enum source_state state, const char *reason, uint64_t since)
{
	struct source_status *status = &shelf_of(store, kind)->status;

	if (status->state == state && !strcmp(status->reason, reason))
		return;
	if (status->state != state)
		status->since = since;
	status->state = state;
	status->gone = status->gone && state == SOURCE_ABSENT;
	snprintf(status->reason, sizeof(status->reason), "%s", reason);
	tell(store);
}

void store_set_partial(
    struct store *store, const struct kind *kind, bool partial)
{
	struct source_status *status = &shelf_of(store, kind)->status;

	if (status->partial == partial)
		return;
	status->partial = partial;
	tell(store);
}

const struct source_status *store_status(
    const struct store *store, const struct kind *kind)
{
	return &shelf_of(store, kind)->status;
}

struct source_counters *store_counters(
    struct store *store, const struct kind *kind)
{
	return &shelf_of(store, kind)->status.counters;
}

const struct object *store_get(
    const struct store *store, const struct kind *kind, const char *key)
{
	return map_get(&shelf_of(store, kind)->objects, key);
}

const struct object *store_each(
    const struct store *store, const struct kind *kind, size_t *at)
{
	return map_next(&shelf_of(store, kind)->objects, at);
}

bool store_next(struct store *store, struct store_change *out)
{
	struct object *object;

	free(store->lent);
	store->lent = NULL;
	for (size_t i = 0; i < kind_count(); i++) {
		struct shelf *shelf = &store->shelves[i];

		if (!shelf_next(shelf, &object, &store->lent))
			continue;
		*out = (struct store_change){
			.kind = shelf->kind,
			.key = object ? object_key(object) : store->lent,
			.object = object,
		};
		return true;
	}
	return false;
}

void store_mark(struct store *store, const struct kind *kind, const char *key)
{
	shelf_mark(shelf_of(store, kind), key);
}

void store_mark_all(struct store *store)
{
	for (size_t i = 0; i < kind_count(); i++)
		shelf_mark_all(&store->shelves[i]);
	tell(store);
}

void store_remark(
    struct store *store, const char *file, struct findings *findings)
{
	struct remarks *remarks = map_get(&store->remarks, file);
	size_t size = strlen(file) + 1;

	if (remarks) {
		map_remove(&store->remarks, file);
		findings_clear(&remarks->findings);
		free(remarks);
	}
	if (!findings || !findings->count)
		return;
	remarks = xmalloc(sizeof(*remarks) + size);
	memcpy(remarks->file, file, size);
	remarks->findings = *findings;
	*findings = (struct findings){ 0 };
	map_put(&store->remarks, remarks->file, remarks);
}

static void add_remarks(const struct store *store, struct findings *out)
{
	const struct remarks *remarks;
	size_t at = 0;

	while ((remarks = map_next(&store->remarks, &at)))
		for (size_t i = 0; i < remarks->findings.count; i++)
			findings_add(out, &remarks->findings.list[i], "%s",
			    remarks->findings.list[i].sentence);
}

void store_findings(const struct store *store, struct findings *out)
{
	char origin[OBJECT_KEY_SIZE + 64];

	for (size_t i = 0; i < kind_count(); i++) {
		const struct shelf *shelf = &store->shelves[i];
		const struct refusal *refusal;
		size_t at = 0;

		while ((refusal = map_next(&shelf->refused, &at))) {
			bool kept = map_get(&shelf->objects, refusal->key);

			snprintf(origin, sizeof(origin), "%s%s%s",
			    shelf->kind->name, *refusal->key ? " " : "",
			    refusal->key);
			findings_add(out,
			    &(struct finding){
				.id = BAD_OBJECT, .origin = origin },
			    "%s%s", refusal->reason,
			    kept ? "; the object before it stays in use" : "");
		}
	}
	add_remarks(store, out);
}
