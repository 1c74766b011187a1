/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifests.c - every change, and a poll now and then, leads to one look at
 * everything: the tree is read, compared with the files that are known,
 * changed files are read, and the state of all kinds is told to the store.
 */
#include "controller/kube/manifest/manifests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "controller/base/log.h"
#include "controller/base/textfile.h"
#include "controller/kube/manifest/dirtree.h"
#include "controller/kube/manifest/dirwatch.h"
#include "controller/kube/manifest/manifestfile.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define FILE_LIMIT ((size_t)64 << 20)
#define QUIET 20        /* ms without an event, before looking */
#define PATIENCE 500    /* ms after the first event, quiet or not */
#define POLL 60000      /* ms: not every file system tells of changes */
#define POLL_OFTEN 2000 /* the same while root is away, or unwatched */

struct manifests {
	struct loop *loop; /* NULL: read once */
	struct store *store;
	char *root;   /* without a final "/" */
	char *prefix; /* of root: up to and with its last "/", or "" */
	bool follow;  /* a directory or regular file, and a loop */
	struct fileobjects objects;
	struct map files;   /* struct manifestfile by path */
	struct map writing; /* paths that are being written: themselves */
	struct dirwatch *watch;
	struct loop_timer *timer;
	uint64_t since; /* the first event that was not looked at yet; 0 */
	bool synced;
	bool partial;     /* a directory could not be read */
	bool lost;        /* root cannot */
	char remark[256]; /* last logged about directories */
};

static void read_file(struct manifests *manifests, struct manifestfile *file)
{
	struct buf text = BUF_INIT(FILE_LIMIT);
	struct err err;

	if (textfile_read(file->path, &text, &err))
		manifestfile_take(
		    file, &manifests->objects, buf_text(&text), text.len);
	else
		manifestfile_fail(file, &err);
	buf_clear(&text);
}

static bool same_stat(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    !memcmp(&a->st_mtim, &b->st_mtim, sizeof(a->st_mtim)) &&
	    !memcmp(&a->st_ctim, &b->st_ctim, sizeof(a->st_ctim));
}

static struct manifestfile *file_at(
    struct manifests *manifests, const char *path)
{
	struct manifestfile *file = map_get(&manifests->files, path);

	if (!file) {
		file = manifestfile_new(path);
		file->stale = true;
		map_put(&manifests->files, file->path, file);
	}
	return file;
}

/* Notes the files of the tree; files that are gone take their objects along. */
static void compare(struct manifests *manifests, const struct dirtree *tree)
{
	struct manifestfile *file;
	size_t at = 0;

	while ((file = map_next(&manifests->files, &at)))
		file->seen = false;
	for (size_t i = 0; i < tree->count; i++) {
		const struct treefile *found = &tree->files[i];

		file = file_at(manifests, found->path);
		file->seen = true;
		if (!same_stat(&file->stat, &found->stat))
			file->stale = true;
		file->stat = found->stat;
	}
	/* A file in a directory that could not be read is not gone. */
	for (at = 0;
	     !tree->partial && (file = map_next(&manifests->files, &at));)
		if (!file->seen) {
			map_remove(&manifests->files, file->path);
			manifestfile_free(file, &manifests->objects, true);
		}
}

/* In the order of paths, so that the first of two wins. */
static void read_stale(struct manifests *manifests, const struct dirtree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		struct manifestfile *file =
		    map_get(&manifests->files, tree->files[i].path);

		if (file->stale && !map_get(&manifests->writing, file->path))
			read_file(manifests, file);
	}
}

/* An object that one file gave up may stand in another too. */
static void read_shadowed(
    struct manifests *manifests, const struct dirtree *tree)
{
	struct manifestfile *file;
	size_t at = 0;

	if (manifests->objects.released)
		while ((file = map_next(&manifests->files, &at)))
			file->stale = file->stale || file->shadowed;
	manifests->objects.released = false;
	read_stale(manifests, tree);
}

