/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dirtree.c - walks a directory depth first, follows links but never back into
 * a directory that is being read, and sorts the files by path.
 */
#include "controller/kube/manifest/dirtree.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define PATH_LIMIT 8192

/* A directory that is being read, and those it is in. */
struct entered {
	const struct entered *in;
	dev_t device;
	ino_t inode;
};

struct walk {
	void (*entered)(void *arg, const char *dir);
	void *arg;
	struct dirtree *out;
	struct buf path;
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

/* Is the directory one that we are in?  A link may lead back up. */
static bool is_inside(const struct entered *in, const struct stat *stat)
{
	for (; in; in = in->in)
		if (in->device == stat->st_dev && in->inode == stat->st_ino)
			return true;
	return false;
}

static bool read_directory(struct walk *walk, const struct stat *stat,
    const struct entered *in, struct err *err);

/* One name in the directory at walk->path. */
static void read_entry(
    struct walk *walk, const char *name, const struct entered *in)
{
	struct buf *path = &walk->path;
	struct stat found = { 0 };
	size_t len = path->len;
	bool there;
	struct err err;

	if (*name == '.')
		return;
	buf_printf(path, "%s%s", path->data[len - 1] == '/' ? "" : "/", name);
	there = buf_ok(path) && !stat(path->data, &found);
	if (there && S_ISDIR(found.st_mode)) {
		if (!is_inside(in, &found) &&
		    !read_directory(walk, &found, in, &err) &&
		    !walk->out->partial) {
			walk->out->partial = true;
			walk->out->problem = err;
		}
	} else if (is_manifest(name) && (!there || S_ISREG(found.st_mode))) {
		/* A link to nothing is a file that cannot be read. */
		add_file(walk->out, path->data, &found);
	}
	path->overflow = false;
	path->len = len;
	path->data[len] = '\0';
}

static bool read_directory(struct walk *walk, const struct stat *stat,
    const struct entered *in, struct err *err)
{
	struct entered here = { in, stat->st_dev, stat->st_ino };
	const struct dirent *entry;
	DIR *dir;
	bool ok;

	walk->entered(walk->arg, walk->path.data);
	dir = opendir(walk->path.data);
	if (!dir)
		return err_errno(err, "cannot read '%s'", walk->path.data);
	for (errno = 0; (entry = readdir(dir)); errno = 0)
		read_entry(walk, entry->d_name, &here);
	ok = !errno || err_errno(err, "cannot read '%s'", walk->path.data);
	closedir(dir);
	return ok;
}

static int compare(const void *a, const void *b)
{
	const struct treefile *left = a;
	const struct treefile *right = b;

	return strcmp(left->path, right->path);
}

bool dirtree_read(const char *root, void (*entered)(void *arg, const char *dir),
    void *arg, struct dirtree *out, struct err *err)
{
	struct walk walk = {
		.entered = entered,
		.arg = arg,
		.out = out,
		.path = BUF_INIT(PATH_LIMIT),
	};
	struct stat found;
	bool ok = true;

	if (stat(root, &found)) {
		ok = errno != ENOENT;
		err_errno(err, "cannot read '%s'", root);
		err->kind = ok ? ERR_SYSTEM : ERR_ABSENT;
		return false;
	}
	if (S_ISDIR(found.st_mode)) {
		buf_puts(&walk.path, root);
		ok = read_directory(&walk, &found, NULL, err);
		buf_clear(&walk.path);
	} else {
		add_file(out, root, &found);
	}
	if (ok && out->count)
		qsort(out->files, out->count, sizeof(*out->files), compare);
	return ok;
}

void dirtree_clear(struct dirtree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		free(tree->files[i].path);
	free(tree->files);
	*tree = (struct dirtree){ 0 };
}
