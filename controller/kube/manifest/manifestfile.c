/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifestfile.c - the objects of a file are put into the store as its
 * documents are read; then the file gives up those that it no longer has.  They
 * are deleted when no other file has them.  An object that two files have
 * belongs to the first path.
 */
#include "controller/kube/manifest/manifestfile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/log.h"
#include "controller/base/textfile.h"
#include "controller/kube/manifest/documents.h"
#include "controller/object/decode.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define FILE_LIMIT ((size_t)64 << 20)
#define KEY_LIMIT 4096
#define FINDINGS_MOST 100 /* of one file */
#define LOG_MOST 2000     /* octets about one file */

struct fileobject {
	const struct kind *kind;
	struct manifestfile *file; /* NULL: an orphan */
	struct fileobject *next;   /* of the same file */
	struct fileobject **back;  /* what points at this one there */
	struct fileobject *next_orphan;
	bool listed; /* among the orphans, of which it may be one no more */
	unsigned reading; /* of the file, the last in which it was there */
	char *namespace, *name;
	char key[];
};

/* A file that is being taken. */
struct taking {
	struct manifestfile *file;
	struct fileobjects *objects;
	struct findings findings;
	size_t unsaid;  /* findings that were too many */
	struct buf odd; /* for the log */
	struct buf text;
	struct documents documents;
};

struct manifestfile *manifestfile_new(const char *path)
{
	struct manifestfile *file = xcalloc(1, sizeof(*file));

	file->path = xstrdup(path);
	file->remark = xstrdup("");
	return file;
}

static bool same_stat(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    !memcmp(&a->st_mtim, &b->st_mtim, sizeof(a->st_mtim)) &&
	    !memcmp(&a->st_ctim, &b->st_ctim, sizeof(a->st_ctim));
}

void manifestfile_found(struct manifestfile *file, const struct stat *stat)
{
	file->seen = true;
	if (!same_stat(&file->stat, stat))
		file->stale = true;
	file->stat = *stat;
}

static void link_object(struct manifestfile *file, struct fileobject *object)
{
	object->file = file;
	object->next = file->objects;
	object->back = &file->objects;
	if (object->next)
		object->next->back = &object->next;
	file->objects = object;
}

/* Out of the list of its file. */
static void unlink_object(struct fileobject *object)
{
	*object->back = object->next;
	if (object->next)
		object->next->back = object->back;
}

static struct fileobject *add_object(struct fileobjects *objects,
    struct manifestfile *file, const struct document *document, const char *key)
{
	size_t size = strlen(key) + 1;
	struct fileobject *object = xcalloc(1, sizeof(*object) + size);

	memcpy(object->key, key, size);
	object->kind = document->kind;
	object->namespace = xstrdup(document->namespace);
	object->name = xstrdup(document->name);
	link_object(file, object);
	map_put(&objects->map, object->key, object);
	return object;
}

static void free_object(struct fileobjects *objects, struct fileobject *object)
{
	map_remove(&objects->map, object->key);
	free(object->namespace);
	free(object->name);
	free(object);
}

/* The store finds it by its names alone. */
static void delete_object(struct store *store, const struct fileobject *object)
{
	struct buf text = BUF_INIT(2 * KEY_LIMIT);
	struct err err;
	bool known;

	buf_puts(&text, "{\"metadata\":{\"namespace\":");
	json_quote(&text, object->namespace);
	buf_puts(&text, ",\"name\":");
	json_quote(&text, object->name);
	buf_puts(&text, "}}");
	/* false: its names were refused; it is gone all the same. */
	known = store_delete(store, object->kind, text.data, text.len, &err);
	(void)known;
	buf_clear(&text);
}

/* Gives up the file's objects: all, or those that its last reading lacked. */
static void release(
    struct manifestfile *file, struct fileobjects *objects, bool all)
{
	struct fileobject **at = &file->objects;
	struct fileobject *object;

	while ((object = *at)) {
		if (!all && object->reading == file->reading) {
			at = &object->next;
			continue;
		}
		unlink_object(object);
		object->file = NULL;
		if (!object->listed) {
			object->next_orphan = objects->orphans;
			objects->orphans = object;
		}
		object->listed = objects->released = true;
	}
}

void manifestfile_end_orphans(struct fileobjects *objects, bool drop)
{
	struct fileobject *object;

	while ((object = objects->orphans)) {
		objects->orphans = object->next_orphan;
		object->listed = false;
		if (object->file)
			continue;
		if (drop)
			delete_object(objects->store, object);
		free_object(objects, object);
	}
}