/* The first bad file in the order of paths, or NULL. */
static const struct manifestfile *first_bad(
    const struct manifests *manifests, bool *known)
{
	const struct manifestfile *first = NULL;
	const struct manifestfile *file;
	size_t at = 0;

	*known = true;
	while ((file = map_next(&manifests->files, &at))) {
		*known = *known && file->known;
		if (!file->good &&
		    (!first || strcmp(file->path, first->path) < 0))
			first = file;
	}
	return first;
}

static void set_state(
    struct manifests *manifests, enum source_state state, const char *reason)
{
	uint64_t now = manifests->loop ? loop_now(manifests->loop) : 0;

	for (size_t i = 0; i < kind_count(); i++)
		store_set_state(
		    manifests->store, kind_at(i), state, reason, now);
}

static void tell_state(struct manifests *manifests)
{
	bool known;
	const struct manifestfile *bad = first_bad(manifests, &known);

	if (!manifests->synced && known && !manifests->partial) {
		manifests->synced = true;
		for (size_t i = 0; i < kind_count(); i++)
			store_commit(manifests->store, kind_at(i));
	}
	if (manifests->partial)
		set_state(manifests, SOURCE_SYNCING, manifests->remark);
	else if (bad)
		set_state(manifests, SOURCE_SYNCING,
		    *bad->remark ? bad->remark : "a file is being written");
	else
		set_state(manifests, SOURCE_LIVE, "");
}

/* One line when a directory goes, and one when all are back. */
static void say(struct manifests *manifests, const char *text)
{
	if (!strcmp(manifests->remark, text))
		return;
	if (*text)
		log_event(LOG_WARNING, "manifests cannot be read", "path",
		    manifests->root, "reason", text);
	else
		log_event(LOG_INFO, "manifests can be read again", "path",
		    manifests->root);
	snprintf(manifests->remark, sizeof(manifests->remark), "%s", text);
}

static void watch_directory(void *arg, const char *dir)
{
	struct manifests *manifests = arg;
	char *prefix;
	size_t len;

	if (!manifests->watch)
		return;
	len = strlen(dir);
	prefix = xmalloc(len + 2);
	memcpy(prefix, dir, len + 1);
	if (!len || dir[len - 1] != '/')
		memcpy(prefix + len, "/", 2);
	dirwatch_add(manifests->watch, dir, prefix);
	free(prefix);
}

static bool look(struct manifests *manifests, struct err *err)
{
	struct dirtree tree = { 0 };

	if (manifests->watch)
		dirwatch_add(manifests->watch,
		    *manifests->prefix ? manifests->prefix : ".",
		    manifests->prefix);
	manifests->lost = !dirtree_read(
	    manifests->root, watch_directory, manifests, &tree, err);
	if (manifests->lost) {
		set_state(manifests, SOURCE_LOST, err->text);
	} else {
		manifests->partial = tree.partial;
		say(manifests, tree.partial ? tree.problem.text : "");
		compare(manifests, &tree);
		read_stale(manifests, &tree);
		read_shadowed(manifests, &tree);
		tell_state(manifests);
	}
	dirtree_clear(&tree);
	return !manifests->lost;
}

static void look_again(void *arg)
{
	struct manifests *manifests = arg;
	struct err err;
	bool found;

	manifests->since = 0;
	found = look(manifests, &err);
	if (!found)
		say(manifests, err.text);
	loop_timer_set(
	    manifests->timer, found && manifests->watch ? POLL : POLL_OFTEN);
}

static void note_writing(
    struct manifests *manifests, const char *path, bool writing)
{
	char *known = map_get(&manifests->writing, path);

	if (writing && !known) {
		known = xstrdup(path);
		map_put(&manifests->writing, known, known);
	} else if (!writing && known) {
		map_remove(&manifests->writing, known);
		free(known);
	}
}

static void forget_writing(struct manifests *manifests)
{
	char *path;
	size_t at = 0;

	while ((path = map_next(&manifests->writing, &at))) {
		map_remove(&manifests->writing, path);
		free(path);
	}
	map_clear(&manifests->writing);
}

/* Among root's neighbours only root itself matters. */
static bool matters(const struct manifests *manifests, const char *path)
{
	size_t len = strlen(manifests->root);

	return !strncmp(path, manifests->root, len) &&
	    (!path[len] || path[len] == '/');
}

