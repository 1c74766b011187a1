/* SPDX-License-Identifier: Apache-2.0 */
/*
 * renamed.h - files that were renamed to their names since the last look.
 *
 * A look waits until nothing has happened for a while, because an object that
 * one file lacks may be about to come in another.  A file that was renamed to
 * its name is whole, and objects that it gives up stay in the store until the
 * look.  So it is read before that, as a change of the API server would be.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_RENAMED_H
#define CONTROLLER_KUBE_MANIFEST_RENAMED_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/kube/manifest/manifestfile.h"

/* Octets that are read before a look: as much as one turn may take. */
#define RENAMED_MOST ((size_t)128 << 10)

/* Begins zeroed. */
struct renamed {
	struct manifestfile **files; /* borrowed */
	size_t count, cap;
	size_t octets; /* that were read since the last look */
	bool doubted;  /* files are renamed that are not whole: all wait */
};

/* A file that is known was renamed to its name; it is stale. */
void renamed_note(struct renamed *renamed, struct manifestfile *file);
/*
 * Reads the files that were noted, and forgets them.  Links, large files and
 * what cannot be read are left to the look.
 */
void renamed_read(struct renamed *renamed, struct fileobjects *objects);
void renamed_clear(struct renamed *renamed); /* a look begins */

#endif
