/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dirtree.h - the manifests below a directory, in the order of their paths.
 *
 * What begins with a dot is passed over: editors' files, and the "..data" of
 * mounted ConfigMaps.  Their visible names are symbolic links, so links are
 * followed, to directories too.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_DIRTREE_H
#define CONTROLLER_KUBE_MANIFEST_DIRTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "zonegen/base/err.h"

struct treefile {
	char *path;
	struct stat stat; /* zeroed when that failed */
};

struct dirtree {
	struct treefile *files;
	size_t count, cap;
	bool partial;       /* some directory could not be read */
	struct err problem; /* of the first of those */
};

/*
 * root is a directory, or one file of any name.  entered is called for each
 * directory before it is read.  ERR_ABSENT, ERR_SYSTEM: root itself cannot be
 * read.  out is zeroed.
 */
bool dirtree_read(const char *root, void (*entered)(void *arg, const char *dir),
    void *arg, struct dirtree *out, struct err *err) MUST_CHECK;
void dirtree_clear(struct dirtree *tree);

#endif
