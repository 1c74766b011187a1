/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dirtree.c - directories wait in two lists: first those that were found by
 * their own path, then those that a link leads to.  Each is read once, which
 * its device and inode tell.  The files are sorted by path in the end.
 */
#include "controller/kube/manifest/dirtree.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

#define PATH_LIMIT 8192
#define SLICE 256 /* names */

struct paths {
	char **list;
	size_t count, cap;
};

struct dirwalk {
	void (*entered)(void *arg, const char *dir);
	void *arg;
	struct dirtree *out;
	char *real;          /* root, without links; NULL: it is one file */
	struct paths own;    /* directories to be read */
	struct paths turn;   /* and then these that links lead to, sorted */
	struct paths linked; /* and then these */
	struct map known;    /* directories that were begun, by device:inode */
	struct arena arena;  /* of its keys */
	DIR *dir;            /* that is being read, or NULL */
	struct buf path;     /* its */
};

static bool is_manifest(const char *name)
{
	static const char *const ends[] = { ".yaml", ".yml", ".json" };
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end = strlen(ends[i]);

		if (len > end && !strcmp(name + len - end, ends[i]))
			return true;
	}
	return false;
}

bool dirtree_names(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return *name != '.' && is_manifest(name);
}

static void add_path(struct paths *paths, const char *path)
{
	paths->list =
	    xgrow(paths->list, paths->count, &paths->cap, sizeof(char *));
	paths->list[paths->count++] = xstrdup(path);
}

static void add_file(
    struct dirtree *out, const char *path, const struct stat *stat)
{
	out->files =
	    xgrow(out->files, out->count, &out->cap, sizeof(*out->files));
	out->files[out->count++] = (struct treefile){
		.path = xstrdup(path),
		.stat = *stat,
	};
}

static void miss(struct dirtree *out, const struct err *err)
{
	if (!out->partial)
		out->problem = *err;
	out->partial = true;
}

/* Does the link lead to what is below the root? */
static bool leads_inside(const struct dirwalk *walk, const char *path)
{
	char real[PATH_MAX];
	size_t len = strlen(walk->real);
	struct err err;

	if (!realpath(path, real))
		return true; /* to nothing: a file that cannot be read */
	if (!strncmp(real, walk->real, len) &&
	    (!real[len] || real[len] == '/' || len == 1))
		return true;
	err_set(
	    &err, ERR_INPUT, "'%s' is a link out of '%s'", path, walk->real);
	miss(walk->out, &err);
	return false;
}

/* One name in the directory at walk->path. */
static void read_entry(struct dirwalk *walk, const char *name)
{
	struct buf *path = &walk->path;
	struct stat found = { 0 }, link;
	size_t len = path->len;
	bool there, is_link;

	if (*name == '.' || !strcmp(name, "lost+found"))
		return;
	buf_printf(path, "%s%s", path->data[len - 1] == '/' ? "" : "/", name);
	is_link =
	    buf_ok(path) && !lstat(path->data, &link) && S_ISLNK(link.st_mode);
	there = buf_ok(path) && !stat(path->data, &found);
	if (there && S_ISDIR(found.st_mode)) {
		if (!is_link)
			add_path(&walk->own, path->data);
		else if (leads_inside(walk, path->data))
			add_path(&walk->linked, path->data);
	} else if (is_manifest(name) && (!there || S_ISREG(found.st_mode))) {
		/* A link to nothing is a file that cannot be read. */
		if (!is_link || leads_inside(walk, path->data))
			add_file(walk->out, path->data, &found);
	}
	path->overflow = false;
	path->len = len;
	path->data[len] = '\0';
}

/* Backwards: the last is taken off first. */
static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)b, *(char *const *)a);
}

/* The next directory that waits; NULL: none.  The caller frees it. */
static char *next_path(struct dirwalk *walk)
{
	struct paths *turn = &walk->turn, spare;

	if (walk->own.count)
		return walk->own.list[--walk->own.count];
	if (!turn->count) {
		spare = *turn;
		*turn = walk->linked;
		walk->linked = spare;
		if (turn->count)
			qsort(turn->list, turn->count, sizeof(char *),
			    compare_paths);
	}
	return turn->count ? turn->list[--turn->count] : NULL;
}

