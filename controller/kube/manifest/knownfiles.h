/* SPDX-License-Identifier: Apache-2.0 */
/*
 * knownfiles.h - the files of manifests that are known, by path, with their
 * objects.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_KNOWNFILES_H
#define CONTROLLER_KUBE_MANIFEST_KNOWNFILES_H

#include "controller/kube/manifest/dirtree.h"
#include "controller/kube/manifest/manifestfile.h"

/* Begins zeroed, but for the store and the namespace of its objects. */
struct knownfiles {
	struct map map; /* struct manifestfile by path */
	struct fileobjects objects;
};

/* The one at path; a new one is stale. */
struct manifestfile *knownfiles_make(
    struct knownfiles *files, const char *path);
/*
 * The files of the tree are known from now on; files that are gone take their
 * objects along.  How many octets are to be read, of files that changed and of
 * those that share objects.
 */
off_t knownfiles_compare(struct knownfiles *files, const struct dirtree *tree);
/* Files that may have what another one gave up are stale. */
void knownfiles_share(struct knownfiles *files);
/*
 * The first bad file in the order of paths, or NULL.  *known: each was good
 * once.
 */
const struct manifestfile *knownfiles_bad(
    const struct knownfiles *files, bool *known);
size_t knownfiles_faults(const struct knownfiles *files); /* bad files */
void knownfiles_clear(struct knownfiles *files); /* the store keeps all */

#endif