static void drop_taking(struct manifestfile *file)
{
	struct taking *taking = file->taking;

	if (!taking)
		return;
	documents_drop(&taking->documents);
	findings_clear(&taking->findings);
	buf_clear(&taking->odd);
	buf_clear(&taking->text);
	free(taking);
	file->taking = NULL;
}

void manifestfile_free(
    struct manifestfile *file, struct fileobjects *objects, bool drop)
{
	struct fileobject *object;

	if (drop) {
		release(file, objects, true);
		store_remark(objects->store, file->path, NULL);
	}
	while ((object = file->objects)) {
		file->objects = object->next;
		free_object(objects, object);
	}
	drop_taking(file);
	free(file->path);
	free(file->remark);
	free(file);
}

/* A line of the log has them all, as far as there is room. */
static void note(struct taking *taking, const char *text)
{
	buf_printf(&taking->odd, "%s%s", taking->odd.len ? "; " : "", text);
}

static void take_remark(
    void *arg, enum finding_id id, const char *origin, const char *text)
{
	struct taking *taking = arg;

	if (taking->findings.count >= FINDINGS_MOST)
		taking->unsaid++;
	else
		findings_add(&taking->findings,
		    &(struct finding){ .id = id, .origin = origin }, "%s",
		    text);
	if (finding_severity(id) != SEVERITY_INFO)
		note(taking, text);
}

/*
 * Makes this file the one that has the object.  false: another file has it, or
 * this one had it before in the same reading.
 */
static bool claim(
    struct taking *taking, const struct document *document, const char *key)
{
	struct manifestfile *file = taking->file;
	struct fileobject *object = map_get(&taking->objects->map, key);
	struct err err;

	if (!object)
		object = add_object(taking->objects, file, document, key);
	if (object->file == file && object->reading == file->reading) {
		err_set(&err, ERR_INPUT, "%s: it is in this file twice", key);
		note(taking, err.text);
		return false;
	}
	if (object->file && object->file != file &&
	    strcmp(object->file->path, file->path) < 0) {
		err_set(&err, ERR_INPUT, "%s: it is in '%s' already", key,
		    object->file->path);
		note(taking, err.text);
		file->shadowed = true;
		return false;
	}
	if (object->file != file) {
		if (object->file) {
			object->file->stale = true; /* so that it says so */
			unlink_object(object);
		}
		link_object(file, object);
	}
	object->reading = file->reading;
	return true;
}

/*
 * A dump of a cluster has uid and resourceVersion, and an edit leaves them as
 * they are: the store would take the object for unchanged.  The former object
 * is deleted first, unless the new one cannot be decoded.
 */
static void make_way(struct store *store, const struct document *document,
    const struct fileobject *former)
{
	char key[OBJECT_KEY_SIZE];
	struct err err;
	struct object *object = object_decode(
	    document->kind, document->text, document->len, NULL, key, &err);

	if (object)
		delete_object(store, former);
	object_free(object);
}

/* false: it is too long. */
static bool print_key(struct buf *key, const struct document *document)
{
	buf_printf(key, "%s %s%s%s", document->kind->name, document->namespace,
	    *document->namespace ? "/" : "", document->name);
	return buf_ok(key);
}

static void take_object(void *arg, const struct document *document)
{
	struct taking *taking = arg;
	struct store *store = taking->objects->store;
	struct buf key = BUF_INIT(KEY_LIMIT);
	const struct fileobject *former;
	struct err err;

	if (!print_key(&key, document)) {
		err_set(&err, ERR_INPUT, "%s: its name is too long",
		    document->kind->name);
		note(taking, err.text);
		goto out;
	}
	former = map_get(&taking->objects->map, key.data);
	if (!claim(taking, document, key.data))
		goto out;
	if (former && document->versioned)
		make_way(store, document, former);
	if (!store_put(
		store, document->kind, document->text, document->len, &err)) {
		err_prefix(&err, "%s", key.data);
		note(taking, err.text);
	}
out:
	buf_clear(&key);
}

/* Logs a line when the remark about the file is another one than before. */
static void say(struct manifestfile *file, const char *text)
{
	if (!strcmp(file->remark, text))
		return;
	free(file->remark);
	file->remark = xstrdup(text);
	if (!*text)
		log_event(
		    LOG_INFO, "manifest is good again", "file", file->path);
	else
		log_event(LOG_WARNING,
		    file->good ? "manifest has faults"
			       : "manifest could not be read",
		    "file", file->path, "reason", text);
}