/* Was it read by another path? */
static bool is_known(struct dirwalk *walk, const struct stat *stat)
{
	char *key = arena_printf(&walk->arena, "%llu:%llu",
	    (unsigned long long)stat->st_dev, (unsigned long long)stat->st_ino);

	if (map_get(&walk->known, key))
		return true;
	map_put(&walk->known, key, key);
	return false;
}

/* Opens a directory that waits, unless it was read before. */
static void open_next(struct dirwalk *walk, const char *path)
{
	struct stat found;
	struct err err;

	if (!stat(path, &found) && is_known(walk, &found))
		return;
	walk->entered(walk->arg, path);
	walk->dir = opendir(path);
	if (!walk->dir) {
		err_errno(&err, "cannot read '%s'", path);
		miss(walk->out, &err);
		return;
	}
	walk->path.len = 0;
	buf_puts(&walk->path, path);
}

static int compare(const void *a, const void *b)
{
	const struct treefile *left = a;
	const struct treefile *right = b;

	return strcmp(left->path, right->path);
}

static void finish(struct dirwalk *walk)
{
	struct dirtree *out = walk->out;

	if (out->count)
		qsort(out->files, out->count, sizeof(*out->files), compare);
}

static bool is_too_large(struct dirwalk *walk)
{
	struct err err;

	if (walk->out->count + walk->known.count + walk->own.count +
		walk->turn.count + walk->linked.count <=
	    DIRTREE_MOST)
		return false;
	err_set(&err, ERR_INPUT, "more than %d files and directories",
	    DIRTREE_MOST);
	miss(walk->out, &err);
	return true;
}

/* The next name of the directory that is read; false: there are no more. */
static bool read_next(struct dirwalk *walk)
{
	const struct dirent *entry;
	struct err err;

	errno = 0;
	entry = readdir(walk->dir);
	if (entry) {
		read_entry(walk, entry->d_name);
		return true;
	}
	if (errno) {
		err_errno(&err, "cannot read '%s'", buf_text(&walk->path));
		miss(walk->out, &err);
	}
	closedir(walk->dir);
	walk->dir = NULL;
	return false;
}

bool dirwalk_step(struct dirwalk *walk)
{
	for (size_t i = 0; i < SLICE; i++) {
		bool over = is_too_large(walk);
		char *path;

		if (!over && walk->dir && read_next(walk))
			continue;
		path = over ? NULL : next_path(walk);
		if (!path) {
			finish(walk);
			return false;
		}
		open_next(walk, path);
		free(path);
	}
	return true;
}

struct dirwalk *dirwalk_new(const char *root,
    void (*entered)(void *arg, const char *dir), void *arg, struct dirtree *out,
    struct err *err)
{
	struct dirwalk *walk = xcalloc(1, sizeof(*walk));
	struct stat found;
	bool absent;

	walk->entered = entered;
	walk->arg = arg;
	walk->out = out;
	walk->path.limit = PATH_LIMIT;
	if (stat(root, &found)) {
		absent = errno == ENOENT;
		err_errno(err, "cannot read '%s'", root);
		err->kind = absent ? ERR_ABSENT : ERR_SYSTEM;
		goto fail;
	}
	if (!S_ISDIR(found.st_mode)) {
		add_file(out, root, &found);
		return walk;
	}
	walk->real = realpath(root, NULL);
	if (walk->real)
		open_next(walk, root);
	if (walk->dir)
		return walk;
	err_errno(err, "cannot read '%s'", root);
fail:
	dirwalk_free(walk);
	return NULL;
}

static void free_paths(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->list[i]);
	free(paths->list);
}

void dirwalk_free(struct dirwalk *walk)
{
	if (!walk)
		return;
	if (walk->dir)
		closedir(walk->dir);
	free_paths(&walk->own);
	free_paths(&walk->turn);
	free_paths(&walk->linked);
	map_clear(&walk->known);
	arena_clear(&walk->arena);
	buf_clear(&walk->path);
	free(walk->real);
	free(walk);
}

void dirtree_clear(struct dirtree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		free(tree->files[i].path);
	free(tree->files);
	*tree = (struct dirtree){ 0 };
}
