/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dirtree.h - the manifests below a directory, in the order of their paths.
 *
 * What begins with a dot is passed over: editors' files, and the "..data" of
 * mounted ConfigMaps.  Their visible names are symbolic links, so links are
 * followed, to directories too, but not out of the root, and each directory is
 * read once: by its own path if it has one that is no link.  "lost+found" is
 * passed over too.
 *
 * The walk is taken in slices, so that a large tree stops nothing else.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_DIRTREE_H
#define CONTROLLER_KUBE_MANIFEST_DIRTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "zonegen/base/err.h"

/* Files and directories, together; more are not read. */
#define DIRTREE_MOST 200000

struct treefile {
	char *path;
	struct stat stat; /* zeroed when that failed */
};

struct dirtree {
	struct treefile *files;
	size_t count, cap;
	bool partial;       /* something could not be read */
	struct err problem; /* of the first of that */
};

struct dirwalk;

/*
 * root is a directory, or one file of any name.  entered is called for each
 * directory before it is read.  out is zeroed, and good when the walk is done.
 * ERR_ABSENT, ERR_SYSTEM: root itself cannot be read.
 */
struct dirwalk *dirwalk_new(const char *root,
    void (*entered)(void *arg, const char *dir), void *arg, struct dirtree *out,
    struct err *err) MUST_CHECK;
/* Some hundred names more; false: it is done, and out is sorted. */
bool dirwalk_step(struct dirwalk *walk);
void dirwalk_free(struct dirwalk *walk); /* done or not; NULL is fine */
void dirtree_clear(struct dirtree *tree);
/* May a file of that path be a manifest, by its name? */
bool dirtree_names(const char *path);

#endif