void manifestfile_begin(
    struct manifestfile *file, struct fileobjects *objects, struct buf *text)
{
	struct taking *taking = xcalloc(1, sizeof(*taking));

	file->taking = taking;
	*taking = (struct taking){ .file = file,
		.objects = objects,
		.odd = BUF_INIT(LOG_MOST),
		.text = *text,
		.documents = {
		    .file = file->path,
		    .namespace = objects->namespace,
		    .object = take_object,
		    .remark = take_remark,
		    .arg = taking,
		} };
	*text = (struct buf)BUF_INIT(0);
	file->reading++;
	file->stale = false;
	file->shadowed = false;
	documents_begin(
	    &taking->documents, buf_text(&taking->text), taking->text.len);
}

static void end(struct manifestfile *file)
{
	struct taking *taking = file->taking;
	struct fileobjects *objects = taking->objects;

	file->good = !taking->documents.bad;
	file->known = file->known || file->good;
	if (file->good)
		release(file, objects, false);
	if (taking->unsaid)
		findings_add(&taking->findings,
		    &(struct finding){ .id = NO_OBJECT },
		    "%s: and %zu findings more", file->path, taking->unsaid);
	say(file, buf_text(&taking->odd));
	store_remark(objects->store, file->path, &taking->findings);
	drop_taking(file);
}

bool manifestfile_some(struct manifestfile *file, const struct pause *pause)
{
	if (!documents_some(&file->taking->documents, pause))
		return false;
	end(file);
	return true;
}

void manifestfile_take(struct manifestfile *file, struct fileobjects *objects,
    const char *text, size_t len)
{
	struct buf copy = BUF_INIT(len + 1);
	bool over;

	buf_add(&copy, text, len);
	manifestfile_begin(file, objects, &copy);
	over = manifestfile_some(file, NULL);
	assert(over);
}

/* A text that is only compared with what the file has. */
struct comparing {
	struct manifestfile *file;
	struct fileobjects *objects;
	bool kept;
};

static void compare_object(void *arg, const struct document *document)
{
	struct comparing *comparing = arg;
	struct buf key = BUF_INIT(KEY_LIMIT);
	struct fileobject *object = print_key(&key, document)
	    ? map_get(&comparing->objects->map, key.data)
	    : NULL;

	if (object && object->file == comparing->file)
		object->reading = comparing->file->reading;
	else if (object)
		comparing->kept = false;
	buf_clear(&key);
}

bool manifestfile_keeps(struct manifestfile *file, struct fileobjects *objects,
    const struct buf *text)
{
	struct comparing comparing = { file, objects, true };
	struct documents documents = {
		.file = file->path,
		.namespace = objects->namespace,
		.object = compare_object,
		.arg = &comparing,
	};
	bool over;

	file->reading++;
	documents_begin(&documents, buf_text(text), text->len);
	over = documents_some(&documents, NULL);
	assert(over);
	for (struct fileobject *object = file->objects; object;
	     object = object->next)
		comparing.kept &= object->reading == file->reading;
	return comparing.kept && !documents.bad;
}

static void fail(struct manifestfile *file, struct fileobjects *objects,
    const struct err *err)
{
	struct findings findings = { 0 };

	file->good = false;
	file->stale = true;
	say(file, err->text);
	findings_add(&findings, &(struct finding){ .id = BAD_MANIFEST }, "%s",
	    err->text);
	store_remark(objects->store, file->path, &findings);
}

bool manifestfile_read(struct manifestfile *file, struct fileobjects *objects)
{
	struct buf text = BUF_INIT(FILE_LIMIT);
	struct err err;

	if (textfile_read(file->path, &text, &err)) {
		manifestfile_begin(file, objects, &text);
		return true;
	}
	fail(file, objects, &err);
	buf_clear(&text);
	return false;
}

bool manifestfile_drain(
    struct manifestfile *file, struct fileobjects *objects, struct err *err)
{
	bool input = !strcmp(file->path, "-");
	struct buf text = BUF_INIT(FILE_LIMIT);
	bool ok = input ? textfile_read_fd(0, "standard input", &text, err)
			: textfile_read_any(file->path, &text, err);

	if (ok)
		manifestfile_take(file, objects, buf_text(&text), text.len);
	buf_clear(&text);
	return ok;
}
