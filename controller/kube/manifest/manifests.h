/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifests.h - files of manifests as a source of objects.
 *
 * A directory (its *.yaml, *.yml and *.json, recursively), one file, or "-"
 * for stdin; YAML or JSON, several documents, List kinds.  Kinds that are not
 * in the table of kinds are passed over.  From an object on, the path is that
 * of the API server.
 *
 * A file that cannot be read or parsed keeps the objects it had.  While a file
 * was never good, objects are unknown: every kind is partial (store.h), and
 * what is known counts.  A bad document costs only itself, and its file counts
 * as not good.
 *
 * dirtree.h lists the files, dirwatch.h reports changes, manifestfile.h has one
 * file and its objects, documents.h the objects of a text.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_MANIFESTS_H
#define CONTROLLER_KUBE_MANIFEST_MANIFESTS_H

#include "controller/base/loop.h"
#include "controller/object/store.h"
#include "zonegen/base/err.h"

struct manifests;

/*
 * With a loop it reads everything in slices of the loop's time and goes on to
 * follow changes (inotify).  loop NULL: it reads once, before it returns.
 * Problems of single files are not errors here: they are logged, become
 * findings of the store and make the kinds' state not LIVE.
 * namespace: of objects that name none; NULL: none.  Borrowed.
 * ERR_SYSTEM: path itself cannot be read.
 */
struct manifests *manifests_start(struct loop *loop, struct store *store,
    const char *path, const char *namespace, struct err *err) MUST_CHECK;
/* Files that could not be read or parsed, now. */
size_t manifests_problems(const struct manifests *manifests);
void manifests_stop(struct manifests *manifests); /* NULL is fine */

#endif
