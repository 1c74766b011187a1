/* SPDX-License-Identifier: Apache-2.0 */
/*
 * renamed.h - files that were renamed to their names since the last look.
 *
 * A look waits until nothing has happened for a while, because an object that
 * one file lacks may be about to come in another.  A file that was renamed to
 * its name is whole.  While such files keep the objects that they have, and
 * nothing else has happened, they are read before that, as changes of the API
 * server would be: all of them or none.  Where an object goes, its names may go
 * to another, and both are to be seen together (C2: one owner namespace).
 */
#ifndef CONTROLLER_KUBE_MANIFEST_RENAMED_H
#define CONTROLLER_KUBE_MANIFEST_RENAMED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "controller/kube/manifest/dirwatch.h"
#include "controller/kube/manifest/manifestfile.h"

/* What is read before a look: as much as one turn may take. */
#define RENAMED_MOST ((size_t)128 << 10) /* octets */
#define RENAMED_FILES 100                /* at once */

struct renamed_file {
	struct manifestfile *file; /* borrowed */
	struct stat stat;
	struct buf text;
};

/* Begins zeroed. */
struct renamed {
	struct renamed_file *files;
	size_t count, cap;
	size_t octets; /* that were read since the last look */
	bool doubted;  /* something else has happened: all wait */
};

/* What happened at a path, where file is known; NULL: none is. */
void renamed_note(struct renamed *renamed, struct manifestfile *file,
    enum dirwatch_event event, const char *path);
/*
 * Reads the files that were noted, and forgets them.  Links, large files and
 * what cannot be read are left to the look, with all others.
 */
void renamed_read(struct renamed *renamed, struct fileobjects *objects);
void renamed_clear(struct renamed *renamed); /* a look begins */

#endif