static void happened(void *arg, enum dirwatch_event event, const char *path)
{
	struct manifests *manifests = arg;
	struct manifestfile *file = map_get(&manifests->files, path);
	uint64_t now = loop_now(manifests->loop);
	struct stat found;

	if (event == DIRWATCH_LOST) {
		forget_writing(manifests);
	} else if (!matters(manifests, path) &&
	    (stat(manifests->root, &found) || S_ISDIR(found.st_mode))) {
		return;
	} else {
		note_writing(manifests, path, event == DIRWATCH_WRITING);
	}
	if (event == DIRWATCH_WRITING)
		return; /* it will be closed */
	if (file)
		file->stale = true; /* whatever its mtime says */
	if (!manifests->since)
		manifests->since = now;
	loop_timer_set(
	    manifests->timer, now - manifests->since > PATIENCE ? 0 : QUIET);
}

/* Standard input, or something else that can be read only once. */
static bool read_stream(struct manifests *manifests, struct err *err)
{
	bool input = !strcmp(manifests->root, "-");
	struct buf text = BUF_INIT(FILE_LIMIT);
	bool ok = input ? textfile_read_fd(0, "standard input", &text, err)
			: textfile_read(manifests->root, &text, err);

	if (ok) {
		manifestfile_take(file_at(manifests, manifests->root),
		    &manifests->objects, buf_text(&text), text.len);
		tell_state(manifests);
	}
	buf_clear(&text);
	return ok;
}

static struct manifests *create(
    struct loop *loop, struct store *store, const char *path)
{
	struct manifests *manifests = xcalloc(1, sizeof(*manifests));
	size_t len = strlen(path);
	const char *slash;
	struct stat found;

	while (len > 1 && path[len - 1] == '/')
		len--;
	manifests->root = xcalloc(len + 1, 1);
	memcpy(manifests->root, path, len);
	slash = strrchr(manifests->root, '/');
	len = slash ? (size_t)(slash - manifests->root) + 1 : 0;
	manifests->prefix = xcalloc(len + 1, 1);
	memcpy(manifests->prefix, path, len);
	manifests->store = store;
	manifests->objects.store = store;
	manifests->loop = loop;
	manifests->follow = strcmp(path, "-") != 0 &&
	    (stat(manifests->root, &found) || S_ISDIR(found.st_mode) ||
		S_ISREG(found.st_mode));
	return manifests;
}

struct manifests *manifests_start(
    struct loop *loop, struct store *store, const char *path, struct err *err)
{
	struct manifests *manifests = create(loop, store, path);
	bool watches = loop && manifests->follow;
	bool ok;

	for (size_t i = 0; i < kind_count(); i++)
		store_begin(store, kind_at(i));
	if (watches) {
		manifests->timer = loop_timer_new(loop, look_again, manifests);
		manifests->watch = dirwatch_new(loop, happened, manifests, err);
		if (!manifests->watch)
			log_event(LOG_WARNING,
			    "cannot watch the manifests, polling them",
			    "reason", err->text);
	}
	ok = manifests->follow ? look(manifests, err)
			       : read_stream(manifests, err);
	if (ok && watches)
		loop_timer_set(
		    manifests->timer, manifests->watch ? POLL : POLL_OFTEN);
	if (!ok) {
		err->kind = ERR_SYSTEM;
		manifests_stop(manifests);
		return NULL;
	}
	return manifests;
}

size_t manifests_problems(const struct manifests *manifests)
{
	size_t count = manifests->lost || manifests->partial;
	const struct manifestfile *file;
	size_t at = 0;

	while ((file = map_next(&manifests->files, &at)))
		count += !file->good;
	return count;
}

void manifests_stop(struct manifests *manifests)
{
	struct manifestfile *file;
	size_t at = 0;

	if (!manifests)
		return;
	dirwatch_free(manifests->watch);
	loop_timer_free(manifests->timer);
	while ((file = map_next(&manifests->files, &at))) {
		map_remove(&manifests->files, file->path);
		manifestfile_free(file, &manifests->objects, false);
	}
	map_clear(&manifests->files);
	map_clear(&manifests->objects.map);
	forget_writing(manifests);
	free(manifests->prefix);
	free(manifests->root);
	free(manifests);
}
