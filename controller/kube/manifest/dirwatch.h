/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dirwatch.h - what happens in directories (inotify).
 *
 * Paths are those the directory was added with, "/" and the name.  A file that
 * somebody has written to and not closed yet is told apart: half of it must
 * not be taken for all of it.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_DIRWATCH_H
#define CONTROLLER_KUBE_MANIFEST_DIRWATCH_H

#include <stdbool.h>

#include "controller/base/loop.h"
#include "zonegen/base/err.h"

enum dirwatch_event {
	DIRWATCH_WRITING, /* and not closed yet */
	DIRWATCH_WRITTEN,
	DIRWATCH_RENAMED, /* renamed to this name */
	DIRWATCH_CHANGED, /* came, went, other rights */
	DIRWATCH_LOST,    /* events were lost: path is "", anything may be */
};

struct dirwatch;

/* ERR_SYSTEM: no inotify to be had. */
struct dirwatch *dirwatch_new(struct loop *loop,
    void (*happened)(void *arg, enum dirwatch_event event, const char *path),
    void *arg, struct err *err) MUST_CHECK;
void dirwatch_free(struct dirwatch *watch); /* NULL is fine */

/*
 * prefix is put before names: "DIR/", or "" for names alone.  Adding a
 * directory again is nothing; one that goes is forgotten.  ERR_SYSTEM: it is
 * not watched (there is a limit for each user); the caller looks now and then.
 */
bool dirwatch_add(struct dirwatch *watch, const char *dir, const char *prefix,
    struct err *err) MUST_CHECK;

#endif
