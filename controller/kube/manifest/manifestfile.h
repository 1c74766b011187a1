/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifestfile.h - one file of manifests, and the objects the store has of it.
 *
 * Objects live in the store alone; this module remembers which file each came
 * from.  A file that goes, or has fewer objects than before, takes its objects
 * along; a file that cannot be read keeps them.  An object in two files belongs
 * to the first in the order of paths.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_MANIFESTFILE_H
#define CONTROLLER_KUBE_MANIFEST_MANIFESTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "controller/object/store.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/base/map.h"
#include "zonegen/base/pause.h"

/* Which file each object comes from. */
struct fileobjects {
	struct store *store;
	const char *namespace; /* of objects that name none; NULL: none */
	struct map map;        /* "KIND NAMESPACE/NAME": struct fileobject */
	/*
	 * Objects that their file gave up.  They stay in the store until all
	 * files were looked at, for another file may have them.
	 */
	struct fileobject *orphans;
	bool released; /* some file gave up an object */
};

struct manifestfile {
	char *path;
	struct stat stat; /* as it was last read */
	bool good;        /* it was read to its end and without a fault */
	bool known;       /* it was good once */
	bool stale;       /* read it again whatever stat says */
	bool seen;        /* in the walk under way */
	bool shadowed;    /* it holds objects that another file has */
	struct fileobject *objects;
	unsigned reading;      /* a number for each time it was read */
	char *remark;          /* last logged; "" good */
	struct taking *taking; /* its text is being read; or NULL */
};

struct manifestfile *manifestfile_new(const char *path);
/* With drop, its objects go too. */
void manifestfile_free(
    struct manifestfile *file, struct fileobjects *objects, bool drop);

/* It is in the tree, with that stat: is it to be read again? */
void manifestfile_found(struct manifestfile *file, const struct stat *stat);

/*
 * All files were looked at: what none of them has goes, from the store too with
 * drop.
 */
void manifestfile_end_orphans(struct fileobjects *objects, bool drop);

/* Its text is this now.  What is odd about it becomes findings of the store. */
void manifestfile_take(struct manifestfile *file, struct fileobjects *objects,
    const char *text, size_t len);
/* The same in pieces; false: it pauses.  The text is taken over. */
void manifestfile_begin(
    struct manifestfile *file, struct fileobjects *objects, struct buf *text);
bool manifestfile_some(
    struct manifestfile *file, const struct pause *pause) MUST_CHECK;
/*
 * Would it keep each object that it has, and take none that another has, if
 * this were its text?
 */
bool manifestfile_keeps(struct manifestfile *file, struct fileobjects *objects,
    const struct buf *text) MUST_CHECK;
/* Begins with what is on the disk; false: it could not be read. */
bool manifestfile_read(
    struct manifestfile *file, struct fileobjects *objects) MUST_CHECK;
/* All of standard input ("-"), or of what can be read only once. */
bool manifestfile_drain(struct manifestfile *file, struct fileobjects *objects,
    struct err *err) MUST_CHECK;

#endif
