/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configfile.h - tells when the configuration file is to be read again.
 *
 * The directory is watched, not the file: editors replace files, and a mounted
 * ConfigMap changes by swapping the ..data link beside them.  A burst of
 * changes is told once, a moment after its end, and only when the file's bytes
 * are not those that were read last, for whatever reason that was.
 */
#ifndef CONTROLLER_COMMAND_CONFIGFILE_H
#define CONTROLLER_COMMAND_CONFIGFILE_H

#include "controller/base/loop.h"
#include "zonegen/base/err.h"

struct configfile;

/*
 * digest: of the text that was read last (config.h); when the file has another
 * one by now, that is told too.  ERR_SYSTEM: the directory cannot be watched.
 */
struct configfile *configfile_watch(struct loop *loop, const char *path,
    const char *digest, void (*changed)(void *arg), void *arg,
    struct err *err) MUST_CHECK;
/* The file was read again, good or bad: this is its digest; NULL is fine. */
void configfile_loaded(struct configfile *file, const char *digest);
void configfile_free(struct configfile *file); /* NULL is fine */

#endif
